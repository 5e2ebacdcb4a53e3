import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ApiIncident } from '../../shared/client/types.ts';
import { printEvidence } from '../support/evidence.ts';
import { type LocalSystem, startLocalSystem } from '../support/local-system.ts';

let system: LocalSystem;

beforeAll(async () => {
  system = await startLocalSystem({ startsAt: '08:00', xAlone: true });
  // Dozens of incidents in a minute are more than the house lets X hear in a day, and X is not what races here.
  await system.put('/v1/channels/x', { mode: 'off' });
});
afterAll(() => system.end());
printEvidence(() => system);

const INCIDENTS = 12;
const AT_A_TIME = 6;
/** In process it is done 200 times (tests/api/races.test.ts); here, over HTTP and between two processes. */
const ROUNDS = 8;
/** The longest grace: the apology for a promise of half an hour is written from then on. */
const GRACE_MS = 120_000;

describe('a person who speaks at the last moment', () => {
  it('is never followed by an apology for what they settled, however close it was', async () => {
    const opened = await inTurns(INCIDENTS, async () => (await system.open({ nextUpdateBy: 'PT30M' })).body);
    const dues = opened.map(({ promises }) => promises[0]!.at).toSorted();
    const renew = async ({ id }: ApiIncident) => {
      const said = await system.say(id, 'updates', { message: 'We still look.', nextUpdateBy: 'PT3H' });
      expect(said.status).toBe(201);
    };
    // A third speaks in time, a third when the sweep is about to write or writing, a third after the apology.
    const third = (number: number) => opened.filter((_, index) => index % 3 === number);
    await inTurns(third(0).length, (index) => renew(third(0)[index]!));

    await system.passTo(plus(dues.at(-1)!, GRACE_MS));
    await Promise.all(third(1).map(renew));
    for (const { id } of third(2)) {
      await system.until(`the apology of ${id}`, async () => isApologisedFor(await system.incident(id)));
    }
    await inTurns(third(2).length, (index) => renew(third(2)[index]!));
    await system.swept();

    const now = await inTurns(INCIDENTS, (index) => system.incident(opened[index]!.id));
    for (const incident of now) expect(wrongWith(incident)).toEqual([]);
    const apologised = (number: number) => now.filter((one, index) => index % 3 === number && isApologisedFor(one));
    expect(apologised(0)).toEqual([]);
    expect(apologised(2)).toHaveLength(third(2).length);
  });
});

describe('two commanders at one incident', () => {
  it('lose nothing when they speak at the same moment, and each sees their own entry in the answer', async () => {
    const { body } = await system.open({ nextUpdateBy: 'PT1H' });
    for (let round = 0; round < ROUNDS; round += 1) {
      const answers = await Promise.all(
        ['left', 'right'].map((who) => system.say(body.id, 'updates', { message: `${who} ${round}` })),
      );
      for (const [index, { status, body: seen }] of answers.entries()) {
        expect(status).toBe(201);
        expect(seen.entries.at(-1)!.message).toBe(`${['left', 'right'][index]} ${round}`);
      }
    }
    const { entries } = await system.incident(body.id);
    const said = entries.slice(1).map(({ message }) => message);
    expect(said.toSorted()).toEqual(
      Array.from({ length: ROUNDS }, (_, round) => [`left ${round}`, `right ${round}`])
        .flat()
        .toSorted(),
    );
    expect(entries.map(({ seq }) => seq)).toEqual(entries.map((_, index) => index + 1));
    expect(entries.slice(1).map(({ prev }) => prev)).toEqual(entries.slice(0, -1).map(({ hash }) => hash));
  });
});

/** What the rules forbid of an incident whose first promise was answered by a person at some moment. */
function wrongWith({ id, entries, promises }: ApiIncident): string[] {
  const wrong: string[] = [];
  const settlers = entries.filter(({ settles }) =>
    settles.some(({ seq, promise }) => seq === 1 && promise === 'nextUpdateBy'),
  );
  if (settlers.length !== 1) wrong.push(`${id}: settled by ${settlers.map(({ seq }) => seq).join(', ') || 'nobody'}`);
  const apologies = entries.filter(({ kind }) => kind === 'apology');
  const [settler] = settlers;
  for (const { seq } of apologies) {
    if (settler && seq > settler.seq) wrong.push(`${id}: apology ${seq} behind ${settler.seq}, which settled it`);
  }
  if (apologies.length > 1) wrong.push(`${id}: ${apologies.length} apologies`);
  const [first] = promises;
  const expected = settler?.kind === 'apology' ? 'slipped' : first!.state;
  if (first!.state !== expected || first!.state === 'open') wrong.push(`${id}: its promise is ${first!.state}`);
  if (entries.filter(({ kind }) => kind === 'update').length !== 1) wrong.push(`${id}: the update was lost or doubled`);
  return wrong;
}

const isApologisedFor = ({ entries }: ApiIncident) => entries.some(({ kind }) => kind === 'apology');
const plus = (at: string, ms: number) => new Date(Date.parse(at) + ms).toISOString();

/** Does `work` for 0, 1, … below `count`, some at a time: a client may not ask without end at once. */
async function inTurns<T>(count: number, work: (index: number) => Promise<T>): Promise<T[]> {
  const done: T[] = [];
  for (let first = 0; first < count; first += AT_A_TIME) {
    const batch = Array.from({ length: Math.min(AT_A_TIME, count - first) }, (_, index) => work(first + index));
    done.push(...(await Promise.all(batch)));
  }
  return done;
}
