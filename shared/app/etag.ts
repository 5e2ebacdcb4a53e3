import type { ReportedIncident } from '../core/incident.ts';

/** The strong ETag of an incident: its head's number and the first 16 hex of the head's hash. */
export const etagOf = (incident: Pick<ReportedIncident, 'head'>): string =>
  `"${incident.head.seq}-${incident.head.hash.slice(0, 16)}"`;
