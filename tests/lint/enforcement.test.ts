import { describe, expect, it } from 'vitest';
import { memoryDrafts } from '../../shared/adapters/memory/drafts.ts';
import { memoryLog } from '../../shared/adapters/memory/incident-log.ts';
import { memoryNudges } from '../../shared/adapters/memory/nudges.ts';
import { memorySiteIndex } from '../../shared/adapters/memory/site-index.ts';
import { memoryTable } from '../../shared/adapters/memory/table.ts';
import { takeStatusChange } from '../../shared/app/take-event.ts';
import { spoken } from '../../shared/config/voice.ts';
import { at, policy } from '../support/story.ts';
import { api } from './api.ts';

const PASSED = { message: 'Still targeting 09:30 UTC for the fix.' };

describe('a command that the lint asks about', () => {
  it('is refused with the rule, its reason and every finding, and nothing is stored', async () => {
    const { opened, send, entries } = api();
    const id = await opened();
    const { status, body } = await send(`/v1/incidents/${id}/updates`, { message: `${PASSED.message} Back soon.` });
    expect(status).toBe(422);
    expect(body).toMatchObject({ type: 'lint-asks', status: 422, rules: ['promised-time-passed'] });
    expect(body.errors).toMatchObject([{ field: 'message', rule: 'promised-time-passed' }]);
    expect(body.findings.map(({ level, rule }: { level: string; rule: string }) => `${level} ${rule}`)).toEqual([
      'ask promised-time-passed',
      'hint hedge',
    ]);
    expect(await entries(id)).toHaveLength(1);
  });

  it('is accepted once its author stands by it, which the log keeps', async () => {
    const { opened, send, entries } = api();
    const id = await opened();
    const override = ['promised-time-passed'];
    const { status } = await send(`/v1/incidents/${id}/updates`, { ...PASSED, override });
    expect(status).toBe(201);
    expect((await entries(id))[1]?.private.overrides).toEqual(override);
  });

  it('is still refused when another rule was overridden', async () => {
    const { opened, send } = api();
    const id = await opened();
    const override = ['eta-before-identified'];
    expect((await send(`/v1/incidents/${id}/updates`, { ...PASSED, override })).status).toBe(422);
  });

  it('is told what is worse first: a time that cannot be promised at all', async () => {
    const { opened, send } = api();
    const id = await opened();
    const { body } = await send(`/v1/incidents/${id}/updates`, { ...PASSED, nextUpdateBy: at('09:00') });
    expect(body.type).toBe('promise-in-the-past');
  });
});

describe('a command with hints', () => {
  it('is accepted and answered with them, again when it is repeated', async () => {
    const { opened, send } = api();
    const id = await opened();
    const hedged = () => send(`/v1/incidents/${id}/updates`, { message: 'Back soon.' }, 'key');
    const [first, second] = [await hedged(), await hedged()];
    expect([first.status, second.status]).toEqual([201, 201]);
    expect(first.body.findings).toMatchObject([{ rule: 'hedge', level: 'hint', quote: 'soon' }]);
    expect(second.body).toEqual(first.body);
  });
});

describe('the first post', () => {
  it('goes out whatever it promises', async () => {
    const { send } = api();
    const { status, body } = await send('/v1/incidents', {
      title: 'Logins fail',
      impact: 'major',
      message: 'Logins fail. We expect to be back by 12:00 UTC.',
      restoreBy: 'PT1H',
    });
    expect(status).toBe(201);
    expect(new Set(body.findings.map(({ level }: { level: string }) => level))).toEqual(new Set(['hint']));
  });
});

describe('an event', () => {
  it('is not held up, because nobody is there to answer; what was found is told', async () => {
    let salt = 0;
    const clock = { now: () => at('10:00') };
    const ports = {
      log: memoryLog({ table: memoryTable(), clock }),
      nudges: memoryNudges(),
      clock,
      randomness: { salt: () => `${salt++}` },
      policy,
      warn: () => undefined,
      voice: spoken,
      components: new Set(['api']),
      siteIndex: memorySiteIndex(memoryTable()),
      drafts: memoryDrafts(),
    };
    const take = (id: string, detail: object) => takeStatusChange(ports, { id, source: 'monitor', detail });
    const opened = await take('e1', { title: 'Logins fail', impact: 'major', message: 'Logins fail.' });
    const incident = opened.type === 'added' ? opened.incident.id : '';
    const result = await take('e2', { incident, ...PASSED });
    expect(result).toMatchObject({ type: 'added', findings: [{ rule: 'promised-time-passed' }] });
  });
});
