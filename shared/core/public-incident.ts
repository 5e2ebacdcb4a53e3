import { type LogLine, logLine } from './chain.ts';
import type { ComponentState, Impact, Status } from './entry.ts';
import type { PromiseRow, ReportedIncident } from './incident.ts';
import type { Instant } from './instant.ts';

/** What the public may know of an incident: its log lines and what follows from them, without the private parts. */
export type PublicIncident = {
  id: string;
  phase: ReportedIncident['phase'];
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
};

export function publicIncident(incident: ReportedIncident): PublicIncident {
  const { id, phase, title, status, impact, components, openedAt, head, promises } = incident;
  const endedAt = endOf(incident);
  return {
    id,
    phase,
    title,
    status,
    impact,
    components,
    openedAt,
    ...(endedAt === undefined ? {} : { endedAt }),
    head,
    entries: incident.entries.map(logLine),
    promises,
  };
}

function endOf(incident: ReportedIncident): Instant | undefined {
  switch (incident.phase) {
    case 'open':
      return undefined;
    case 'resolved':
      return incident.resolvedAt;
    case 'retracted':
    case 'merged':
      return incident.endedAt;
  }
}
