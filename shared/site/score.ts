import { type Counted, type DaySum, type LateUpdate, latestFirst } from '../core/day-sum.ts';

/**
 * In how many incidents every update that a person promised came in time. Durations in milliseconds, null without a case.
 * Counted by incident, because one that promises forty times in an hour has not kept its word forty times.
 */
export type UpdateScore = {
  /** Incidents that are over, or have missed a time, and had a promised update come due or be answered. */
  incidents: number;
  inTime: number;
  /** How late the missed updates came, until a person spoke; one that has not come yet runs on. */
  lateSumMs: number;
  lateMedianMs: number | null;
  /** The latest, worst first. */
  worst: readonly LateUpdate[];
};

const WORST = 3;

/** The score of these days. */
export function updateScore(sums: readonly DaySum[]): UpdateScore {
  const incidents = total(sums, 'judged');
  return {
    incidents,
    inTime: incidents - total(sums, 'missed'),
    lateSumMs: valuesIn(sums, 'late').reduce((sum, [lateMs, times]) => sum + lateMs * times, 0),
    lateMedianMs: median(sums, 'late'),
    worst: sums
      .flatMap(({ late }) => late)
      .toSorted(latestFirst)
      .slice(0, WORST),
  };
}

/** How often something was counted, whatever its value. */
export const total = (sums: readonly DaySum[], what: Counted): number =>
  valuesIn(sums, what).reduce((sum, [, times]) => sum + times, 0);

const valuesIn = (sums: readonly DaySum[], what: Counted): [value: number, times: number][] =>
  sums.flatMap(({ counts }) => [...(counts.get(what) ?? [])]);

/** The lower of the two in the middle, so that it is a case that there was. */
export function median(sums: readonly DaySum[], what: Counted): number | null {
  let before = Math.floor((total(sums, what) - 1) / 2);
  for (const [value, times] of valuesIn(sums, what).toSorted(([a], [b]) => a - b)) {
    if (before < times) return value;
    before -= times;
  }
  return null;
}
