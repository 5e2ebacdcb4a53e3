import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ApiIncident } from '../../shared/client/types.ts';
import { type LocalSystem, startLocalSystem } from '../support/local-system.ts';

let system: LocalSystem;

beforeAll(async () => {
  system = await startLocalSystem({ sweepSeconds: 1 });
  // Hundreds of incidents in a minute are more than the house lets X hear in a day, and X is not what races here.
  await system.put('/v1/channels/x', { mode: 'off' });
});
afterAll(() => system.end());

const TIMEOUT_MS = 240_000;
const INCIDENTS = 100;
/** The grace of a short promise: the apology is written from then on. */
const GRACE_MS = 1_000;

describe('a person who speaks at the last moment', { timeout: TIMEOUT_MS }, () => {
  it('is never followed by an apology for what they settled, however close it was', async () => {
    const renewals = await Promise.all(
      Array.from({ length: INCIDENTS }, async (_, index) => {
        // Opened over a few seconds, due together with what the sweep does about it.
        await moment(index * 20);
        const { body } = await system.open({ nextUpdateBy: 'PT6S' });
        const due = Date.parse(body.promises[0]!.at);
        // Two in three around the moment in which both may write, the others well after it, when the apology is out.
        const spreadMs = index % 3 === 0 ? 6_000 : 800;
        await moment(due + GRACE_MS - 400 + ((index * 7919) % spreadMs) - Date.now());
        const said = await system.say(body.id, 'updates', { message: 'We still look.', nextUpdateBy: 'PT1H' });
        return { id: body.id, due, status: said.status };
      }),
    );
    expect(renewals.map(({ status }) => status)).toEqual(renewals.map(() => 201));

    const lastDue = Math.max(...renewals.map(({ due }) => due));
    await system.until('a sweep after all of it', async () => {
      return Date.parse((await system.get('/v1/control')).body.lastSweepAt) > lastDue + 4_000;
    });
    const incidents = await Promise.all(renewals.map(({ id }) => system.incident(id)));

    for (const incident of incidents) expect(wrongWith(incident)).toEqual([]);
    const apologised = incidents.filter(({ entries }) => entries.some(({ kind }) => kind === 'apology'));
    // Only a race that either side may win says anything.
    expect(apologised.length).toBeGreaterThan(0);
    expect(apologised.length).toBeLessThan(INCIDENTS);
  });
});

describe('two commanders at one incident', { timeout: TIMEOUT_MS }, () => {
  it('lose nothing in a hundred races, and each sees their own entry in the answer', async () => {
    const { body } = await system.open({ nextUpdateBy: 'PT1H' });
    for (let round = 0; round < 50; round += 1) {
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
      Array.from({ length: 50 }, (_, round) => [`left ${round}`, `right ${round}`])
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

const moment = (ms: number) => new Promise((resolve) => setTimeout(resolve, Math.max(0, ms)));
