import type { LogLine } from './chain.ts';
import { severity, statesAfter } from './components.ts';
import type { ComponentStatus } from './entry.ts';
import { ENDS_SILENCE } from './evolve.ts';
import { isBackStatus, isPersons, type PromiseRow } from './incident.ts';
import { DAY_MS, type Instant, plus } from './instant.ts';
import type { PublicIncident } from './public-incident.ts';

/** A component was in a state other than operational; both ends lie within one UTC day, `to` may be its very end. */
export type DaySpan = { component: string; status: ComponentStatus; from: Instant; to: Instant };

/** A promise, and when a person at last said what was due if that was later than the word that settled it. */
export type GivenPromise = PromiseRow & { answeredAt?: Instant };

/**
 * What one incident adds to the history of one UTC day (`2026-11-22`). `seq` is the head that this was computed from.
 * `promises` are those that were given on that day. `eta` is the first restore time that people gave in this incident, on
 * whatever day: the entry that gave it, and when the service was first said to be back after that. `relapses` counts how
 * often it fell back on that day.
 */
export type DayPart = {
  incident: string;
  phase: PublicIncident['phase'];
  day: string;
  seq: number;
  spans: readonly DaySpan[];
  promises: readonly GivenPromise[];
  eta?: { seq: number; backAt?: Instant };
  relapses: number;
};

export const dayOf = (at: Instant): string => at.slice(0, 10);

/**
 * The incident's share in every day that it touched, oldest day first. What is not over yet runs until `now`. A
 * retracted incident keeps its days and its promises, but takes back what it said of components. What another system told
 * is in no day of ours: it is shown, and never scored.
 */
export function dayParts(incident: PublicIncident, now: Instant): DayPart[] {
  if (incident.imported) return [];
  const spans = incident.phase === 'retracted' ? [] : spansOf(incident, now);
  const fallenBack = relapsesOf(incident.entries);
  const eta = scoredEta(incident);
  return daysOf(incident, spans).map((day) => {
    const starts = `${day}T00:00:00.000Z`;
    const ends = plus(starts, DAY_MS);
    return {
      incident: incident.id,
      phase: incident.phase,
      day,
      seq: incident.head.seq,
      spans: spans.flatMap((span) => within(span, starts, ends)),
      promises: incident.promises.filter((row) => dayOf(row.madeAt) === day).map((row) => withAnswer(incident, row)),
      ...(eta === undefined ? {} : { eta }),
      relapses: fallenBack.filter((at) => dayOf(at) === day).length,
    };
  });
}

function withAnswer({ entries }: PublicIncident, row: PromiseRow): GivenPromise {
  const at = row.state === 'slipped' ? answeredAt(entries, row) : undefined;
  return at === undefined || at === row.settledAt ? row : { ...row, answeredAt: at };
}

/** When a person spoke at or after the word that settled a promise: an apology owns up, and is not the answer itself. */
export const answeredAt = (entries: readonly LogLine[], { settledBy = 0 }: PromiseRow): Instant | undefined =>
  entries.find((line) => line.seq >= settledBy && !line.automated && ENDS_SILENCE.includes(line.kind))?.at;

/** From the first to the last day that anything is known of; days that a retraction emptied are among them. */
function daysOf(incident: PublicIncident, spans: readonly DaySpan[]): string[] {
  const first = [incident.entries[0]?.happenedAt ?? incident.openedAt, incident.openedAt].toSorted()[0]!;
  const last = [incident.endedAt, incident.promises.at(-1)?.madeAt, ...spans.map((span) => span.to), incident.openedAt];
  const until = dayOf(
    last
      .filter((at) => at !== undefined)
      .toSorted()
      .at(-1)!,
  );
  const days: string[] = [];
  for (let day = dayOf(first); day <= until; day = dayOf(plus(`${day}T00:00:00.000Z`, DAY_MS))) days.push(day);
  return days;
}

function within(span: DaySpan, starts: Instant, ends: Instant): DaySpan[] {
  const from = span.from > starts ? span.from : starts;
  const to = span.to < ends ? span.to : ends;
  return from < to ? [{ ...span, from, to }] : [];
}

/**
 * Since when each component was in which state. What got worse counts from when it happened, if the log admits an
 * earlier time than that of the statement; what got better counts from the statement, so that telling of it late, or
 * dating it back, never makes an outage shorter than people saw it here.
 */
function spansOf(incident: PublicIncident, now: Instant): DaySpan[] {
  const spans: DaySpan[] = [];
  const current = new Map<string, { status: ComponentStatus; from: Instant }>();
  const close = (component: string, to: Instant) => {
    const open = current.get(component);
    if (open && open.status !== 'operational' && open.from < to) spans.push({ component, ...open, to });
  };
  for (const line of incident.entries) {
    for (const { id, status } of line.components ?? []) {
      const before = current.get(id);
      if (before?.status === status) continue;
      const from = turnedAt(line, before, status);
      close(id, from);
      current.set(id, { status, from });
    }
    if (line.kind === 'resolved' || line.kind === 'merged') {
      for (const id of current.keys()) close(id, line.at);
      current.clear();
    }
  }
  for (const id of current.keys()) close(id, incident.endedAt ?? now);
  return spans;
}

function turnedAt(line: LogLine, before: { status: ComponentStatus; from: Instant } | undefined, to: ComponentStatus) {
  const worse = severity(to) > severity(before?.status ?? 'operational');
  if (!worse || line.happenedAt === undefined || line.happenedAt > line.at) return line.at;
  return before && before.from > line.happenedAt ? before.from : line.happenedAt;
}

/** When the incident fell back after it had been said to be over or nearly so. */
const relapsesOf = (entries: readonly LogLine[]): Instant[] =>
  entries
    .filter(({ status }, index) => {
      const before = entries[index - 1];
      return before !== undefined && isBackStatus(before.status) && !isBackStatus(status);
    })
    .map((line) => line.at);

/** Moving an ETA does not make it a better one, so the first is scored; machines and apologies give none that counts. */
export function scoredEta(incident: PublicIncident): DayPart['eta'] {
  const eta = incident.promises.find((row) => row.promise === 'restoreBy' && isPersons(row));
  if (!eta || incident.type === 'maintenance') return undefined;
  for (const { line, isBack } of statesAfter(incident.entries)) {
    if (line.seq > eta.seq && isBack) return { seq: eta.seq, backAt: line.at };
  }
  return { seq: eta.seq };
}
