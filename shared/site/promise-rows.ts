import { isPersons, type PromiseRow } from '../core/incident.ts';
import type { Instant } from '../core/instant.ts';
import type { PublicIncident } from '../core/public-incident.ts';
import { isLate, type Standing, standingOf } from '../core/standing.ts';

/** A promise as the public documents show it; `late` only while it is open and its time has passed. */
export function promiseRow(row: PromiseRow, standing: Standing) {
  const { incident, seq, promise, at, source, state, settledBy, settledAt, madeAt, announcedLate } = row;
  return {
    incident,
    seq,
    promise,
    at,
    source,
    state,
    standing,
    ...(settledBy === undefined ? {} : { settledBy }),
    ...(settledAt === undefined ? {} : { settledAt }),
    madeAt,
    ...(announcedLate === undefined ? {} : { announcedLate }),
    ...(standing === 'late' ? { late: true } : {}),
  };
}

/** A promise with how it stands, and the incident that it belongs to. */
export type StandingRow = { row: PromiseRow; standing: Standing; incident: PublicIncident };

/** Every promise of an incident with how it stands at `now`, in the order in which they were given. */
export const standingRows = (incident: PublicIncident, now: Instant): StandingRow[] =>
  incident.promises.map((row) => ({ row, standing: standingOf(row, incident.entries, now), incident }));

/** Every promise of these incidents, newest first. */
export const promiseLedger = (incidents: readonly PublicIncident[], now: Instant): StandingRow[] =>
  incidents
    .flatMap((incident) => standingRows(incident, now))
    .toSorted((a, b) => (a.row.madeAt === b.row.madeAt ? b.row.seq - a.row.seq : a.row.madeAt < b.row.madeAt ? 1 : -1));

/** What became of promises. `late` ones are open and overdue; they count as open, too. */
export type PromiseCounts = Record<PromiseRow['state'] | 'late', number>;

export function countPromises(rows: readonly PromiseRow[], now: Instant): PromiseCounts {
  const counts: PromiseCounts = { open: 0, kept: 0, slipped: 0, revised: 0, withdrawn: 0, late: 0 };
  for (const row of rows) {
    counts[row.state] += 1;
    if (isLate(row, now)) counts.late += 1;
  }
  return counts;
}

/** The ETA that is scored is the first of its incident: moving it does not make it a better one. */
export function scoredEtas(rows: readonly PromiseRow[]): PromiseRow[] {
  const first = new Map<string, PromiseRow>();
  for (const row of rows.filter((one) => one.promise === 'restoreBy' && isPersons(one))) {
    const seen = first.get(row.incident);
    if (!seen || row.seq < seen.seq) first.set(row.incident, row);
  }
  return [...first.values()];
}
