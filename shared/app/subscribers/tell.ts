import type { Delivery } from '../../core/delivery.ts';
import { type Instant, plus, SECOND_MS } from '../../core/instant.ts';
import { taking } from '../../core/subscribers/account.ts';
import { workersFor } from '../../core/subscribers/pace.ts';
import { atWork, type Counts, counted, isDone, NOBODY, nextOpen } from '../../core/subscribers/run.ts';
import { SHARDS } from '../../core/subscribers/subscriber.ts';
import { wouldHear } from '../../core/subscribers/telling.ts';
import { changeAccount } from './account-record.ts';
import { pagesOf } from './pages-of.ts';
import { goThrough, type Worker } from './shard.ts';
import type { TellPorts } from './tell-ports.ts';
import { type TellView, viewOf } from './view.ts';

/** Who was at it for this long leaves the rest to a message of its own: a page may take 15 s more, a function has 60. */
const AT_A_TIME_MS = 40 * SECOND_MS;

/**
 * Tells the subscribers of a channel what is owed of one incident, until all of them are told, the time is over, or nothing
 * can be done now. As many workers do so at the same moment as the rate needs, each in a shard of its own; one that finds
 * enough at work leaves. What has to wait is nudged again by the sweep.
 */
export async function tellSubscribers(ports: TellPorts, id: string): Promise<void> {
  const now = ports.clock.now();
  const view = await viewOf(ports, id);
  if (view === undefined) return;
  if ((await census(ports, view, now)) === 0) return conclude(ports, view, NOBODY);

  const perSecond = await ports.perSecond();
  const free = workersFor(perSecond) - atWork(await ports.runs.of(id, ports.is.name), now);
  await takeOn(ports, view, free - 1, now);
  if (free > 0)
    await work(ports, { name: ports.randomness.salt(), until: plus(now, AT_A_TIME_MS), perSecond, view, readAt: now });
}

/** How many people are to be told: counted once for each statement, and kept beside it. */
async function census(ports: TellPorts, view: TellView, now: Instant): Promise<number> {
  const { said, newest, deliveries } = view;
  const delivery = deliveries.get(newest.seq);
  if (delivery?.state === 'claimed' && delivery.of !== undefined) return delivery.of;
  const of = await count(ports, view);
  const counted: Delivery = { state: 'claimed', at: now, leaseUntil: now, attempt: 1, of };
  if (of > 0) await ports.deliveries.put(said.incident.id, ports.is.name, newest.seq, counted);
  return of;
}

/** What is done once for each statement: it is noted for the ceiling, and other workers are called. */
async function takeOn(ports: TellPorts, { said, newest, account }: TellView, others: number, now: Instant) {
  const { id } = said.incident;
  if (account.begun.some(({ incident, seq }) => incident === id && seq === newest.seq)) return;
  await changeAccount(ports.account, (state) => taking(state, { incident: id, seq: newest.seq, at: now }));
  for (let n = 0; n < others; n += 1) await ports.again(id, 0);
}

/** How many people are to be told of the incident, if nobody was told of it yet. */
async function count(ports: TellPorts, { said }: TellView): Promise<number> {
  const ofShards = await Promise.all(
    Array.from({ length: SHARDS[ports.is.name] }, async (_, shard) => {
      let found = 0;
      for await (const page of pagesOf(ports.subscribers, { channel: ports.is.name, shard }))
        found += page.filter((person) => wouldHear(person, said)).length;
      return found;
    }),
  );
  return ofShards.reduce((sum, one) => sum + one, 0);
}

/** Goes through one shard after the other. */
async function work(ports: TellPorts, worker: Worker): Promise<void> {
  const { id } = worker.view.said.incident;
  for (;;) {
    const runs = await ports.runs.of(id, ports.is.name);
    const open = nextOpen(runs, worker.view.newest.seq, ports.clock.now());
    if (open === undefined)
      return isDone(runs, worker.view.newest.seq)
        ? conclude(ports, worker.view, counted(runs, worker.view.newest.seq))
        : undefined;
    const left = await goThrough(ports, worker, open);
    if (left.why === 'nothing') return;
    if (left.why === 'time') return ports.again(id, 0);
    if (left.why === 'turn') return ports.again(id, left.waitMs);
  }
}

/** Everybody is told: the newest statement is delivered, and what was said before it with it. */
async function conclude(ports: TellPorts, { said, newest }: TellView, counts: Counts): Promise<void> {
  const at = ports.clock.now();
  const { id } = said.incident;
  const channel = ports.is.name;
  const before = await ports.deliveries.of(id, channel);
  for (const { seq } of said.incident.entries) {
    if (seq >= newest.seq || (before.get(seq) !== undefined && before.get(seq)!.state !== 'claimed')) continue;
    await ports.deliveries.put(id, channel, seq, { state: 'coalesced', at, into: newest.seq });
  }
  await ports.deliveries.put(id, channel, newest.seq, { state: 'delivered', at, receipt: `${counts.told}`, counts });
}
