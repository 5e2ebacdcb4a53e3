import type { Delivery } from '../delivery.ts';
import { type Instant, msBetween, plus } from '../instant.ts';
import { type Counts, counted, type Run } from './run.ts';

/**
 * How many were told one statement. `of`: whom it concerns, as they were counted when it was taken on. `restBy`: when the
 * last of them will be, at the pace so far; absent once nobody is left, and while there is no pace to go by.
 */
export type Progress = Counts & { restBy?: Instant };

/** A pace is believed once so many were told in so long: before that it is noise. */
const BELIEVED = { told: 20, afterMs: 5_000 };

/** How far statement `seq` has come, by its delivery and the runs of its incident; undefined while nobody was counted. */
export function progressOf(
  delivery: Delivery | undefined,
  seq: number,
  runs: readonly Run[],
  now: Instant,
): Progress | undefined {
  if (delivery?.state === 'delivered') return delivery.counts;
  if (delivery?.state !== 'claimed' || delivery.of === undefined) return undefined;
  const counts = counted(runs, seq);
  // Whoever came since then was not counted.
  const of = Math.max(delivery.of, counts.of);
  const rest = of - counts.told - counts.unknown - counts.refused - counts.quarantined;
  const tookMs = msBetween(delivery.at, now);
  const isBelieved = counts.told >= BELIEVED.told && tookMs >= BELIEVED.afterMs;
  const restBy = rest > 0 && isBelieved ? { restBy: plus(now, Math.ceil((rest * tookMs) / counts.told)) } : {};
  return { ...counts, of, ...restBy };
}
