import { readdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { printEvidence } from '../support/evidence.ts';
import { type LocalSystem, startLocalSystem } from '../support/local-system.ts';

// Each story kills the whole system and starts it again on the same data.
let system: LocalSystem;

beforeAll(async () => {
  system = await startLocalSystem({ startsAt: '08:00', xAlone: true });
});
afterAll(() => system.end());
printEvidence(() => system);
afterEach(() => system.resolveAll());

describe('kill -9 of everything', () => {
  it('right after an acknowledged command, the loss of the whole bucket and a due time gone by leave nothing lost, nothing said twice, a site rebuilt from the log and an apology that names the true time', async () => {
    // What is over is brought up by nothing but the loss itself.
    const { body: over } = await system.open({ title: 'Over before the bucket was lost' });
    await system.say(over.id, 'resolve', { message: 'It works again.' });
    await system.settled(over.id);
    const { body } = await system.open({ message: 'Written before the bucket was lost.', nextUpdateBy: 'PT30M' });
    const { id } = body;
    const due = body.promises[0]!.at;
    // X is owed an apology only for what it was told; and a worker that dies with the account holds it for 30 s.
    await system.settled(id);
    const before = await publicOf(id, over.id);
    const { body: last } = await system.open({
      title: 'Last before the crash',
      components: [{ id: 'jobs', status: 'partial_outage' }],
    });
    const { body: acknowledged } = await system.say(last.id, 'updates', {
      message: 'Acknowledged.',
      nextUpdateBy: 'PT3H',
    });
    await system.kill9();
    const bucket = path.join(system.dataDir, 'cloud', 's3');
    expect(readdirSync(bucket)).not.toEqual([]);
    rmSync(bucket, { recursive: true });
    system.passWhileDown(40 * 60_000);
    await system.restart();

    const settled = await system.until('the apology', async () => {
      const incident = await system.incident(id);
      return incident.entries.length > 1 && system.settled(id);
    });
    expect(settled.entries.map(({ kind }) => kind)).toEqual(['opened', 'apology']);
    const [first, apology, ...more] = await system.thread(id);
    expect(first!.text).toContain('Written before the bucket was lost.');
    expect(more).toEqual([]);
    const promised = `an update by ${due.slice(11, 16)} UTC`;
    for (const text of [settled.entries[1]!.message, apology!.text]) expect(text).toContain(promised);

    expect((await system.settled(last.id)).entries).toEqual(acknowledged.entries);
    expect((await system.onSite(`/incidents/${last.id}`)).text).toContain('Acknowledged.');
    const lastOnX = await system.thread(last.id);
    for (const words of ['Last before the crash', 'Acknowledged.'])
      expect(lastOnX.filter(({ text }) => text.includes(words))).toHaveLength(1);

    await system.until('every page', async () => (await publicOf(id, over.id)).statuses.every((one) => one === 200));
    const after = await publicOf(id, over.id);
    expect(after.over).toBe(before.over);
    expect(after.page).toContain(promised);
    expect(after.log.slice(0, before.log.length)).toBe(before.log);
    expect(after.log.trim().split('\n')).toHaveLength(2);
    expect(after.others.filter((one) => one.id !== last.id)).toEqual(before.others);
    expect(after.updates.slice(-before.updates.length)).toEqual(before.updates);
  });

  it('in the middle of a post has each statement on X once and in order, whatever X answered', async () => {
    const { body } = await system.open({ message: 'Statement 1.' });
    const { id } = body;
    await system.until('the first on X', async () => (await onX(id))[1] === 'delivered');

    // The crash finds one that is public and not recorded, and two more waiting behind it.
    await whileAnAnswerTricklesIn(id);
    await system.kill9();
    await system.restart();
    await leaseIsOver();
    const waited = (await system.incident(id)).entries.length;
    await system.until('all of them on X', async () => (await onX(id))[waited] === 'delivered');

    // The answer to the next never comes; the crash comes when the post is in doubt, and nobody can look whether it is there.
    await system.fault({ fault: 'html-503', on: 'read', times: 1000 });
    await system.fault({ fault: 'lost-response' });
    await system.say(id, 'updates', { message: `Statement ${waited + 1}.` });
    await system.until('the doubt', async () => (await onX(id))[waited + 1] === 'claimed');
    await system.kill9();
    await system.restart();
    await system.clearFaults();
    await leaseIsOver();
    await system.say(id, 'updates', { message: `Statement ${waited + 2}.` });
    await system.until('the last on X', async () => (await onX(id))[waited + 2] === 'delivered');

    const thread = await system.thread(id);
    const said = (await system.incident(id)).entries.map(({ message }) => message);
    expect(said.length).toBeGreaterThanOrEqual(6);
    expect(thread.map(({ text }) => /Statement \d+\./.exec(text)?.[0])).toEqual(said);
    expect(thread.map(({ replyTo }) => replyTo)).toEqual([null, ...thread.slice(0, -1).map((post) => post.id)]);
    expect(Object.values(await onX(id))).toEqual(thread.map(() => 'delivered'));
  });
});

/** What the site shows: which addresses answer, and every statement, of this incident, of one that is over, and of all others. */
async function publicOf(id: string, over: string) {
  const own = [
    '/',
    `/incidents/${id}`,
    `/incidents/${id}/log.jsonl`,
    `/incidents/${over}`,
    `/incidents/${over}/log.jsonl`,
  ];
  const addresses = [...own, '/history', '/promises', '/history.atom'];
  const answers = await Promise.all(addresses.map((where) => system.onSite(where)));
  const { body } = await system.onSite('/api/v2/incidents.json');
  const { incidents = [] } = body as { incidents?: { id: string; incident_updates: object[] }[] };
  return {
    statuses: answers.map(({ status }) => status),
    page: answers[1]!.text,
    log: answers[2]!.text,
    over: answers[4]!.text,
    updates: incidents.find((one) => one.id === id)?.incident_updates ?? [],
    others: incidents.filter((one) => one.id !== id),
  };
}

/**
 * Until a post is public, the answer to it is still under way, and two more statements wait behind it. A machine that was
 * too slow to see that tries with the next three.
 */
async function whileAnAnswerTricklesIn(id: string): Promise<void> {
  for (let attempt = 1; attempt <= 5; attempt += 1) {
    const first = (await system.incident(id)).entries.length + 1;
    await system.fault({ fault: 'dribble' });
    await system.say(id, 'updates', { message: `Statement ${first}.` });
    await system.until('it is on X', async () => (await system.thread(id)).length === first);
    for (const number of [first + 1, first + 2]) await system.say(id, 'updates', { message: `Statement ${number}.` });
    if ((await onX(id))[first] !== 'delivered') return;
    await system.until('the three on X', async () => (await onX(id))[first + 2] === 'delivered');
  }
  throw new Error('each answer had come before it could be seen to be under way');
}

/** Whoever held the account when all was killed holds it for half a minute; the sweep looks after a whole one. */
const leaseIsOver = () => system.swept();

/** How the delivery of each entry on X stands, by the entry's number. */
const onX = async (id: string): Promise<Record<string, string>> =>
  Object.fromEntries(
    Object.entries((await system.incident(id)).deliveries?.x ?? {}).map(([seq, { state }]) => [seq, state]),
  );
