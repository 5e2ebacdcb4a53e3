import type { PromiseName, PromisesMade, SettledAs, Settlement } from './entry.ts';
import { type PromiseRow, type ReportedIncident, saysBack } from './incident.ts';
import { type Instant, msBetween, plus } from './instant.ts';
import { graceMs } from './policy.ts';

/** When the grace of a promise ends: from then on an apology may follow. */
export const graceEnds = (row: Pick<PromiseRow, 'at' | 'madeAt'>): Instant =>
  plus(row.at, graceMs(msBetween(row.madeAt, row.at)));

/** True from the second that a promise is due. The page says *late* from then on. */
export const isOverdue = (row: Pick<PromiseRow, 'at' | 'state'>, now: Instant): boolean =>
  row.state === 'open' && row.at < now;

/** What the incident is after an entry, as far as settling promises needs to know. */
export type After = { back: boolean; ends: boolean };

/**
 * How a person's statement at `at` settles the promises that are open: decided here once, by its place in the chain,
 * and only read afterwards (docs/rules.md, Settlement).
 */
export function settledByPerson(
  incident: ReportedIncident,
  at: Instant,
  said: PromisesMade,
  after: After,
): Settlement[] {
  const settlements = incident.promises.flatMap((row) => {
    if (row.state !== 'open') return [];
    const as = verdictOfPerson(row, at, said, after);
    return as ? [{ seq: row.seq, promise: row.promise, as }] : [];
  });
  return [...settlements, ...reopenedEta(incident, at, said, after)];
}

function verdictOfPerson(row: PromiseRow, at: Instant, said: PromisesMade, after: After): SettledAs | undefined {
  switch (row.promise) {
    case 'nextUpdateBy':
      if (at > graceEnds(row)) return 'slipped';
      // Withdrawing in time is not the update that was promised; afterwards, speaking is.
      return said.nextUpdateBy === null && at <= row.at && !after.ends ? 'withdrawn' : 'kept';
    case 'restoreBy':
      if (after.back && at <= graceEnds(row)) return 'kept';
      if (at > row.at) return 'slipped';
      if (said.restoreBy === null) return 'withdrawn';
      return said.restoreBy === undefined || said.restoreBy === row.at ? undefined : 'revised';
    case 'reportBy':
      // Whoever speaks after it was due, and does not publish it, owns up to that.
      if (at > row.at) return 'slipped';
      if (said.reportBy === null) return 'withdrawn';
      return said.reportBy === undefined || said.reportBy === row.at ? undefined : 'revised';
  }
}

/** A service that falls back before its ETA was due has that ETA open again, unless a new word was said about it. */
export function reopenedEta(incident: ReportedIncident, at: Instant, said: PromisesMade, after: After): Settlement[] {
  if (after.back || !saysBack(incident)) return [];
  const last = incident.promises.findLast((row) => row.promise === 'restoreBy');
  if (last?.state !== 'kept' || last.at <= at) return [];
  const as =
    said.restoreBy === undefined || said.restoreBy === last.at
      ? 'open'
      : said.restoreBy === null
        ? 'withdrawn'
        : 'revised';
  return [{ seq: last.seq, promise: 'restoreBy', as }];
}

/** Retract and merge withdraw everything that is open, without an apology. */
export const withdrawnAll = (incident: ReportedIncident): Settlement[] =>
  incident.promises
    .filter((row) => row.state === 'open')
    .map((row) => ({ seq: row.seq, promise: row.promise, as: 'withdrawn' }));

/** A time said again is not a new promise: only what differs from the one that still stands is made. */
export function newlyMade(
  incident: ReportedIncident | undefined,
  said: PromisesMade,
  settles: readonly Settlement[],
): PromisesMade {
  const stands = (promise: PromiseName, at: Instant) =>
    incident?.promises.some(
      (row) =>
        row.promise === promise &&
        row.at === at &&
        (row.state === 'open' || settles.some((s) => s.seq === row.seq && s.promise === promise && s.as === 'open')) &&
        !settles.some((s) => s.seq === row.seq && s.promise === promise && s.as !== 'open'),
    );
  // That no next update is promised says something; that a time which was never given is taken back says what is false.
  const takesBack = (promise: PromiseName) => {
    const last = incident?.promises.findLast((row) => row.promise === promise);
    if (promise === 'nextUpdateBy') return true;
    return last !== undefined && !(promise === 'reportBy' && last.state === 'kept');
  };
  const says = (promise: PromiseName, at: Instant | null) => (at === null ? takesBack(promise) : !stands(promise, at));
  return Object.fromEntries(
    Object.entries(said).filter(([name, at]) => at !== undefined && says(name as PromiseName, at)),
  );
}
