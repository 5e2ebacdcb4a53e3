import { type LogLine, logLine } from './chain.ts';
import type { ComponentState, Impact, Status } from './entry.ts';
import type { ImportedIncident } from './imported-incident.ts';
import type { Maintenance, Outage, PromiseRow, ReportedIncident } from './incident.ts';
import type { Instant } from './instant.ts';

/** What the public may know of a chain: its log lines and what follows from them, without the private parts. */
type PublicCommon = {
  id: string;
  title: string;
  status: Status;
  impact: Impact;
  components: readonly ComponentState[];
  openedAt: Instant;
  /** When it was resolved, retracted or merged; absent while it is open. */
  endedAt?: Instant;
  head: { seq: number; hash: string; at: Instant };
  /** Oldest first. */
  entries: readonly LogLine[];
  promises: readonly PromiseRow[];
  /** What another system told: it has no chain, so its lines carry no hashes. `removed`: it was taken out again. */
  imported?: ImportedIncident & { removed?: true };
};

export type PublicOutage = PublicCommon & { type: 'outage'; phase: Outage['phase'] };

export type PublicMaintenance = PublicCommon & {
  type: 'maintenance';
  phase: Maintenance['phase'];
  scheduledFor: Instant;
  scheduledUntil: Instant;
  /** False from its planned end on, as long as no person has said that it is over. */
  confirmed: boolean;
};

export type PublicIncident = PublicOutage | PublicMaintenance;

/** True while its row must stay at hand however old it is: it is open, to come, or waits for a person to confirm its end. */
export const isUnfinished = (incident: PublicIncident): boolean => {
  if (incident.phase === 'open' || incident.phase === 'scheduled') return true;
  return incident.type === 'maintenance' && incident.phase === 'completed' && !incident.confirmed;
};

/** The public side of an incident. */
export function publicIncident(incident: ReportedIncident): PublicIncident {
  const { id, title, status, impact, components, openedAt, head, promises, entries } = incident;
  const endedAt = endOf(incident);
  const common = {
    id,
    title,
    status,
    impact,
    components,
    openedAt,
    ...(endedAt === undefined ? {} : { endedAt }),
    head,
    entries: entries.map(logLine),
    promises,
  };
  if (incident.type === 'outage') return { ...common, type: 'outage', phase: incident.phase };
  const { phase, scheduledFor, scheduledUntil } = incident;
  const confirmed = phase === 'completed' ? incident.confirmed : true;
  return { ...common, type: 'maintenance', phase, scheduledFor, scheduledUntil, confirmed };
}

function endOf(incident: ReportedIncident): Instant | undefined {
  switch (incident.phase) {
    case 'open':
    case 'scheduled':
      return undefined;
    case 'resolved':
      return incident.resolvedAt;
    case 'retracted':
    case 'merged':
    case 'completed':
    case 'cancelled':
      return incident.endedAt;
  }
}

/** What readers can do now: the newest workaround that still stands in the log. */
export const workaroundOf = (incident: PublicIncident): string | undefined =>
  incident.entries.findLast((line) => line.workaround !== undefined)?.workaround;

/** When it began as far as we know: the time that the first entry admits, or when we first spoke. */
export const beganAt = (incident: PublicIncident): Instant => {
  const admitted = incident.entries[0]?.happenedAt;
  return admitted !== undefined && admitted < incident.openedAt ? admitted : incident.openedAt;
};
