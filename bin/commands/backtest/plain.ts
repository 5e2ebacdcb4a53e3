import { LEVELS } from '../../../shared/core/advisor/calibration.ts';
import type { ResolvedIncident } from '../../../shared/core/advisor/past.ts';

/** How far back the plain advisor looks, in incidents. */
const WINDOW = 200;

export type PlainAdvice = { matches: number; quantilesMs: readonly number[] };

/**
 * The advice that anyone would build in an hour, and the one to beat: the quantiles of what was left of the previous
 * 200 incidents that were still open at the same elapsed time. `matches` is how many those are; times in ms.
 */
export function plainAdvice(history: readonly ResolvedIncident[], elapsedMs: number): PlainAdvice {
  const left = history
    .slice(0, WINDOW)
    .map((incident) => incident.durationMs - elapsedMs)
    .filter((ms) => ms > 0)
    .toSorted((a, b) => a - b);
  return { matches: left.length, quantilesMs: left.length === 0 ? [] : LEVELS.map((level) => quantile(left, level)) };
}

function quantile(ascending: readonly number[], level: number): number {
  const position = level * (ascending.length - 1);
  const [low, high] = [ascending[Math.floor(position)]!, ascending[Math.ceil(position)]!];
  return low + (high - low) * (position % 1);
}
