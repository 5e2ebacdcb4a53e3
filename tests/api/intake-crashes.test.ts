import { setImmediate } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import type { QueuedAlarms } from '../../shared/ports/alarm-storms.ts';
import { monitored } from './monitored.ts';

const COMPONENTS = ['api', 'website', 'database'] as const;
const alert = (index: number) => ({
  status: 'firing',
  labels: { severity: 'critical', component: COMPONENTS[index % 3], instance: `host${index}` },
  startsAt: '2026-11-22T09:59:00Z',
  fingerprint: `s${index}`,
});
const RUBBISH = { status: 'maybe' };

/** What a sender sends: three alarms in calm times, three of a storm that come alone, and 21 in one body; 27 in all. */
const BODIES = [
  ...[0, 1, 2, 3, 4, 5].map((index) => ({ alerts: [alert(index), RUBBISH] })),
  { alerts: [RUBBISH, ...Array.from({ length: 21 }, (_, index) => alert(6 + index))] },
];

class Died extends Error {}

/** A house whose function dies at its `at`-th call to the outside: just before it is done, or when only its answer is lost. */
function mortalHouse(at: number, when: 'before' | 'after') {
  let calls = 0;
  let isDead = false;
  const mortal = async <T>(act: () => Promise<T>): Promise<T> => {
    calls += 1;
    const isLast = calls === at;
    // A call takes a while: whoever does not wait for it has answered before it came to anything.
    await setImmediate();
    if (isDead || (isLast && when === 'before')) {
      isDead = true;
      throw new Died();
    }
    const answer = await act();
    if (!isLast) return answer;
    isDead = true;
    throw new Died();
  };
  const queue: QueuedAlarms[] = [];
  let calm = 3;
  const house = monitored({
    isCalm: () => calm-- > 0,
    alarmQueue: {
      put: (messages: readonly QueuedAlarms[]) => mortal(async () => void queue.push(...structuredClone(messages))),
    },
  });
  const { alarmClaims, receipts, log, drafts, siteIndex } = house.ports;
  for (const port of [alarmClaims, receipts, log, drafts, siteIndex] as object[] as Record<string, unknown>[])
    for (const [name, does] of Object.entries(port)) {
      if (typeof does === 'function') port[name] = (...given: unknown[]) => mortal(() => does.apply(port, given));
    }

  /** What came of an invocation, if its function has lived to say so; whoever begins next is another. */
  async function survived<T>(invocation: Promise<T>): Promise<T | undefined> {
    const [answer] = await Promise.allSettled([invocation]);
    const died = isDead;
    isDead = false;
    return died || answer.status === 'rejected' ? undefined : answer.value;
  }
  async function untilTaken(body: object): Promise<void> {
    const answer = await survived(house.send('prom', body));
    if (answer === undefined || answer.status! >= 500) await untilTaken(body);
  }
  /** Works off what waits, all that there is in one batch; what was not acknowledged comes again. */
  async function workOff(): Promise<void> {
    if (queue.length === 0) return;
    const batch = queue.map((message, index) => ({ messageId: String(index), body: JSON.stringify(message) }));
    const answer = await survived(house.deliver(batch));
    const left = answer === undefined ? batch : batch.filter(({ messageId }) => answer.includes(messageId));
    queue.splice(0, queue.length, ...left.map(({ body }) => JSON.parse(body) as QueuedAlarms));
    await workOff();
  }
  return { ...house, untilTaken, workOff, calls: () => calls };
}

async function storm(at: number, when: 'before' | 'after') {
  const house = mortalHouse(at, when);
  for (const body of BODIES) await house.untilTaken(body);
  await house.workOff();
  const calls = house.calls();
  const open = await house.open();
  const joined = [];
  for (const { id } of open)
    joined.push(...(await house.get(`/v1/incidents/${id}`)).body.joined.map(({ check }: { check: string }) => check));
  return {
    calls,
    entries: open.map(({ entries }: { entries: object[] }) => entries.length),
    joined: joined.toSorted(),
  };
}

describe('intake: a function that is killed in a storm', () => {
  it('intake killed before or after any call that it makes loses no alarm, and opens and says nothing twice', async () => {
    const { calls, ...expected } = await storm(Number.POSITIVE_INFINITY, 'before');
    expect(expected.entries).toEqual([1, 1, 1]);
    expect(expected.joined).toEqual(Array.from({ length: 27 }, (_, index) => `s${index}`).toSorted());
    expect(calls).toBeGreaterThan(40);
    for (let at = 1; at <= calls; at += 1)
      for (const when of ['before', 'after'] as const) {
        const { entries, joined } = await storm(at, when);
        expect({ at, when, entries, joined }).toEqual({ at, when, ...expected });
      }
  });
});
