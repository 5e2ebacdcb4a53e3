import { DAY_MS, epochMs, HOUR_MS, type Instant } from '../instant.ts';

/** Weeks that count for what is usual (docs/rules.md, Flood). */
const WEEKS = 4;

const HOURS_A_WEEK = 168;
const WEEK_MS = 7 * DAY_MS;

/** Complaints of each hour of the last four weeks. `hours` is by hour of the week; each has its weeks, newest last. */
export type Usual = {
  /** Since when anything is counted. */
  since: Instant;
  hours: Readonly<Record<string, readonly { week: number; count: number }[]>>;
};

export const nothingUsual = (now: Instant): Usual => ({ since: now, hours: {} });

const hourOf = (at: Instant): number => Math.floor(epochMs(at) / HOUR_MS) % HOURS_A_WEEK;
const weekOf = (at: Instant): number => Math.floor(epochMs(at) / WEEK_MS);

/** What is usual after so many more complaints at `at`. What is older than four weeks is forgotten. */
export function counted(usual: Usual, at: Instant, count: number): Usual {
  if (count === 0) return usual;
  const hour = String(hourOf(at));
  const week = weekOf(at);
  const weeks = (usual.hours[hour] ?? []).filter((one) => one.week > week - WEEKS - 1);
  const before = weeks.find((one) => one.week === week)?.count ?? 0;
  const others = weeks.filter((one) => one.week !== week);
  return { ...usual, hours: { ...usual.hours, [hour]: [...others, { week, count: before + count }] } };
}

/**
 * Complaints a minute that are usual at this hour of the week: the mean of the same hour in the last four weeks, this one
 * left out. In the first week, all that was counted before this hour; 0 where nothing was.
 */
export function usualRate(usual: Usual, now: Instant): number {
  const week = weekOf(now);
  const firstWeek = weekOf(usual.since);
  const hour = hourOf(now);
  const begun = epochMs(usual.since);
  // A week counts if its hour lay behind the beginning: an hour in which nobody complained counts as well.
  const weeks = Array.from({ length: WEEKS }, (_, index) => week - 1 - index).filter(
    (one) => one >= firstWeek && one * WEEK_MS + hour * HOUR_MS >= begun,
  );
  if (weeks.length > 0) {
    const counts = usual.hours[String(hour)] ?? [];
    const sum = weeks.reduce((total, one) => total + (counts.find((row) => row.week === one)?.count ?? 0), 0);
    return sum / weeks.length / 60;
  }
  const thisHour = Math.floor(epochMs(now) / HOUR_MS) * HOUR_MS;
  const hoursBefore = Math.max(0, (thisHour - begun) / HOUR_MS);
  if (hoursBefore < 1) return 0;
  const all = Object.entries(usual.hours).flatMap(([of, rows]) =>
    rows.filter((row) => row.week * WEEK_MS + Number(of) * HOUR_MS < thisHour),
  );
  return all.reduce((sum, { count }) => sum + count, 0) / hoursBefore / 60;
}
