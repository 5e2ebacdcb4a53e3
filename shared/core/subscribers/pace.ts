import { SECOND_MS } from '../instant.ts';
import { fullAfter, type RateLimit, waitMs } from '../rate-limit.ts';
import { counting, type Reputation } from './account.ts';

/**
 * What is kept of a channel's pace, for all of its workers: when its bucket is full again, in ms since the epoch, and what
 * was handed over of late and came back. In one item, because both change with every breath.
 */
export type Pace = { fullAt: number; reputation?: Reputation };

/** One worker keeps ten calls of a tenth of a second under way. */
const ONE_WORKER_PER_SECOND = 100;

/** Half a second's worth may go at once: AWS counts by the second, and takes no more than a second's worth in any. */
const paceLimit = (perSecond: number): RateLimit => ({
  burst: Math.max(1, Math.floor(perSecond / 2)),
  intervalMs: SECOND_MS / perSecond,
});

/** As many people as are handed over to in one breath. */
export const breathOf = (perSecond: number): number => Math.min(50, paceLimit(perSecond).burst);

/** As many subscribers as are read at once: some seconds' worth, because who leaves meanwhile is still told. */
export const pageOf = (perSecond: number): number => Math.min(200, Math.max(25, 2 * breathOf(perSecond)));

/** How many workers a rate needs: a second one at 14 a second would only wait, and be paid for it. */
export const workersFor = (perSecond: number): number => Math.max(1, Math.ceil(perSecond / ONE_WORKER_PER_SECOND));

/** Nobody waits for their turn longer than this inside a function. */
export const WAITS_AT_MOST_MS = SECOND_MS;

/** When `count` may be handed over, and what is kept then. */
export function reserved(pace: Pace | undefined, count: number, perSecond: number, nowMs: number) {
  const limit = paceLimit(perSecond);
  const reputation = counting(pace?.reputation, { sent: count });
  return {
    waitMs: waitMs(pace?.fullAt, nowMs, limit, count),
    pace: { fullAt: fullAfter(pace?.fullAt, nowMs, limit, count), reputation },
  };
}
