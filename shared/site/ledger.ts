import type { DayPart } from '../core/day-part.ts';
import { isPersons, type PromiseRow } from '../core/incident.ts';
import { type Instant, msBetween } from '../core/instant.ts';
import type { SiteInput } from './context.ts';
import { HISTORY_DAYS, partsOf, recordedSince } from './day-history.ts';
import { countPromises, type PromiseCounts } from './promise-rows.ts';
import { median, type UpdateScore, updateScore } from './score.ts';

/** Below this many decided promises a percentage would say more than is known. */
const ENOUGH_FOR_A_SHARE = 5;

/** `keptPercent` of kept and slipped together, cut off; null while there are too few to say. */
export type Score = PromiseCounts & { keptPercent: number | null };

/**
 * What became of the times that were given in the last 90 days, by the day on which they were given. Times of monitors
 * and of automated apologies count apart, retracted incidents not at all. Durations in milliseconds, null without a case.
 */
export type Ledger = {
  days: number;
  since: string;
  /** By incident: the first figure. What follows counts single times. */
  updates: UpdateScore;
  nextUpdates: Score;
  etas: Score;
  reports: Score;
  byMachine: PromiseCounts;
  byPipeline: PromiseCounts;
  /** Restore times that people moved before they were due, and how often a service fell back after it was said to be back. */
  revisions: number;
  relapses: number;
  retractedIncidents: number;
  /** Times that were given in incidents opened in error, and those that a merge took back: neither counts above. */
  retractedPromises: number;
  mergedIncidents: number;
  mergedPromises: number;
  /** Of first restore times: until when they promised it, how long it took, and how much was to spare where they were kept. */
  medianPromisedMs: number | null;
  medianActualMs: number | null;
  medianPaddingMs: number | null;
  perDay: { day: string; kept: number; slipped: number }[];
};

export function ledgerOf(input: Pick<SiteInput, 'siteIndex' | 'now'>): Ledger {
  const all = partsOf(input);
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
    since: recordedSince(input, all),
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
  return { ...counts, keptPercent: decided < ENOUGH_FOR_A_SHARE ? null : Math.floor((100 * counts.kept) / decided) };
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
