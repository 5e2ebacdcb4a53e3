import type { ReportedIncident } from '../core/incident.ts';

/** The strong ETag of an incident: its head's number and the first 16 hex of the head's hash. */
export const etagOf = (incident: Pick<ReportedIncident, 'head'>): string =>
  `"${incident.head.seq}-${incident.head.hash.slice(0, 16)}"`;

/** The number of the newest entry in the state that an ETag of ours names, 7 of `"7-c0ffee"`; 0 of any other text. */
export const seqIn = (etag: string): number => Number(/^"(\d+)-/.exec(etag)?.[1] ?? 0);
