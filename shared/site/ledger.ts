import type { Counted, DaySum, GivenBy } from '../core/day-sum.ts';
import { PROMISE_NAMES, type PromiseName, type SettledAs } from '../core/entry.ts';
import { epochMs, type Instant } from '../core/instant.ts';
import type { SiteInput } from './context.ts';
import { HISTORY_DAYS, recordedSince, sumsOf } from './day-history.ts';
import type { PromiseCounts } from './promise-rows.ts';
import { median, total, type UpdateScore, updateScore } from './score.ts';

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
  const sums = sumsOf(input);
  const named = (promise: PromiseName) => scoreOf(countsOf(sums, [`state:${promise}:person`], input.now));
  const apart = (by: GivenBy) =>
    countsOf(
      sums,
      PROMISE_NAMES.map((promise) => `state:${promise}:${by}` as const),
      input.now,
    );
  return {
    days: HISTORY_DAYS,
    since: recordedSince(input, sums),
    updates: updateScore(sums),
    nextUpdates: named('nextUpdateBy'),
    etas: scoreOf(countsOf(sums, ['scored'], input.now)),
    reports: named('reportBy'),
    byMachine: apart('machine'),
    byPipeline: apart('pipeline'),
    revisions: total(sums, 'state:restoreBy:person:revised'),
    relapses: total(sums, 'relapses'),
    retractedIncidents: total(sums, 'retracted'),
    retractedPromises: total(sums, 'retracted promises'),
    mergedIncidents: total(sums, 'merged'),
    mergedPromises: total(sums, 'merged promises'),
    medianPromisedMs: median(sums, 'promised'),
    medianActualMs: median(sums, 'actual'),
    medianPaddingMs: median(sums, 'spare'),
    perDay: perDay(sums),
  };
}

/** The first part of what is counted: before the state. */
type Sort = `state:${PromiseName}:${GivenBy}` | 'scored';

const STATES: readonly SettledAs[] = ['open', 'kept', 'slipped', 'revised', 'withdrawn'];

const countedAs = (sort: Sort, state: SettledAs): Counted => `${sort}:${state}`;

function countsOf(sums: readonly DaySum[], sorts: readonly Sort[], now: Instant): PromiseCounts {
  const counts: PromiseCounts = { open: 0, kept: 0, slipped: 0, revised: 0, withdrawn: 0, late: 0 };
  for (const sort of sorts) {
    for (const state of STATES) counts[state] += total(sums, countedAs(sort, state));
    counts.late += lateOf(sums, countedAs(sort, 'open'), now);
  }
  return counts;
}

/** Open ones are counted by when they are due: late from that very moment. */
function lateOf(sums: readonly DaySum[], open: Counted, now: Instant): number {
  let late = 0;
  for (const { day, counts } of sums) {
    const dueFrom = epochMs(`${day}T00:00:00.000Z`);
    for (const [due, times] of counts.get(open) ?? []) if (dueFrom + due <= epochMs(now)) late += times;
  }
  return late;
}

function scoreOf(counts: PromiseCounts): Score {
  const decided = counts.kept + counts.slipped;
  return { ...counts, keptPercent: decided < ENOUGH_FOR_A_SHARE ? null : Math.floor((100 * counts.kept) / decided) };
}

const perDay = (sums: readonly DaySum[]): Ledger['perDay'] =>
  sums
    .map((sum) => {
      const given = (state: SettledAs) =>
        total([sum], countedAs('state:nextUpdateBy:person', state)) + total([sum], countedAs('scored', state));
      return { day: sum.day, kept: given('kept'), slipped: given('slipped') };
    })
    .filter(({ kept, slipped }) => kept + slipped > 0);
