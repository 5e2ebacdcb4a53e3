import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ApiIncident } from '../../shared/client/types.ts';
import { type LocalSystem, startLocalSystem } from '../support/local-system.ts';

// Every incident here is its own story, so but for the first, which is held to seconds, all of them are told at once.
// Apologies that are owed at the same moment become one post for all, so no two of these are owed within some seconds of
// each other, also on a machine that stands still for a while.
let system: LocalSystem;

beforeAll(async () => {
  system = await startLocalSystem({ sweepSeconds: 1 });
});
afterAll(() => system.end());

const TIMEOUT_MS = 180_000;

describe('a promised update that never comes, and nothing else', { timeout: TIMEOUT_MS }, () => {
  it('is apologised for once on the site and on X, within three seconds, naming the time that was promised', async () => {
    const { body } = await system.open({ message: 'Logins fail.', nextUpdateBy: 'PT4S' });
    const { id } = body;
    const due = body.promises[0]!.at;

    const [apology, onX] = await Promise.all([
      apologyOf(id),
      system.until('the apology on X', async () => (await system.thread(id))[1]),
      system.until('the apology on the page', () => pageSays(id, 'we are sorry')),
    ]);

    expect(msBetween(due, apology.at)).toBeGreaterThanOrEqual(1_000);
    for (const at of [apology.at, onX.at]) expect(msBetween(due, at)).toBeLessThan(3_000 + system.allowanceMs());
    expect(apology.message).toContain(`an update by ${clock(due)}`);
    expect(onX.text).toContain(`an update by ${clock(due)}`);
    expect(apology).toMatchObject({ automated: true, settles: [{ seq: 1, promise: 'nextUpdateBy', as: 'slipped' }] });

    expect(kinds(await system.settled(id, wellAfter(due)))).toEqual(['opened', 'apology']);
    expect(await system.thread(id)).toHaveLength(2);
    const { text: log } = await system.onSite(`/incidents/${id}/log.jsonl`);
    expect(log.trim().split('\n')).toHaveLength(2);
    const { body: ledger } = await system.onSite('/promises.json');
    expect(ledger.promises).toContainEqual(expect.objectContaining({ incident: id, seq: 1, state: 'slipped' }));
  });
});

describe.concurrent('a promised update that never comes', { timeout: TIMEOUT_MS }, () => {
  it('has the commander and the deputy told, when it is due and when the pipeline has spoken for them', async () => {
    const { body } = await system.open({ nextUpdateBy: 'PT6S' });
    const told = await system.until('both pages', async () => {
      const all = (await system.inbox()).filter(({ incident }) => incident === body.id);
      return all.filter(({ kind }) => kind === 'page').length === 2 && all;
    });
    expect(
      told
        .filter(({ kind }) => kind === 'page')
        .map(({ to }) => to)
        .toSorted(),
    ).toEqual(['commander', 'deputy']);
    // A reminder that comes after the apology would remind of something that is over, so a busy machine may leave it out.
    const reminded = told.filter(({ kind }) => kind === 'reminder').map(({ to }) => to);
    expect(new Set(reminded).size).toBe(reminded.length);
    for (const { text } of told.filter(({ kind }) => kind === 'reminder'))
      expect(text).toContain(clock(body.promises[0]!.at));
  });

  it.each([
    ['renewed', 'updates', { nextUpdateBy: 'PT20M' }, ['kept', 'open']],
    ['withdrawn', 'updates', { nextUpdateBy: null }, ['withdrawn']],
    ['resolved', 'resolve', {}, ['kept']],
  ] as const)('gets no apology when it was %s in time', async (_how, command, said, states) => {
    const { body } = await system.open({ nextUpdateBy: 'PT14S' });
    await system.say(body.id, command, { message: 'A word in time.', ...said });
    const settled = await system.settled(body.id, wellAfter(body.promises[0]!.at));
    expect(settled.entries).toHaveLength(2);
    expect(settled.promises.map(({ state }) => state)).toEqual(states);
    expect(await system.thread(body.id)).toHaveLength(2);
  });

  it('gets a line of lateness and no apology when a person answers after it was due', async () => {
    // A grace of a tenth of the span: two seconds in which a person may still speak for themselves.
    const { body } = await system.open({ nextUpdateBy: 'PT20S' });
    const due = body.promises[0]!.at;
    await reached(plus(due, 1_000));
    const said = await system.say(body.id, 'updates', { message: 'We are on it.', nextUpdateBy: 'PT30M' });
    expect(said.body.entries[1]!.settles).toEqual([{ seq: 1, promise: 'nextUpdateBy', as: 'kept' }]);

    expect(kinds(await system.settled(body.id, wellAfter(due)))).toEqual(['opened', 'update']);
    expect(await page(body.id)).toMatch(/Said [12] s later than promised\./);
    const thread = await system.thread(body.id);
    expect(thread).toHaveLength(2);
    expect(thread[1]!.text).toMatch(/Said [12] s later than promised\./);
  });
});

describe.concurrent('a promised end', { timeout: TIMEOUT_MS }, () => {
  it('gets a line that its time has passed when a person speaks after it, and no apology', async () => {
    const { body } = await identified({ restoreBy: 'PT20S', nextUpdateBy: 'PT1H' });
    const { at: due, seq } = etaOf(body);
    await reached(due);
    const said = await system.say(body.id, 'updates', { message: 'We need longer.', nextUpdateBy: 'PT1H' });
    expect(said.body.entries[2]!.settles).toContainEqual({ seq, promise: 'restoreBy', as: 'slipped' });

    expect(kinds(await system.settled(body.id, wellAfter(due)))).toEqual(['opened', 'update', 'update']);
    expect(await pageSays(body.id, `The time that we gave, ${clock(due)}, has passed.`)).toBe(true);
  });

  it('is not apologised for when the incident was in monitoring before it was due', async () => {
    const { body } = await identified({ restoreBy: 'PT15S' });
    const due = etaOf(body).at;
    await system.say(body.id, 'updates', { message: 'The fix is out.', status: 'monitoring', nextUpdateBy: 'PT1H' });

    const settled = await system.settled(body.id, wellAfter(due));
    expect(kinds(settled)).toEqual(['opened', 'update', 'update']);
    expect(etaOf(settled)).toMatchObject({ state: 'kept', settledBy: 3 });
  });

  it('is apologised for once when the service fell back before it was due', async () => {
    const { body } = await identified({ restoreBy: 'PT12S' });
    const due = etaOf(body).at;
    await system.say(body.id, 'updates', { message: 'The fix is out.', status: 'monitoring', nextUpdateBy: 'PT1H' });
    await system.say(body.id, 'updates', { message: 'It fails again.', status: 'identified', nextUpdateBy: 'PT1H' });

    const apology = await apologyOf(body.id);
    expect(apology.message).toContain(`service would be back by ${clock(due)}`);
    const settled = await system.settled(body.id, wellAfter(due));
    expect(kinds(settled)).toEqual(['opened', 'update', 'update', 'update', 'apology']);
    expect(etaOf(settled)).toMatchObject({ state: 'slipped', settledBy: 5 });
  });

  it('shares one apology with a promised update that was due at the same time', async () => {
    const { body } = await identified({ restoreBy: 'PT20S', nextUpdateBy: 'PT20S' });
    const apology = await apologyOf(body.id);
    expect(apology.settles.map(({ promise, as }) => `${promise} ${as}`).toSorted()).toEqual([
      'nextUpdateBy slipped',
      'restoreBy slipped',
    ]);
    expect(kinds(await system.settled(body.id, wellAfter(etaOf(body).at)))).toEqual(['opened', 'update', 'apology']);
    expect(await system.thread(body.id)).toHaveLength(3);
  });
});

describe('while the pipeline is frozen', { timeout: TIMEOUT_MS }, () => {
  it('nothing is said by itself, people are heard, and on release one apology follows', async () => {
    await system.put('/v1/freeze', { frozen: true, reason: 'a security incident' });
    const [held, spoken] = (await Promise.all([1, 2].map(() => system.open({ nextUpdateBy: 'PT3S' })))).map(
      ({ body }) => body,
    );
    const due = held!.promises[0]!.at;
    await system.until('two sweeps after it was due', async () => {
      return (await system.get('/v1/control')).body.lastSweepAt > plus(due, 3_000);
    });
    expect(kinds(await system.incident(held!.id))).toEqual(['opened']);
    await system.say(spoken!.id, 'updates', { message: 'A person says this.', nextUpdateBy: 'PT1H' });
    await system.until('the words of a person on the site', () => pageSays(spoken!.id, 'A person says this.'));

    expect((await system.put<{ frozen: boolean }>('/v1/freeze', { frozen: false })).body.frozen).toBe(false);

    const apology = await apologyOf(held!.id);
    expect(apology.message).toContain(clock(due));
    expect(kinds(await system.settled(held!.id, plus(apology.at, 1_000)))).toEqual(['opened', 'apology']);
    expect(kinds(await system.settled(spoken!.id))).toEqual(['opened', 'update']);
  });
});

/** An incident whose cause is known, and what was promised with that. */
async function identified(promised: { restoreBy?: string; nextUpdateBy?: string }) {
  const { body } = await system.open();
  return system.say(body.id, 'updates', { message: 'We know the cause.', status: 'identified', ...promised });
}

const etaOf = (incident: ApiIncident) => incident.promises.find(({ promise }) => promise === 'restoreBy')!;
const kinds = (incident: ApiIncident) => incident.entries.map(({ kind }) => kind);
const msBetween = (from: string, to: string) => Date.parse(to) - Date.parse(from);
const plus = (at: string, ms: number) => new Date(Date.parse(at) + ms).toISOString();
/** After the longest grace here, and a tick of the sweep. */
const wellAfter = (due: string) => plus(due, 4_000);
const clock = (at: string) => `${at.slice(11, 19)} UTC`;
const page = async (id: string) => (await system.onSite(`/incidents/${id}`)).text;
const pageSays = async (id: string, text: string) => (await page(id)).includes(text);

const apologyOf = (id: string) =>
  system.until(`an apology of ${id}`, async () =>
    (await system.incident(id)).entries.find(({ kind }) => kind === 'apology'),
  );

const reached = (at: string) =>
  system.until(`the time ${at}`, () => Date.now() > Date.parse(at), { ms: Date.parse(at) - Date.now() + 1_000 });
