import type { ReportedIncident } from '../incident.ts';
import { msBetween } from '../instant.ts';
import { ADVISED_STATUSES, type Phase, type ResolvedIncident, resolvedIncident } from './past.ts';

/** The incident as history for others; undefined if it is not over, was opened in error, or was maintenance. */
export function pastOf(incident: ReportedIncident): ResolvedIncident | undefined {
  if (incident.phase !== 'resolved' || incident.entries.some((entry) => entry.kind === 'maintenance')) return undefined;
  return resolvedIncident(incident.openedAt, incident.resolvedAt, phasesOf(incident));
}

/** From which age on the incident had which status; ages count from its first entry. */
export function phasesOf({ entries, openedAt }: ReportedIncident): Phase[] {
  const phases: Phase[] = [];
  for (const { at, status } of entries) {
    const advised = ADVISED_STATUSES.find((known) => known === status);
    if (advised === undefined || phases.at(-1)?.status === advised) continue;
    phases.push({ status: advised, fromMs: msBetween(openedAt, at) });
  }
  return phases;
}
