import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ApiIncident } from '../../shared/client/types.ts';
import { type LocalSystem, startLocalSystem } from '../support/local-system.ts';

// Every incident here is its own story, so all of them are told at once; each takes as long as its promise.
let system: LocalSystem;

beforeAll(async () => {
  system = await startLocalSystem({ sweepSeconds: 1 });
});
afterAll(() => system.end());

const TIMEOUT_MS = 40_000;
/** Nothing may come any more: the longest grace here is a second, the sweep ticks once a second. */
const LONG_AFTER_MS = 4_000;

describe.concurrent('a promised update that never comes', { timeout: TIMEOUT_MS, retry: 1 }, () => {
  it('is apologised for once on the site and on X, within three seconds, naming the time that was promised', async () => {
    const opened = await system.open({ message: 'Logins fail.', nextUpdateBy: 'PT4S' });
    const { id } = opened.body;
    const due = opened.body.promises[0]!.at;

    const [apology, onSite, onX] = await Promise.all([
      apologyOf(id),
      system.until('the apology on the page', async () => pageSays(id, 'we are sorry')),
      system.until('the apology on X', async () => (await system.thread(id))[1]),
    ]);

    expect(onSite).toBe(true);
    expect(msBetween(due, apology.at)).toBeGreaterThanOrEqual(1_000);
    expect(msBetween(due, apology.at)).toBeLessThan(3_000);
    expect(msBetween(due, onX.at)).toBeLessThan(3_000);
    const promised = `${due.slice(11, 19)} UTC`;
    expect(apology.message).toContain(`an update by ${promised}`);
    expect(onX.text).toContain(`an update by ${promised}`);
    expect(apology).toMatchObject({ automated: true, settles: [{ seq: 1, promise: 'nextUpdateBy', as: 'slipped' }] });

    await longAfter(due);
    expect(kinds(await system.incident(id))).toEqual(['opened', 'apology']);
    expect(await system.thread(id)).toHaveLength(2);
    const { text: atom } = await system.onSite('/history.atom');
    expect(atom.split(`an update by ${promised}`)).toHaveLength(2);
    const { body: promises } = await system.onSite('/promises.json');
    expect(promises.promises).toContainEqual(expect.objectContaining({ incident: id, seq: 1, state: 'slipped' }));
  });

  it('tells the commander before, and commander and deputy after the apology', async () => {
    const { body } = await system.open({ nextUpdateBy: 'PT3S' });
    await apologyOf(body.id);
    const told = await system.until('both pages', async () => {
      const all = (await system.inbox()).filter(({ incident }) => incident === body.id);
      return all.filter(({ kind }) => kind === 'page').length === 2 && all;
    });
    expect(told.map(({ kind, to }) => `${kind} ${to}`).toSorted()).toEqual([
      'page commander',
      'page deputy',
      'reminder commander',
      'reminder deputy',
    ]);
  });

  it('gets no apology when it was renewed, withdrawn or resolved in time', async () => {
    const [renewed, withdrawn, resolved] = await Promise.all(
      [1, 2, 3].map(() => system.open({ nextUpdateBy: 'PT4S' })),
    );
    const due = resolved!.body.promises[0]!.at;
    await Promise.all([
      system.say(renewed!.body.id, 'updates', { message: 'We still look.', nextUpdateBy: 'PT20M' }),
      system.say(withdrawn!.body.id, 'updates', { message: 'The vendor gives no time.', nextUpdateBy: null }),
      system.say(resolved!.body.id, 'resolve', { message: 'It works again.' }),
    ]);

    await longAfter(due);

    const [one, two, three] = await Promise.all(
      [renewed, withdrawn, resolved].map((one) => system.incident(one!.body.id)),
    );
    expect(kinds(one!)).toEqual(['opened', 'update']);
    expect(one!.promises.map(({ state }) => state)).toEqual(['kept', 'open']);
    expect(kinds(two!)).toEqual(['opened', 'update']);
    expect(two!.promises.map(({ state }) => state)).toEqual(['withdrawn']);
    expect(kinds(three!)).toEqual(['opened', 'resolved']);
    expect(three!.promises.map(({ state }) => state)).toEqual(['kept']);
    expect(await system.thread(one!.id)).toHaveLength(2);
  });

  it('gets a line of lateness and no apology when a person answers after it was due', async () => {
    // A grace of a tenth of the span: two seconds in which a person may still speak for themselves.
    const { body } = await system.open({ nextUpdateBy: 'PT20S' });
    const due = body.promises[0]!.at;
    await reached(plus(due, 1_000));
    const said = await system.say(body.id, 'updates', { message: 'We are on it.', nextUpdateBy: 'PT30M' });
    expect(said.body.entries[1]!.settles).toEqual([{ seq: 1, promise: 'nextUpdateBy', as: 'kept' }]);

    await longAfter(due);
    expect(kinds(await system.incident(body.id))).toEqual(['opened', 'update']);
    expect(await pageSays(body.id, 'Said 1 s later than promised.')).toBe(true);
    const thread = await system.thread(body.id);
    expect(thread).toHaveLength(2);
    expect(thread[1]!.text).toContain('Said 1 s later than promised.');
  });
});

describe.concurrent('a promised end', { timeout: TIMEOUT_MS }, () => {
  it('is not apologised for when the incident was in monitoring before it was due', async () => {
    const { body } = await identified({ restoreBy: 'PT5S' });
    const due = etaOf(body).at;
    await system.say(body.id, 'updates', { message: 'The fix is out.', status: 'monitoring', nextUpdateBy: 'PT1H' });

    await longAfter(due);
    const after = await system.incident(body.id);
    expect(kinds(after)).toEqual(['opened', 'update', 'update']);
    expect(etaOf(after)).toMatchObject({ state: 'kept', settledBy: 3 });
  });

  it('is apologised for once when the service fell back before it was due', async () => {
    const { body } = await identified({ restoreBy: 'PT6S' });
    const due = etaOf(body).at;
    await system.say(body.id, 'updates', { message: 'The fix is out.', status: 'monitoring', nextUpdateBy: 'PT1H' });
    await system.say(body.id, 'updates', { message: 'It fails again.', status: 'identified', nextUpdateBy: 'PT1H' });

    const apology = await apologyOf(body.id);
    expect(apology.message).toContain(`service would be back by ${due.slice(11, 19)} UTC`);
    await longAfter(due);
    const after = await system.incident(body.id);
    expect(kinds(after)).toEqual(['opened', 'update', 'update', 'update', 'apology']);
    expect(etaOf(after)).toMatchObject({ state: 'slipped', settledBy: 5 });
  });

  it('shares one apology with a promised update that was due at the same time', async () => {
    const { body } = await identified({ restoreBy: 'PT4S', nextUpdateBy: 'PT4S' });
    const apology = await apologyOf(body.id);
    expect(apology.settles.map(({ promise, as }) => `${promise} ${as}`).toSorted()).toEqual([
      'nextUpdateBy slipped',
      'restoreBy slipped',
    ]);
    await longAfter(etaOf(body).at);
    expect(kinds(await system.incident(body.id))).toEqual(['opened', 'update', 'apology']);
    expect(await system.thread(body.id)).toHaveLength(3);
  });

  it('gets a line that its time has passed when a person speaks after it, and no apology', async () => {
    const { body } = await identified({ restoreBy: 'PT20S', nextUpdateBy: 'PT1H' });
    const { at: due, seq } = etaOf(body);
    await reached(due);
    const said = await system.say(body.id, 'updates', { message: 'We need longer.', nextUpdateBy: 'PT1H' });
    expect(said.body.entries[2]!.settles).toContainEqual({ seq, promise: 'restoreBy', as: 'slipped' });

    await longAfter(due);
    expect(kinds(await system.incident(body.id))).toEqual(['opened', 'update', 'update']);
    expect(await pageSays(body.id, `The time that we gave, ${due.slice(11, 19)} UTC, has passed.`)).toBe(true);
  });
});

describe('while the pipeline is frozen', { timeout: TIMEOUT_MS }, () => {
  it('nothing is said by itself, people are heard, and on release one apology follows', async () => {
    await system.put('/v1/freeze', { frozen: true, reason: 'a security incident' });
    const [held, spoken] = await Promise.all([1, 2].map(() => system.open({ nextUpdateBy: 'PT2S' })));
    const due = held!.body.promises[0]!.at;
    await longAfter(due);
    expect(kinds(await system.incident(held!.body.id))).toEqual(['opened']);
    await system.say(spoken!.body.id, 'updates', { message: 'A person says this.', nextUpdateBy: 'PT1H' });
    await system.until('the words of a person on the site', () => pageSays(spoken!.body.id, 'A person says this.'));

    const released = await system.put<{ frozen: boolean }>('/v1/freeze', { frozen: false });
    expect(released.body.frozen).toBe(false);

    const apology = await apologyOf(held!.body.id);
    expect(apology.message).toContain(due.slice(11, 19));
    await system.until('the apology on X', async () => (await system.thread(held!.body.id)).length === 2);
    await longAfter(apology.at);
    expect(kinds(await system.incident(held!.body.id))).toEqual(['opened', 'apology']);
    expect(kinds(await system.incident(spoken!.body.id))).toEqual(['opened', 'update']);
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
const pageSays = async (id: string, text: string) => (await system.onSite(`/incidents/${id}`)).text.includes(text);

const apologyOf = (id: string) =>
  system.until(
    `an apology of ${id}`,
    async () => (await system.incident(id)).entries.find(({ kind }) => kind === 'apology'),
    { ms: 20_000 },
  );

const reached = (at: string) =>
  system.until(`the time ${at}`, () => Date.now() > Date.parse(at), {
    ms: Math.max(0, Date.parse(at) - Date.now()) + 1_000,
  });

/** Until so long after `at` that whatever was to follow has followed. */
const longAfter = (at: string) => reached(plus(at, LONG_AFTER_MS));

const plus = (at: string, ms: number) => new Date(Date.parse(at) + ms).toISOString();
