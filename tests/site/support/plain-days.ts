import { severity } from '../../../shared/core/components.ts';
import { type DayPart, type DaySpan, dayOf, dayParts } from '../../../shared/core/day-part.ts';
import type { ComponentStatus } from '../../../shared/core/entry.ts';
import { isPersons, type PromiseRow } from '../../../shared/core/incident.ts';
import { DAY_MS, earliest, type Instant, msBetween, plus } from '../../../shared/core/instant.ts';
import { isUnfinished, type PublicIncident } from '../../../shared/core/public-incident.ts';
import { isLate } from '../../../shared/core/standing.ts';
import { type Day, HISTORY_DAYS } from '../../../shared/site/day-history.ts';
import type { Ledger, Score } from '../../../shared/site/ledger.ts';
import { countPromises } from '../../../shared/site/promise-rows.ts';

// What the days and the ledger are by definition: from the shares of all incidents, one by one, without a sum. The site
// counts with sums; both must come to the same.

type History = { incidents: readonly PublicIncident[]; now: Instant; since: Instant };

/** The shares of the last ninety days. `stored`: as a share of what is over comes back from the table. */
export function plainParts({ incidents, now }: History, stored: (part: DayPart) => DayPart): DayPart[] {
  const first = dayOf(plus(now, -(HISTORY_DAYS - 1) * DAY_MS));
  return incidents
    .flatMap((one) => (isUnfinished(one) ? dayParts(one, now) : dayParts(one, one.head.at).map(stored)))
    .filter(({ day }) => day >= first && day <= dayOf(now));
}

export function plainDays({ now, since }: History, parts: readonly DayPart[], components: readonly string[]): Day[] {
  const spans = Map.groupBy(
    parts.flatMap((part) => part.spans).filter(({ component }) => components.includes(component)),
    (span) => dayOf(span.from),
  );
  const begun = plainSince({ since }, parts);
  return Array.from({ length: HISTORY_DAYS }, (_, n) => dayOf(plus(now, (n + 1 - HISTORY_DAYS) * DAY_MS))).map(
    (day) => {
      const found = spans.get(day);
      if (found) return { day, was: 'affected', ...worstOf(found) };
      return { day, was: day < begun ? 'unrecorded' : 'clear' };
    },
  );
}

const plainSince = ({ since }: Pick<History, 'since'>, parts: readonly DayPart[]): string =>
  dayOf(earliest(since, ...parts.flatMap((part) => part.promises.map((row) => row.madeAt)))!);

function worstOf(spans: readonly DaySpan[]): { worst: ComponentStatus; forMs: number } {
  const worst = spans.map((span) => span.status).reduce((a, b) => (severity(b) > severity(a) ? b : a));
  return { worst, forMs: covered(spans.filter((span) => span.status === worst)) };
}

/** How long at least one of these spans lasted: where two incidents speak of the same minutes, they count once. */
function covered(spans: readonly DaySpan[]): number {
  let total = 0;
  let until = '';
  for (const { from, to } of spans.toSorted((a, b) => (a.from < b.from ? -1 : 1))) {
    const start = from > until ? from : until;
    if (to <= start) continue;
    total += msBetween(start, to);
    until = to;
  }
  return total;
}

export function plainLedger(input: History, all: readonly DayPart[]): Ledger {
  const parts = all.filter((part) => part.phase !== 'retracted');
  const retracted = all.filter((part) => part.phase === 'retracted');
  const merged = parts.filter((part) => part.phase === 'merged');
  const rows = parts.flatMap((part) => part.promises.filter((row) => !isMergedAway(part, row)));
  const named = (promise: PromiseRow['promise']) => rows.filter((row) => row.promise === promise && isPersons(row));
  const etas = parts.flatMap((part) =>
    part.promises.filter((row) => isScored(part, row) && !isMergedAway(part, row)).map((row) => ({ row, part })),
  );
  const scored = etas.map(({ row }) => row);
  const ended = etas.flatMap(({ row, part }) =>
    part.eta?.backAt === undefined ? [] : [{ row, backAt: part.eta.backAt }],
  );
  const spare = ended.filter(({ row }) => row.state === 'kept').map(({ row, backAt }) => msBetween(backAt, row.at));
  const count = (some: readonly PromiseRow[]) => countPromises(some, input.now);
  return {
    days: HISTORY_DAYS,
    since: plainSince(input, all),
    updates: updateScore(parts, input.now),
    nextUpdates: scoreOf(named('nextUpdateBy'), input.now),
    etas: scoreOf(scored, input.now),
    reports: scoreOf(named('reportBy'), input.now),
    byMachine: count(rows.filter((row) => row.source === 'machine')),
    byPipeline: count(rows.filter((row) => row.source === 'pipeline')),
    revisions: named('restoreBy').filter((row) => row.state === 'revised').length,
    relapses: parts.reduce((sum, part) => sum + part.relapses, 0),
    retractedIncidents: incidentsIn(retracted),
    retractedPromises: retracted.flatMap((part) => part.promises).length,
    mergedIncidents: incidentsIn(merged),
    mergedPromises: merged.flatMap((part) => part.promises.filter((row) => isMergedAway(part, row))).length,
    medianPromisedMs: median(ended.map(({ row }) => msBetween(row.madeAt, row.at))),
    medianActualMs: median(ended.map(({ row, backAt }) => msBetween(row.madeAt, backAt))),
    medianPaddingMs: median(spare),
    perDay: perDay([...named('nextUpdateBy'), ...scored]),
  };
}

const incidentsIn = (parts: readonly DayPart[]): number => new Set(parts.map((part) => part.incident)).size;

/** What a merge withdrew goes on in the other incident: it was not taken back from anybody. */
const isMergedAway = (part: DayPart, row: PromiseRow): boolean => part.phase === 'merged' && row.state === 'withdrawn';

const isScored = (part: DayPart, row: PromiseRow): boolean => row.promise === 'restoreBy' && row.seq === part.eta?.seq;

function scoreOf(rows: readonly PromiseRow[], now: Instant): Score {
  const counts = countPromises(rows, now);
  const decided = counts.kept + counts.slipped;
  return { ...counts, keptPercent: decided < 5 ? null : Math.floor((100 * counts.kept) / decided) };
}

function perDay(rows: readonly PromiseRow[]): Ledger['perDay'] {
  const byDay = Map.groupBy(rows, (row) => row.madeAt.slice(0, 10));
  return [...byDay]
    .map(([day, given]) => ({
      day,
      kept: given.filter((row) => row.state === 'kept').length,
      slipped: given.filter((row) => row.state === 'slipped').length,
    }))
    .filter(({ kept, slipped }) => kept + slipped > 0)
    .toSorted((a, b) => (a.day < b.day ? -1 : 1));
}

function updateScore(parts: readonly DayPart[], now: Instant): Ledger['updates'] {
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
  const late = judged
    .flatMap(({ missed }) => missed)
    .toSorted(
      (a, b) => b.lateMs - a.lateMs || (a.incident === b.incident ? a.seq - b.seq : a.incident < b.incident ? -1 : 1),
    );
  return {
    incidents: judged.length,
    inTime: judged.filter(({ missed }) => missed.length === 0).length,
    lateSumMs: late.reduce((sum, { lateMs }) => sum + lateMs, 0),
    lateMedianMs: median(late.map(({ lateMs }) => lateMs)),
    worst: late.slice(0, 3),
  };
}

/** Rows of past days are known by their state alone; nothing that was due and met is among these. */
const isMissed = (row: PromiseRow, now: Instant): boolean => row.state === 'slipped' || isLate(row, now);

/** The lower of the two in the middle, so that it is a case that there was. */
function median(values: readonly number[]): number | null {
  return values.toSorted((a, b) => a - b)[Math.floor((values.length - 1) / 2)] ?? null;
}
