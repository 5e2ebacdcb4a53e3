import { describe, expect, it } from 'vitest';
import { config } from '../../shared/config/config.ts';
import { parseConfig } from '../../shared/config/parse-config.ts';
import { monitored } from './monitored.ts';
import { ada } from './team.ts';

/** Sources whose alarms say as little as a test needs: an id, and perhaps which outage. */
const sourcesWith = (rule: object, intake: object = {}) =>
  parseConfig({
    ...config,
    intake: {
      sources: [{ id: 'checks', format: 'generic', rules: [{ when: {}, component: '{component}', ...rule }] }],
      ...intake,
    },
  }).intake;

function watched(rule: object = {}, changes: object = {}, intake: object = {}) {
  const read = sourcesWith(rule, intake);
  // However often a component flaps here, it is asked at once.
  const house = monitored({ sources: read.sources, staffed: read.staffed, isCalm: () => true, ...changes });
  const says = async (state: string, id = 'c1', more: object = {}) =>
    (await house.send('checks', { id, state, labels: { component: 'api' }, ...more })).body.taken[0];
  const entriesOf = async (id: string) => (await house.get(`/v1/incidents/${id}`)).body.entries;
  const drafts = async () => (await house.get('/v1/drafts')).body.drafts;
  const pages = () => house.messages.filter(({ kind }) => kind === 'page');
  return { ...house, says, entriesOf, drafts, pages };
}

const nobody = { isReachable: async () => false };

describe('intake: an alarm that waits whether it clears by itself', () => {
  it('opens nothing if it does, and says so', async () => {
    const { says, open, minute } = watched({ holdFor: 3 });
    expect(await says('firing')).toMatchObject({
      result: 'noted',
      reason: 'it waits 3 minutes, to see whether it clears by itself',
    });
    await minute(2);
    expect(await says('recovered')).toMatchObject({ result: 'ignored', reason: 'cleared within 3 minutes' });
    await minute(10);
    expect(await open()).toEqual([]);
  });

  it('opens once its time has come, though whoever took it has died since', async () => {
    const { says, open, minute } = watched({ holdFor: 3 });
    await says('firing');
    await says('firing');
    await minute(2);
    expect(await open()).toEqual([]);
    await minute(1);
    expect(await open()).toHaveLength(1);
    expect(await says('firing')).toMatchObject({ result: 'joined' });
    await minute(5);
    expect(await open()).toHaveLength(1);
  });

  it('is not cleared by a monitor that sees nothing', async () => {
    const { says, open, minute } = watched({ holdFor: 3 });
    await says('firing');
    await says('no-data');
    await minute(3);
    expect(await open()).toHaveLength(1);
  });

  it('joins at once what is open', async () => {
    const { says, opened } = watched({ holdFor: 3 });
    const incident = await opened({ components: [{ id: 'api', status: 'major_outage' }] });
    expect(await says('firing')).toMatchObject({ result: 'joined', incident });
  });

  it('is noted as cleared where it cleared while the sweep took it', async () => {
    const house = watched({ holdFor: 3 });
    await house.says('firing');
    const { append } = house.ports.log;
    let cleared: unknown;
    house.ports.log.append = async (...entry) => {
      house.ports.log.append = append;
      cleared = await house.says('recovered');
      return append(...entry);
    };
    await house.minute(3);
    expect(cleared).toMatchObject({ reason: 'cleared within 3 minutes' });
    const [{ entries }] = await house.open();
    expect(entries.map(({ message }: { message: string }) => message)).toEqual([
      expect.stringContaining('Our monitoring reports a problem with API.'),
      expect.stringContaining('Our monitoring cleared at'),
    ]);
  });
});

describe('intake: a rule that leaves it to a person', () => {
  it('says nothing, wakes somebody up, and a component that flaps makes one draft', async () => {
    const { says, open, drafts, minute, pages, post } = watched({ say: 'draft' });
    const first = await says('firing');
    expect(first).toMatchObject({ result: 'draft' });
    for (let flap = 0; flap < 10; flap += 1) {
      expect(await says('recovered')).toMatchObject({ result: 'noted', draft: first.draft });
      expect(await says('firing')).toEqual(first);
    }
    expect(await says('firing', 'c2')).toMatchObject({ result: 'draft', draft: first.draft });
    expect(await drafts()).toMatchObject([{ command: 'open', reason: { reason: 'alarm', component: 'api' } }]);
    await minute(60);
    expect(await open()).toEqual([]);
    expect(pages()[0]).toMatchObject({ to: 'olga', subject: 'A monitor reports: Problems with API' });
    expect((await post(`/v1/drafts/${first.draft}/approve`, {}, { as: ada })).status).toBe(201);
    expect((await open())[0].entries[0]).toMatchObject({ automated: false });
    expect(await says('firing')).toMatchObject({ result: 'joined' });
  });

  it('asks again after a person has dropped it, about another outage and not about the same', async () => {
    const { says, post, drafts } = watched({ say: 'draft' });
    const { draft } = await says('firing');
    await post(`/v1/drafts/${draft}/drop`, { reason: 'A test.' });
    expect(await says('firing')).toMatchObject({
      result: 'ignored',
      reason: 'a person has decided the draft about this outage',
    });
    await says('recovered');
    const again = await says('firing');
    expect(again.result).toBe('draft');
    expect(again.draft).not.toBe(draft);
    expect(await drafts()).toHaveLength(1);
  });
});

describe('intake: the first word', () => {
  it.each([
    ['always, where no hours are set', {}, '10:30'],
    ['in staffed hours', { staffed: { from: '09:00', to: '17:00', zone: 'UTC', days: ['sun'] } }, '10:30'],
    ['outside of them', { staffed: { from: '09:00', to: '17:00', zone: 'UTC', days: ['mon'] } }, '11:00'],
  ])('promises the next one: %s', async (_when, intake, until) => {
    const { says, entriesOf } = watched({}, {}, intake);
    const [entry] = await entriesOf((await says('firing')).incident);
    expect(entry.promises).toEqual({ nextUpdateBy: `2026-11-22T${until}:00.000Z` });
    expect(entry.message).toBe('Our monitoring reports a problem with API. Nobody has confirmed it yet.');
  });

  it('waits for a person while nobody can be reached, and rings everybody', async () => {
    const { says, open, drafts, minute, pages } = watched({}, nobody);
    expect(await says('firing')).toMatchObject({ result: 'draft' });
    expect(await says('firing', 'c2')).toMatchObject({ result: 'draft' });
    expect(await drafts()).toMatchObject([{ reason: { reason: 'nobody-reached', component: 'api' } }]);
    await minute(1);
    expect(new Set(pages().map(({ to }) => to))).toEqual(new Set(['olga', 'commander', 'deputy', 'on-call']));
    await minute(13);
    expect(await open()).toEqual([]);
  });

  it('is said after 15 minutes without a decision, with no time and no promise of a person', async () => {
    const { says, open, drafts, minute, messages, get } = watched({}, nobody);
    await says('firing');
    await minute(15);
    const [{ id, entries, promises }] = await open();
    expect(entries).toMatchObject([
      {
        kind: 'opened',
        automated: true,
        message: 'Our monitoring reports a problem with API. Nobody has confirmed it yet.',
        promises: { nextUpdateBy: null },
      },
    ]);
    expect(promises).toEqual([]);
    expect(await drafts()).toEqual([]);
    await minute(95);
    // Nothing was promised, so nothing is late: no apology, and people are paged until one speaks.
    expect((await get(`/v1/incidents/${id}`)).body.entries).toHaveLength(1);
    const paged = messages.filter(({ subject }) => subject === 'Nobody has confirmed it: Problems with API');
    expect(paged.map(({ to }) => to).toSorted()).toEqual(['commander', 'deputy', ...Array(4).fill('on-call')]);
    expect(paged[0]).toMatchObject({ kind: 'page', incident: id });
  });

  it('is not said by itself once it has cleared, once a person has changed it, or while the pipeline is frozen', async () => {
    const cleared = watched({}, nobody);
    await cleared.says('firing');
    await cleared.says('recovered');
    await cleared.minute(20);
    expect([await cleared.open(), (await cleared.drafts()).length]).toEqual([[], 1]);

    const changed = watched({}, nobody);
    const { draft } = await changed.says('firing');
    await changed.post(`/v1/drafts/${draft}/edit`, { body: { message: 'The API fails.' } });
    await changed.minute(20);
    expect([await changed.open(), (await changed.drafts()).length]).toEqual([[], 1]);

    const frozen = watched({}, nobody);
    await frozen.says('firing');
    await frozen.put('/v1/freeze', { frozen: true });
    await frozen.minute(20);
    expect(await frozen.open()).toEqual([]);
  });

  it('is not said a second time where somebody has opened an incident meanwhile', async () => {
    const { says, open, opened, drafts, minute } = watched({}, nobody);
    await says('firing');
    await opened({ components: [{ id: 'api', status: 'major_outage' }] });
    await minute(16);
    expect(await open()).toHaveLength(1);
    expect(await drafts()).toEqual([]);
  });

  it('is said with a promise as soon as somebody can be reached', async () => {
    let reachable = false;
    const { says, open, drafts } = watched({}, { isReachable: async () => reachable });
    await says('firing');
    reachable = true;
    expect(await says('firing')).toMatchObject({ result: 'opened' });
    expect((await open())[0].entries[0].promises).toEqual({ nextUpdateBy: '2026-11-22T10:30:00.000Z' });
    expect(await drafts()).toEqual([]);
  });
});

describe('intake: an alarm that clears', () => {
  it('before anybody has confirmed it takes its promise back, apologises for nothing, and people are paged', async () => {
    const { says, minute, entriesOf, get, messages, pages } = watched();
    const { incident } = await says('firing');
    await minute(12);
    await says('recovered');
    messages.length = 0;
    await minute(60);
    expect(await entriesOf(incident)).toMatchObject([
      { kind: 'opened' },
      {
        kind: 'update',
        automated: true,
        status: 'investigating',
        message: 'Our monitoring cleared at 10:12 UTC; nobody has confirmed it yet.',
        promises: { nextUpdateBy: null },
        settles: [{ seq: 1, promise: 'nextUpdateBy', as: 'withdrawn' }],
      },
    ]);
    expect((await get(`/v1/incidents/${incident}`)).body).toMatchObject({
      phase: 'open',
      components: [{ id: 'api', status: 'degraded_performance' }],
    });
    expect(pages().filter(({ to }) => to === 'on-call').length).toBeGreaterThanOrEqual(2);
  });

  it('proposes monitoring to people, once, and says nothing of it', async () => {
    const { says, drafts, minute, post, entriesOf, messages } = watched();
    const { incident } = await says('firing');
    await says('firing', 'c2');
    await says('recovered');
    expect(await drafts()).toEqual([]);
    await says('recovered', 'c2');
    await says('recovered', 'c2');
    await minute(3);
    const [draft, ...others] = await drafts();
    expect(others).toEqual([]);
    expect(draft).toMatchObject({
      incident,
      command: 'update',
      body: {
        status: 'monitoring',
        message:
          'Our monitoring has not seen the problem with API since 10:00 UTC. We are watching whether it stays that way.',
      },
      reason: { reason: 'alarm-cleared', incident },
    });
    expect(messages.map(({ subject }) => subject)).toContain('Back? Monitors see no problem: Problems with API');
    expect((await post(`/v1/drafts/${draft.id}/approve`, {}, { as: ada })).status).toBe(201);
    expect((await entriesOf(incident)).at(-1)).toMatchObject({ status: 'monitoring', automated: false });
    await minute(3);
    expect(await drafts()).toEqual([]);
  });

  it('leaves the promise alone where a person has spoken, or has said to be on it', async () => {
    const spoken = watched();
    const { incident } = await spoken.says('firing');
    await spoken.post(`/v1/incidents/${incident}/updates`, { message: 'We see it too.' });
    await spoken.says('recovered');
    expect((await spoken.entriesOf(incident)).at(-1).message).toBe('We see it too.');
    expect(await spoken.drafts()).toHaveLength(1);

    const taken = watched();
    const { incident: id } = await taken.says('firing');
    const { silence } = (await taken.get(`/v1/incidents/${id}`)).body;
    const now = taken.ports.clock.now();
    await taken.ports.reminders.sent(id, `${silence?.since ?? now}#acknowledged#ada`, now);
    await taken.says('recovered');
    expect(await taken.entriesOf(id)).toHaveLength(1);
    expect(await taken.drafts()).toHaveLength(1);
  });

  it('says nothing where a person speaks in the same moment', async () => {
    const { says, ports, post, entriesOf } = watched();
    const { incident } = await says('firing');
    const { of } = ports.reminders;
    ports.reminders.of = async (id) => {
      ports.reminders.of = of;
      await post(`/v1/incidents/${incident}/updates`, { message: 'We see it too.', nextUpdateBy: null });
      return of(id);
    };
    await says('recovered');
    expect((await entriesOf(incident)).at(-1).message).toBe('We see it too.');
  });

  it('and is seen by nobody since is not cleared', async () => {
    const { says, drafts, entriesOf } = watched();
    const { incident } = await says('firing');
    await says('firing', 'c2');
    await says('recovered');
    await says('no-data', 'c2');
    expect([await drafts(), await entriesOf(incident)]).toEqual([[], [expect.anything()]]);
  });

  it('and fires again takes the proposal back, says so once, and proposes anew when it has calmed down', async () => {
    const { says, drafts, minute, entriesOf } = watched();
    const { incident } = await says('firing');
    await minute(1);
    await says('recovered');
    const [first] = await drafts();
    for (let flap = 0; flap < 10; flap += 1) {
      await minute(1);
      await says('firing');
      expect(await drafts()).toEqual([]);
      await minute(1);
      await says('recovered');
      expect(await drafts()).toEqual([]);
    }
    expect((await entriesOf(incident)).map(({ message }: { message: string }) => message)).toEqual([
      'Our monitoring reports a problem with API. Nobody has confirmed it yet.',
      'Our monitoring cleared at 10:01 UTC; nobody has confirmed it yet.',
      'Our monitoring reports a problem with API again. Nobody has confirmed it yet.',
    ]);
    await minute(9);
    expect(await drafts()).toEqual([]);
    await minute(2);
    const [second, ...more] = await drafts();
    expect([second.reason.reason, more, second.id === first.id]).toEqual(['alarm-cleared', [], false]);
  });

  it('of an outage that says when it began stays cleared, however late its firing comes again', async () => {
    const { says, drafts } = watched();
    const outage = { outage: 'o1' };
    await says('firing', 'c1', outage);
    await says('recovered', 'c1', outage);
    await says('firing', 'c1', outage);
    expect(await drafts()).toMatchObject([{ reason: { reason: 'alarm-cleared' } }]);
    await says('firing', 'c1', { outage: 'o2' });
    expect(await drafts()).toEqual([]);
  });
});

describe('intake: what fits no rule', () => {
  it('is kept for whoever writes the rules, as is a body that holds no alarm', async () => {
    const { send, get } = watched({ when: { team: 'db' } });
    const labels = { team: 'web', component: 'api', host: 'h1' };
    await send('checks', { id: 'c1', state: 'firing', labels });
    await send('checks', { id: 'c2', state: 'firing', labels: { team: 'db', component: 'moon' } });
    const { body } = await get('/v1/intake/unmapped');
    expect(body.unmapped).toMatchObject([
      { is: 'alarm', check: expect.any(String) },
      { is: 'alarm', check: expect.any(String) },
    ]);
    const first = body.unmapped.find(({ check }: { check: string }) => check === 'c1');
    expect(first).toMatchObject({
      labels,
      proposal: { when: { team: 'web' }, component: '{component}', say: 'draft' },
    });
  });

  it('is counted as that by rules with globs, lists and exceptions', async () => {
    const rule = { when: { severity: { in: ['page', 'crit*'] }, team: { not: ['test', 'dev-*'] } } };
    const { send } = watched(rule);
    const result = async (labels: object) =>
      (await send('checks', { id: 'c1', state: 'recovered', labels: { component: 'api', ...labels } })).body.taken[0]
        .reason;
    const fits = 'it has recovered, and nothing is open';
    const none = 'no rule of this source is for it';
    expect([
      await result({ severity: 'page' }),
      await result({ severity: 'critical', team: 'web' }),
      await result({ severity: 'warning' }),
      await result({}),
      await result({ severity: 'page', team: 'test' }),
      await result({ severity: 'page', team: 'dev-ada' }),
    ]).toEqual([fits, fits, none, none, none, none]);
  });
});
