import type { LogLine } from '../core/chain.ts';
import type {
  ComponentStatus,
  EntryKind,
  Impact,
  PromiseName,
  PromiseSource,
  Settlement,
  Status,
} from '../core/entry.ts';
import type { PromiseRow } from '../core/incident.ts';
import { type Instant, msBetween } from '../core/instant.ts';
import { promisedTime, sayLateness } from './time.ts';

/** The field's names for the phases of an incident. */
export const STATUS_WORDS: Record<Status, string> = {
  investigating: 'Investigating',
  identified: 'Identified',
  monitoring: 'Monitoring',
  resolved: 'Resolved',
  postmortem: 'Postmortem',
  scheduled: 'Scheduled',
  in_progress: 'In progress',
  verifying: 'Verifying',
  completed: 'Completed',
  cancelled: 'Cancelled',
};

/** What a phase means to somebody who does not run services. */
export const STATUS_MEANS: Record<Status, string> = {
  investigating: 'we are looking for the cause',
  identified: 'we know the cause and are repairing it',
  monitoring: 'a repair is in place and we are watching it',
  resolved: 'we say that it is over',
  postmortem: 'it is over, and we say how it came about',
  scheduled: 'it has not begun',
  in_progress: 'we are working on it as announced',
  verifying: 'the work is done and we are checking it',
  completed: 'we say that it is done',
  cancelled: 'it does not take place',
};

export const IMPACT_WORDS: Record<Impact, string> = {
  none: 'No known impact',
  minor: 'Minor impact',
  major: 'Major impact',
  critical: 'Critical impact',
};

export const COMPONENT_WORDS: Record<ComponentStatus, string> = {
  operational: 'Operational',
  under_maintenance: 'Under maintenance',
  degraded_performance: 'Degraded performance',
  partial_outage: 'Partial outage',
  major_outage: 'Major outage',
};

/** What an entry is beside its phase; an ordinary update needs no word. */
const KIND_WORDS: Partial<Record<EntryKind, string>> = {
  apology: 'Apology',
  correction: 'Correction',
  reopened: 'Reopened',
  retracted: 'Opened in error',
  merged: 'Merged into another incident',
  redaction: 'Text removed',
  maintenance: 'Maintenance',
};

export const kindWord = (kind: EntryKind): string | undefined => KIND_WORDS[kind];

const PROMISE_WORDS: Record<PromiseName, string> = {
  nextUpdateBy: 'Next update',
  restoreBy: 'Restored',
  reportBy: 'Report',
};

/** What was promised. The end of announced work restores nothing. */
export const promiseWord = (promise: PromiseName, of: 'outage' | 'maintenance' = 'outage'): string =>
  of === 'maintenance' && promise === 'restoreBy' ? 'Planned end' : PROMISE_WORDS[promise];

export const SOURCE_WORDS: Record<PromiseSource, string> = {
  person: 'a person',
  default: 'a person, by our standard interval',
  machine: 'a monitor',
  pipeline: 'an automated apology',
};

/** Stands where a text was taken out. */
export const REDACTED = 'This text was removed. A later entry says why.';

/** An incident whose title was taken out still needs something to click on. */
export const UNTITLED = 'Incident (title removed)';

/** What an entry promises with its words, for every reader: nothing hides in a field. An apology says it itself. */
export function promiseSentences(line: LogLine): string[] {
  if (line.kind === 'apology') return [];
  const { nextUpdateBy, restoreBy, reportBy } = line.promises;
  // Read beside the entry's own time and date, so near times need no date of their own.
  const due = (at: Instant) => promisedTime(at, line.at, msBetween(line.at, at));
  const said: string[] = [];
  if (line.kind === 'maintenance') {
    const beginSpan = line.scheduledFor && restoreBy ? msBetween(line.scheduledFor, restoreBy) : undefined;
    if (line.scheduledFor) said.push(`Planned to begin at ${promisedTime(line.scheduledFor, line.at, beginSpan)}.`);
    if (restoreBy) said.push(`Planned to end by ${due(restoreBy)}.`);
  }
  if (nextUpdateBy) said.push(`Next update by ${due(nextUpdateBy)}.`);
  if (nextUpdateBy === null) said.push('No time is promised for the next update.');
  if (restoreBy && line.kind !== 'maintenance') said.push(`Expected to be restored by ${due(restoreBy)}.`);
  if (restoreBy === null) said.push('The time given for restoring no longer holds, and no new one is given yet.');
  if (reportBy) said.push(`Report by ${due(reportBy)}.`);
  if (reportBy === null) said.push('The time given for the report no longer holds.');
  return said;
}

/**
 * The line of lateness that an entry of a person carries when it answers a promise after its due time; derived from the
 * chain, written by nobody. Undefined for a promise that was met in time, revised or withdrawn.
 */
export function latenessSentence(row: PromiseRow, answeredAt: Instant, as: 'kept' | 'slipped'): string | undefined {
  if (answeredAt <= row.at) return undefined;
  const spanMs = msBetween(row.madeAt, row.at);
  const late = sayLateness(row.at, answeredAt, spanMs);
  const due = promisedTime(row.at, answeredAt, spanMs);
  switch (row.promise) {
    case 'nextUpdateBy':
      return `Said ${late} later than promised.`;
    case 'restoreBy':
      if (as === 'kept') return `Said to be back ${late} after the time that we gave, ${due}.`;
      return `The time that we gave, ${due}, has passed.`;
    case 'reportBy':
      return `Reported ${late} later than promised.`;
  }
}

/** Every line of lateness of an entry; an entry that met, revised or withdrew what was promised has none. */
export const latenessSentences = (
  promises: readonly PromiseRow[],
  entry: { at: Instant; settles: readonly Settlement[] },
): string[] =>
  entry.settles.flatMap(({ seq, promise, as }) => {
    if (as !== 'kept' && as !== 'slipped') return [];
    const row = promises.find((one) => one.seq === seq && one.promise === promise);
    return (row && latenessSentence(row, entry.at, as)) ?? [];
  });

/** What became of a promise, in the ledger. */
export function outcomeSentence(row: PromiseRow, now: Instant): string {
  const spanMs = msBetween(row.madeAt, row.at);
  const late = row.settledAt !== undefined && row.settledAt > row.at;
  switch (row.state) {
    case 'open':
      return row.at <= now ? `Late by ${sayLateness(row.at, now, spanMs)}` : 'Open';
    case 'kept':
      return late ? `Kept, ${sayLateness(row.at, row.settledAt!, spanMs)} late` : 'Kept';
    case 'slipped':
      return late ? `Slipped, owned up to ${sayLateness(row.at, row.settledAt!, spanMs)} later` : 'Slipped';
    case 'revised':
      return 'Revised before it was due';
    case 'withdrawn':
      return 'Withdrawn';
  }
}
