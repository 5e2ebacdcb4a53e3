import type { DayPart, GivenPromise } from '../core/day-part.ts';
import { isPersons } from '../core/incident.ts';
import { type Instant, msBetween } from '../core/instant.ts';
import { isLate } from '../core/standing.ts';

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
  worst: readonly { incident: string; seq: number; lateMs: number }[];
};

const WORST = 3;

/** The score of these parts of days at `now`; those of incidents opened in error are left out before. */
export function updateScore(parts: readonly DayPart[], now: Instant): UpdateScore {
  const byIncident = Map.groupBy(parts, (part) => part.incident);
  const judged = [...byIncident].flatMap(([incident, days]) => {
    const rows = days.flatMap((part) =>
      part.promises.filter((row) => row.promise === 'nextUpdateBy' && isPersons(row)),
    );
    const missed = rows
      .filter((row) => isMissed(row, now))
      .map((row) => ({ incident, seq: row.seq, lateMs: msBetween(row.at, row.answeredAt ?? row.settledAt ?? now) }));
    const isOver = days.every((part) => part.phase !== 'open' && part.phase !== 'scheduled');
    const counts = missed.length > 0 || (isOver && rows.some((row) => row.state === 'kept'));
    return counts ? [{ missed }] : [];
  });
  const late = judged.flatMap(({ missed }) => missed).toSorted((a, b) => b.lateMs - a.lateMs);
  return {
    incidents: judged.length,
    inTime: judged.filter(({ missed }) => missed.length === 0).length,
    lateSumMs: late.reduce((sum, { lateMs }) => sum + lateMs, 0),
    lateMedianMs: median(late.map(({ lateMs }) => lateMs)),
    worst: late.slice(0, WORST),
  };
}

/** Rows of past days are known by their state alone; nothing that was due and met is among these. */
const isMissed = (row: GivenPromise, now: Instant): boolean => row.state === 'slipped' || isLate(row, now);

/** The lower of the two in the middle, so that it is a case that there was. */
export function median(values: readonly number[]): number | null {
  return values.toSorted((a, b) => a - b)[Math.floor((values.length - 1) / 2)] ?? null;
}
