import type { LogLine } from '../core/chain.ts';
import type { Settlement } from '../core/entry.ts';
import type { PromiseRow } from '../core/incident.ts';
import { type Instant, MINUTE_MS, msBetween } from '../core/instant.ts';
import { sentenceOf, type Voice } from './sentences.ts';
import { promisedTime, sayLateness } from './time.ts';

// What stands behind a person's words, and nobody typed: what is promised with them, and what they came too late for.

/** From here on a statement is told later than what it tells of; nobody writes in the very minute. */
const TOLD_LATER_FROM_MS = MINUTE_MS;

/** The line of a statement that was dated back: no reader takes the time of the post for that of the event. */
export function happenedSentences(voice: Voice, { at, happenedAt }: { at: Instant; happenedAt?: Instant }): string[] {
  if (happenedAt === undefined || msBetween(happenedAt, at) < TOLD_LATER_FROM_MS) return [];
  return [sentenceOf(voice, 'happened-before', { happened: promisedTime(voice, happenedAt, at) })];
}

/** What an entry promises with its words, for every reader: nothing hides in a field. An apology says it itself. */
export function promiseSentences(voice: Voice, line: LogLine): string[] {
  if (line.kind === 'apology') return [];
  const { nextUpdateBy, restoreBy, reportBy } = line.promises;
  // Read beside the entry's own time and date, so near times need no date of their own.
  const due = (at: Instant) => promisedTime(voice, at, line.at, msBetween(line.at, at));
  const said: string[] = [];
  if (line.kind === 'maintenance') {
    const beginSpan = line.scheduledFor && restoreBy ? msBetween(line.scheduledFor, restoreBy) : undefined;
    if (line.scheduledFor) {
      const from = promisedTime(voice, line.scheduledFor, line.at, beginSpan);
      said.push(sentenceOf(voice, 'maintenance-planned-begin', { from }));
    }
    if (restoreBy) said.push(sentenceOf(voice, 'maintenance-planned-end', { until: due(restoreBy) }));
  }
  if (nextUpdateBy) said.push(sentenceOf(voice, 'promise-next-update', { due: due(nextUpdateBy) }));
  if (nextUpdateBy === null) said.push(sentenceOf(voice, 'promise-next-none'));
  if (restoreBy && line.kind !== 'maintenance')
    said.push(sentenceOf(voice, 'promise-restore', { due: due(restoreBy) }));
  if (restoreBy === null) said.push(sentenceOf(voice, 'promise-restore-withdrawn'));
  if (reportBy) said.push(sentenceOf(voice, 'promise-report', { due: due(reportBy) }));
  if (reportBy === null) said.push(sentenceOf(voice, 'promise-report-withdrawn'));
  return said;
}

/**
 * The line of lateness that an entry of a person carries when it answers a promise after its due time; derived from the
 * chain, written by nobody. Undefined for a promise that was met in time, revised or withdrawn.
 */
export function latenessSentence(
  voice: Voice,
  row: PromiseRow,
  answeredAt: Instant,
  as: 'kept' | 'slipped',
): string | undefined {
  if (answeredAt <= row.at) return undefined;
  const spanMs = msBetween(row.madeAt, row.at);
  const late = sayLateness(voice, row.at, answeredAt, spanMs);
  const due = promisedTime(voice, row.at, answeredAt, spanMs);
  switch (row.promise) {
    case 'nextUpdateBy':
      return sentenceOf(voice, 'late-next-update', { late });
    case 'restoreBy':
      return sentenceOf(voice, as === 'kept' ? 'late-restore-kept' : 'late-restore', { late, due });
    case 'reportBy':
      return sentenceOf(voice, 'late-report', { late });
  }
}

/**
 * Every line of lateness of an entry; one that met, revised or withdrew what was promised has none. Where it says that
 * the service was back before the time that we gave, that is its line about that time. `promises` as of then or later.
 */
export const latenessSentences = (
  voice: Voice,
  promises: readonly PromiseRow[],
  entry: { seq: number; at: Instant; settles: readonly Settlement[] },
): string[] => {
  const accounted = promises.filter((row) => row.announcedLate?.saidBy === entry.seq);
  const settled = entry.settles.flatMap(({ seq, promise, as }) => {
    if (as !== 'kept' && as !== 'slipped') return [];
    const row = promises.find((one) => one.seq === seq && one.promise === promise);
    return row === undefined || accounted.includes(row) ? [] : (latenessSentence(voice, row, entry.at, as) ?? []);
  });
  return [...settled, ...accounted.map((row) => accountSentence(voice, row, entry.at))];
};

function accountSentence(voice: Voice, row: PromiseRow, saidAt: Instant): string {
  const spanMs = msBetween(row.madeAt, row.at);
  const happened = promisedTime(voice, row.announcedLate?.backAt ?? row.at, saidAt, spanMs);
  return sentenceOf(voice, 'back-before-said', { happened, due: promisedTime(voice, row.at, saidAt, spanMs) });
}
