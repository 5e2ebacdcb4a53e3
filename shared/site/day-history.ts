import { severity } from '../core/components.ts';
import { dayOf, dayParts } from '../core/day-part.ts';
import { added, type Counted, type DaySum, emptySum, sharesOf, sumOf } from '../core/day-sum.ts';
import { COMPONENT_STATUSES, type ComponentStatus } from '../core/entry.ts';
import { DAY_MS, earliest, plus } from '../core/instant.ts';
import type { SiteInput } from './context.ts';

/** The history shows so many days, today among them. */
export const HISTORY_DAYS = 90;

/**
 * One day (`2026-11-22`, UTC) of a component or a group: the worst that was said of it, and for how long it was that.
 * `unrecorded` days lie before the first record: about them nothing is known, which is not the same as nothing reported.
 */
export type Day = { day: string } & (
  | { was: 'unrecorded' }
  | { was: 'clear' }
  | { was: 'affected'; worst: ComponentStatus; forMs: number }
);

const sumsKnown = new WeakMap<object, readonly DaySum[]>();

/** What is known of the last ninety days, by day: the sums of incidents that are over, and what the open ones say now. */
export function sumsOf(input: Pick<SiteInput, 'siteIndex' | 'now'>): readonly DaySum[] {
  // Two pages are made from one input, and each shows all of it.
  const sums = sumsKnown.get(input) ?? readSums(input);
  sumsKnown.set(input, sums);
  return sums;
}

function readSums({ siteIndex, now }: Pick<SiteInput, 'siteIndex' | 'now'>): DaySum[] {
  const first = dayOf(plus(now, -(HISTORY_DAYS - 1) * DAY_MS));
  const last = dayOf(now);
  const isShown = ({ day }: { day: string }) => day >= first && day <= last;
  const over = new Map(siteIndex.days.filter(isShown).map((sum) => [sum.day, sum]));
  const open = Map.groupBy(
    siteIndex.open.flatMap((incident) => sharesOf(dayParts(incident, now).filter(isShown), now)),
    (share) => share.day,
  );
  return [...new Set([...over.keys(), ...open.keys()])].toSorted().map((day) =>
    added(
      over.get(day) ?? emptySum(day),
      (open.get(day) ?? []).map((share) => sumOf(share, now)),
    ),
  );
}

/** The last ninety days of whatever these components are together, oldest first. */
export function daysOf(
  input: Pick<SiteInput, 'siteIndex' | 'now'>,
  sums: readonly DaySum[],
  components: readonly string[],
): Day[] {
  const byDay = new Map(sums.map((sum) => [sum.day, sum]));
  const since = recordedSince(input, sums);
  return lastDays(dayOf(input.now)).map((day) => {
    const found = worstOf(byDay.get(day), components);
    if (found) return { day, was: 'affected', ...found };
    return { day, was: day < since ? 'unrecorded' : 'clear' };
  });
}

/**
 * The first day of the record: when the site index was first kept, or the first word on it if that is older. What an
 * incident says to have begun earlier is no record of the days before: nobody watched them for the other components.
 */
export function recordedSince(
  { siteIndex, now }: Pick<SiteInput, 'siteIndex' | 'now'>,
  sums: readonly DaySum[],
): string {
  const known = earliest(siteIndex.since, siteIndex.newest.findLast((one) => !one.imported)?.openedAt);
  // A promise counts on the day on which it was made.
  const given = sums.filter(({ counts }) => counts.has('given')).map(({ day }) => day);
  return [...given, dayOf(known ?? given.toSorted()[0] ?? now)].toSorted()[0]!;
}

let days: readonly string[] = [];

/** The days that end with `today`, oldest first. Made once a day: every component of every page asks for them. */
function lastDays(today: string): readonly string[] {
  if (days.at(-1) !== today) {
    days = Array.from({ length: HISTORY_DAYS }, (_, n) =>
      dayOf(plus(`${today}T00:00:00.000Z`, (n + 1 - HISTORY_DAYS) * DAY_MS)),
    );
  }
  return days;
}

/** The worst first. */
const BY_SEVERITY = COMPONENT_STATUSES.toSorted((a, b) => severity(b) - severity(a));

function worstOf(
  sum: DaySum | undefined,
  components: readonly string[],
): { worst: ComponentStatus; forMs: number } | undefined {
  for (const worst of sum ? BY_SEVERITY : []) {
    const edges = components.flatMap((component) => edgesOf(sum!, `span:${component}:${worst}`));
    const wasBrief = components.some((component) => sum!.counts.has(`brief:${component}:${worst}`));
    if (edges.length > 0 || wasBrief) return { worst, forMs: covered(edges) };
  }
  return undefined;
}

type Edge = [atMs: number, change: number];

const edgesOf = ({ counts }: DaySum, what: Counted): Edge[] => [...(counts.get(what) ?? [])];

/** For how long at least one stretch lasted: where two incidents speak of the same minutes, they count once. */
function covered(edges: readonly Edge[]): number {
  let total = 0;
  let going = 0;
  let from = 0;
  for (const [at, change] of edges.toSorted(([a], [b]) => a - b)) {
    if (going > 0) total += at - from;
    going += change;
    from = at;
  }
  return total;
}
