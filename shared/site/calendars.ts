import { type Instant, MINUTE_MS, plus } from '../core/instant.ts';
import type { PublicIncident, PublicMaintenance, PublicOutage } from '../core/public-incident.ts';
import type { SiteFile } from '../ports/site-store.ts';
import { REDACTED } from '../wording/incident.ts';
import { nextUpdateTitle, siteTitle } from '../wording/site.ts';
import { type CalendarEvent, calendarText } from './calendar.ts';
import type { SiteContext, SiteInput } from './context.ts';
import { plain } from './html.ts';
import { isMaintenance } from './maintenances.ts';
import { FRESH, incidentPath } from './paths.ts';
import { known, titleOf } from './site-index-state.ts';

/** A promised update takes no time, but calendars show nothing that lasts none. */
const UPDATE_LASTS_MS = 5 * MINUTE_MS;

/** The calendar of maintenance, for people to subscribe to. What is cancelled stays in it, marked as such. */
export const maintenanceCalendar = (input: SiteInput): SiteFile =>
  file(
    'maintenance.ics',
    input,
    known(input.siteIndex)
      .filter(isMaintenance)
      .map((one) => maintenanceEvent(input, one)),
  );

/** When the next word of one incident is due, or when one maintenance is, to put into a calendar. */
export function nextCalendar(context: SiteContext, incident: PublicIncident): SiteFile {
  const event =
    incident.type === 'maintenance' ? maintenanceEvent(context, incident) : nextUpdateEvent(context, incident);
  return file(`incidents/${incident.id}/next.ics`, context, event === undefined ? [] : [event]);
}

const maintenanceEvent = (context: SiteContext, maintenance: PublicMaintenance): CalendarEvent => ({
  ...commonOf(context, maintenance, 'maintenance'),
  from: maintenance.scheduledFor,
  until: endOf(maintenance),
  summary: titleOf(maintenance),
  cancelled: maintenance.phase === 'cancelled',
});

/** What is over has ended when it was said to, if that lies behind its beginning. */
function endOf({ phase, endedAt, scheduledFor, scheduledUntil }: PublicMaintenance): Instant {
  if (phase !== 'completed' || endedAt === undefined || endedAt <= plus(scheduledFor, MINUTE_MS)) return scheduledUntil;
  return endedAt;
}

/** The newest promised update: cancelled once nothing is promised any more; undefined if there never was one. */
function nextUpdateEvent(context: SiteContext, incident: PublicOutage): CalendarEvent | undefined {
  const row = incident.promises.findLast((one) => one.promise === 'nextUpdateBy');
  if (row === undefined) return undefined;
  return {
    ...commonOf(context, incident, 'next'),
    from: row.at,
    until: plus(row.at, UPDATE_LASTS_MS),
    summary: nextUpdateTitle(titleOf(incident)),
    cancelled: row.state !== 'open',
  };
}

const commonOf = ({ siteUrl }: SiteContext, incident: PublicIncident, what: string) => ({
  uid: `${what}-${incident.id}@${new URL(siteUrl).hostname}`,
  sequence: incident.head.seq - 1,
  saidAt: incident.head.at,
  description: `${lastMessage(incident)}\n\n${siteUrl}${incidentPath(incident.id)}`,
  url: `${siteUrl}${incidentPath(incident.id)}`,
});

/** The clock's and the pipeline's words say times that the event shows anyway. */
const lastMessage = (incident: PublicIncident): string =>
  incident.entries.findLast((line) => !line.automated)?.message ?? REDACTED;

const file = (key: string, { config }: SiteContext, events: readonly CalendarEvent[]): SiteFile => ({
  key,
  body: calendarText(siteTitle(plain(config.brand.name)), events),
  contentType: 'text/calendar; charset=utf-8',
  cacheControl: FRESH,
});
