import type { PromiseRow } from '../core/incident.ts';
import { type Instant, msBetween } from '../core/instant.ts';
import { isMissed, type Standing } from '../core/standing.ts';
import type { Voice } from './sentences.ts';
import { promisedTime, sayLateness } from './time.ts';

/** What became of a promise, in the ledger. A missed one says so first, and never that it was taken back. */
export function standingSentence(voice: Voice, row: PromiseRow, standing: Standing, now: Instant): string {
  const spanMs = msBetween(row.madeAt, row.at);
  const later = sayLateness(voice, row.at, row.settledAt ?? now, spanMs);
  if (row.announcedLate) {
    const { backAt, saidAt } = row.announcedLate;
    const by = sayLateness(voice, row.at, saidAt, spanMs);
    const account = `Kept, announced late by ${by}: back at ${promisedTime(voice, backAt, row.at, spanMs)} by our account`;
    return isMissed(standing) ? `${account}; counts as missed` : account;
  }
  switch (standing) {
    case 'open':
      return 'Open';
    case 'late':
      return `Late by ${later}`;
    case 'kept':
      return 'Kept';
    case 'kept-late':
      return `Kept, ${later} late`;
    case 'revised':
      return 'Moved before it was due';
    case 'revised-late':
      return `Missed; we gave a new time ${later} later`;
    case 'withdrawn':
      return 'Taken back before it was due';
    case 'answered':
      return `Missed; an automated apology said so ${later} later`;
    case 'owned-up':
      return `Missed; we said so ${later} later`;
    case 'missed':
      return 'Missed; nobody said so at the time';
    case 'overtaken':
      return 'No longer needed: the incident was closed, or went on in another one, before it was due';
    case 'overtaken-late':
      return `Missed; the incident was closed, or went on in another one, ${later} later`;
  }
}
