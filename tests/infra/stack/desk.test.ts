import { expect, it } from 'vitest';
import raw from '../../../candor.config.json' with { type: 'json' };
import { parseConfig } from '../../../shared/config/parse-config.ts';
import { ofType, spoken, synthesise } from './support/synthesised.ts';

const heardOn = (...sources: string[]) => synthesise('Candor', { config: parsed({ sources }) });
const parsed = (desk: object) => parseConfig({ ...raw, desk: { ...raw.desk, ...desk } });

const environmentOf = (template: ReturnType<typeof synthesise>, name: string): Record<string, unknown> => {
  const found = ofType(template, 'AWS::Lambda::Function').find(([id]) => id.startsWith(name));
  return found?.[1].Properties.Environment.Variables ?? {};
};

it('nobody listens where the config names no source: no function, queue, schedule or secret for it', () => {
  const silent = heardOn();
  expect(Object.keys(silent.Resources).filter((id) => /^(Listen|Desk)/.test(id))).toEqual([]);
  expect(Object.keys(environmentOf(silent, 'Command'))).not.toContain('CANDOR_X_SECRET');
});

it('whoever listens and whoever answers read the accounts of these sources, and of no other', () => {
  const template = heardOn('x');
  for (const name of ['Listen', 'Command']) {
    expect(spoken(environmentOf(template, name).CANDOR_X_SECRET)).toBe('<XTokens>');
    expect(environmentOf(template, name)).not.toHaveProperty('CANDOR_BLUESKY_SECRET');
  }
});

it('it listens every minute, and what failed is not repeated, because the next looks from half an hour before', () => {
  const [schedule] = ofType(heardOn('x'), 'AWS::Scheduler::Schedule').filter(([id]) => id.startsWith('Desk'));
  expect(schedule?.[1].Properties.ScheduleExpression).toBe('rate(1 minute)');
  expect(spoken(schedule?.[1].Properties.Target)).toMatchObject({
    Arn: '<ListenFunction.Arn>',
    RetryPolicy: { MaximumRetryAttempts: 0 },
  });
});

it('a source whose channel the config does not name is refused at its place', () => {
  const channels = raw.channels.filter((one) => one !== 'mastodon');
  expect(() => parseConfig({ ...raw, channels })).toThrow(
    'desk.sources: "mastodon" is heard by the account of that channel; name it in channels too',
  );
});

const routesOf = (template: ReturnType<typeof synthesise>) =>
  ofType(template, 'AWS::ApiGatewayV2::Route').map(([, { Properties }]) => Properties.RouteKey);

it('mail alone has somebody listen, without an account of any channel, and the ticket system let in', () => {
  const template = heardOn('mail');
  expect(environmentOf(template, 'Listen')).toHaveProperty('CANDOR_INTAKE_SECRET');
  expect(JSON.stringify([environmentOf(template, 'Listen'), environmentOf(template, 'Command')])).not.toMatch(
    /CANDOR_(X|BLUESKY|MASTODON)_/,
  );
  expect(routesOf(template)).toContain('POST /tickets');
  expect(spoken(environmentOf(template, 'Intake').CANDOR_LISTEN_QUEUE_URL)).toBe('<DeskLooksQueue>');
});

it('nobody is let in as a ticket system where the config names none, and no key is given away for it', () => {
  const template = synthesise('Candor', { config: parsed({ sources: ['x'], ticketSystem: undefined }) });
  expect(routesOf(template)).not.toContain('POST /tickets');
  expect(environmentOf(template, 'Listen')).not.toHaveProperty('CANDOR_INTAKE_SECRET');
  expect(environmentOf(template, 'Intake')).not.toHaveProperty('CANDOR_LISTEN_QUEUE_URL');
});

it('mail without a ticket system is refused, because nobody could be answered', () => {
  expect(() => parsed({ sources: ['mail'], ticketSystem: undefined })).toThrow(
    'desk.ticketSystem: is missing, and "mail" in desk.sources needs it',
  );
});
