import { severity } from '../core/components.ts';
import { type DayPart, type DaySpan, dayOf, dayParts } from '../core/day-part.ts';
import type { ComponentStatus } from '../core/entry.ts';
import { DAY_MS, earliest, msBetween, plus } from '../core/instant.ts';
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

const partsKnown = new WeakMap<object, readonly DayPart[]>();

/** What is known of the last ninety days: the shares of incidents that are over, and what the open ones say now. */
export function partsOf(input: Pick<SiteInput, 'siteIndex' | 'now'>): readonly DayPart[] {
  // Two pages are made from one input, and each shows all of it.
  const parts = partsKnown.get(input) ?? readParts(input);
  partsKnown.set(input, parts);
  return parts;
}

function readParts({ siteIndex, now }: Pick<SiteInput, 'siteIndex' | 'now'>): DayPart[] {
  const first = dayOf(plus(now, -(HISTORY_DAYS - 1) * DAY_MS));
  const last = dayOf(now);
  return [...siteIndex.days, ...siteIndex.open.flatMap((incident) => dayParts(incident, now))].filter(
    (part) => part.day >= first && part.day <= last,
  );
}

/** The last ninety days of whatever these components are together, oldest first. */
export function daysOf(
  input: Pick<SiteInput, 'siteIndex' | 'now'>,
  parts: readonly DayPart[],
  components: readonly string[],
): Day[] {
  const ofComponents = spansByComponent(parts);
  const spans = Map.groupBy(
    components.flatMap((component) => ofComponents.get(component) ?? []),
    (span) => dayOf(span.from),
  );
  const since = recordedSince(input, parts);
  return lastDays(dayOf(input.now)).map((day) => {
    const found = spans.get(day);
    if (found) return { day, was: 'affected', ...worstOf(found) };
    return { day, was: day < since ? 'unrecorded' : 'clear' };
  });
}

/**
 * The first day of the record: when the site index was first kept, or the first word on it if that is older. What an
 * incident says to have begun earlier is no record of the days before: nobody watched them for the other components.
 */
export function recordedSince(
  { siteIndex, now }: Pick<SiteInput, 'siteIndex' | 'now'>,
  parts: readonly DayPart[],
): string {
  const known = earliest(siteIndex.since, siteIndex.newest.findLast((one) => !one.imported)?.openedAt);
  const first = earliest(...parts.flatMap((part) => part.promises.map((row) => row.madeAt)));
  return dayOf(earliest(known, first) ?? now);
}

const grouped = new WeakMap<readonly DayPart[], Map<string, DaySpan[]>>();

/** Each component asks on its own, so the parts are sorted out once for all of them. */
function spansByComponent(parts: readonly DayPart[]): Map<string, DaySpan[]> {
  const spans =
    grouped.get(parts) ??
    Map.groupBy(
      parts.flatMap((part) => part.spans),
      (span) => span.component,
    );
  grouped.set(parts, spans);
  return spans;
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

function worstOf(spans: readonly DaySpan[]): { worst: ComponentStatus; forMs: number } {
  const worst = spans.map((span) => span.status).reduce((a, b) => (severity(b) > severity(a) ? b : a));
  return { worst, forMs: covered(spans.filter((span) => span.status === worst)) };
}

/** How long at least one of these spans lasted: where two incidents speak of the same minutes, they count once. */
function covered(spans: readonly DaySpan[]): number {
  let total = 0;
  let until = '';
  for (const span of spans.toSorted((a, b) => (a.from < b.from ? -1 : 1))) {
    const { from, to } = span;
    const start = from > until ? from : until;
    if (to <= start) continue;
    total += start === from ? lengthOf(span) : msBetween(start, to);
    until = to;
  }
  return total;
}

const lengths = new WeakMap<DaySpan, number>();

/** In milliseconds. The spans of what is over stay the same from one update to the next, and there may be hundreds. */
function lengthOf(span: DaySpan): number {
  const length = lengths.get(span) ?? msBetween(span.from, span.to);
  lengths.set(span, length);
  return length;
}
