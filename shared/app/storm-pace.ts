import { epochMs, type Instant } from '../core/instant.ts';
import { fullAfter, rateLimitOf, waitMs } from '../core/rate-limit.ts';
import { ANSWERED_AT_ONCE } from '../core/storm.ts';

/** Whether so many alarms more of a source are answered one by one, as in calm times. */
export type StormPace = (source: string, alarms: number, now: Instant) => boolean;

/** So many alarms of one source, however many bodies they come in, and one more each second (docs/rules.md, Alarms). */
const CALM = rateLimitOf({ burst: ANSWERED_AT_ONCE, perSecond: 1 });

/**
 * What one process has seen of each source. It asks nobody: a process that is not alone in a storm sees its share of it,
 * and that it is busy is what it needs to know. What is not answered one by one is not counted.
 */
export function stormPace(): StormPace {
  const fullAt = new Map<string, number>();
  return (source, alarms, now) => {
    const [before, nowMs] = [fullAt.get(source), epochMs(now)];
    if (waitMs(before, nowMs, CALM, alarms) > 0) return false;
    fullAt.set(source, fullAfter(before, nowMs, CALM, alarms));
    return true;
  };
}
