import { type Instant, MINUTE_MS, plus } from '../core/instant.ts';
import type { PublicIncident, PublicMaintenance } from '../core/public-incident.ts';
import type { CalendarEvent } from './calendar.ts';
import { REDACTED, titleOf } from './incident.ts';

/** Announced work in a calendar, wherever it is read: on the site and in a mail it is one event. `page`: its address. */
export const maintenanceEvent = (page: string, maintenance: PublicMaintenance): CalendarEvent => ({
  ...eventOf(page, maintenance, 'maintenance'),
  from: maintenance.scheduledFor,
  until: endOf(maintenance),
  summary: titleOf(maintenance),
  cancelled: maintenance.phase === 'cancelled',
});

/** What every event about an incident has: its name, which state of it this is, and what was said last. */
export const eventOf = (page: string, incident: PublicIncident, what: string) => ({
  uid: `${what}-${incident.id}@${new URL(page).hostname}`,
  sequence: incident.head.seq - 1,
  saidAt: incident.head.at,
  description: `${lastMessage(incident)}\n\n${page}`,
  url: page,
});

/** What is over has ended when it was said to, if that lies behind its beginning. */
function endOf({ phase, endedAt, scheduledFor, scheduledUntil }: PublicMaintenance): Instant {
  if (phase !== 'completed' || endedAt === undefined || endedAt <= plus(scheduledFor, MINUTE_MS)) return scheduledUntil;
  return endedAt;
}

/** The clock's and the pipeline's words say times that the event shows anyway. */
const lastMessage = (incident: PublicIncident): string =>
  incident.entries.findLast((line) => !line.automated)?.message ?? REDACTED;
