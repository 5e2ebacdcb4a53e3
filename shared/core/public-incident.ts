import { type LogLine, logLine } from './chain.ts';
import type { ComponentState, Entry, Impact, Status } from './entry.ts';
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

/**
 * The public side of an incident. What a redaction names is left out from the moment that the redaction is in the
 * chain: the text itself is removed from the log a little later, and nobody may publish it in between.
 */
export function publicIncident(incident: ReportedIncident): PublicIncident {
  const entries = withoutRedacted(incident.entries);
  const title = entries.findLast((entry) => entry.content?.title !== undefined)?.content?.title ?? '';
  const { id, phase, status, impact, components, openedAt, head, promises } = incident;
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
    entries: entries.map(logLine),
    promises,
  };
}

function withoutRedacted(entries: readonly Entry[]): readonly Entry[] {
  const redacted = new Set(entries.filter((entry) => entry.kind === 'redaction').map((entry) => entry.corrects));
  return entries.map((entry) => {
    if (!redacted.has(entry.seq)) return entry;
    const { content: _content, ...rest } = entry;
    return rest;
  });
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
