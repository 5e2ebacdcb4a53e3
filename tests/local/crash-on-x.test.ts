import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { printEvidence } from '../support/evidence.ts';
import { type LocalSystem, startLocalSystem } from '../support/local-system.ts';

let system: LocalSystem;

beforeAll(async () => {
  system = await startLocalSystem({ startsAt: '08:00' });
});
afterAll(() => system.end());
printEvidence(() => system);

describe('kill -9 of everything', () => {
  it('in the middle of a post has each statement on X once and in order, whatever X answered', async () => {
    const { body } = await system.open({ message: 'Statement 1.' });
    const { id } = body;
    await system.until('the first on X', async () => (await onX(id))[1] === 'delivered');

    // The answer to the second trickles in; the crash finds it public, not recorded, and two more waiting behind it.
    await system.fault({ fault: 'dribble', ms: 6_000 });
    for (const number of [2, 3, 4]) await system.say(id, 'updates', { message: `Statement ${number}.` });
    await system.until('the second on X', async () => (await system.thread(id)).length === 2);
    expect((await onX(id))[2]).not.toBe('delivered');
    await system.kill9();
    await system.restart();
    await leaseIsOver();
    await system.until('all of them on X', async () => (await onX(id))[4] === 'delivered');

    // The answer to the fifth never comes; the crash comes when the post is known to be in doubt.
    await system.fault({ fault: 'lost-response' });
    await system.say(id, 'updates', { message: 'Statement 5.' });
    await system.until('the doubt', async () => (await onX(id))[5] === 'claimed');
    await system.kill9();
    await system.restart();
    await leaseIsOver();
    await system.say(id, 'updates', { message: 'Statement 6.' });
    await system.until('the last on X', async () => (await onX(id))[6] === 'delivered');

    const thread = await system.thread(id);
    expect(thread.map(({ text }) => /Statement (\d)\./.exec(text)?.[1])).toEqual(['1', '2', '3', '4', '5', '6']);
    expect(thread.map(({ replyTo }) => replyTo)).toEqual([null, ...thread.slice(0, -1).map((post) => post.id)]);
    expect(Object.values(await onX(id))).toEqual(thread.map(() => 'delivered'));
  });
});

/** Whoever held the account when all was killed holds it for half a minute; the sweep looks after a whole one. */
const leaseIsOver = () => system.swept();

/** How the delivery of each entry on X stands, by the entry's number. */
const onX = async (id: string): Promise<Record<string, string>> =>
  Object.fromEntries(
    Object.entries((await system.incident(id)).deliveries?.x ?? {}).map(([seq, { state }]) => [seq, state]),
  );
