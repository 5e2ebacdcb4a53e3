import { describe, expect, it } from 'vitest';
import raw from '../../../candor.config.json' with { type: 'json' };
import { parseConfig } from '../../../shared/config/parse-config.ts';
import { NETWORKS } from './support/called.ts';
import { ofType, synthesise } from './support/synthesised.ts';

/** Nobody is heard: the desk reads by the account of each channel (tests/infra/stack/desk.test.ts). */
const silent = { ...raw, desk: { ...raw.desk, sources: [] } };
const all = synthesise('Candor', { config: parseConfig(silent) });
const channelsBut = (name: string) => raw.channels.filter((one) => one !== name);
const without = (name: string) =>
  synthesise('Candor', { config: parseConfig({ ...silent, channels: channelsBut(name) }) });

type OfChannel = [channel: string, resources: RegExp, traces: RegExp, functions: number];

const OF: OfChannel[] = [
  ['x', /^(PublishX|XChannel|XTokens|XUrl)/, /CANDOR_X_|XTokens|XChannel|PublishX/, 1],
  ...NETWORKS.map(
    (one): OfChannel => [
      one.toLowerCase(),
      new RegExp(`^(Publish${one}|${one}(Channel|Account))`),
      new RegExp(`${one}(Channel|Account|Secret)|Publish${one}`),
      1,
    ],
  ),
  ['mail', /^(PublishMail|MailChannel|MailEvents|MailFeedback)/, /MailChannel|MailEvents|PublishMail|MailFeedback/, 2],
  ['hooks', /^(PublishHooks|HooksChannel)/, /HooksChannel|PublishHooks/, 1],
];

describe.each(OF)('the channel %s, where the config does not name it,', (name, itsOwn, traces, functions) => {
  const left = without(name);

  it('has no function, queue, rule, alarm, secret or parameter', () => {
    expect(Object.keys(all.Resources).filter((id) => itsOwn.test(id)).length).toBeGreaterThan(5);
    expect(Object.keys(left.Resources).filter((id) => itsOwn.test(id))).toEqual([]);
    expect(Object.keys(left.Parameters).filter((id) => itsOwn.test(id))).toEqual([]);
  });

  it('stands nowhere in what is left: no variable, no right, no output', () => {
    expect(JSON.stringify(left)).not.toMatch(traces);
  });

  it('changes nothing of the others', () => {
    const others = Object.entries(all.Resources).filter(([id]) => !itsOwn.test(id));
    expect(left.Resources).toEqual(Object.fromEntries(others));
    const count = (template: typeof all) => ofType(template, 'AWS::Lambda::Function').length;
    expect(count(left)).toBe(count(all) - functions);
  });
});
