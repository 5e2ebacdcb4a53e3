import { MINUTE_MS, plus } from '../core/instant.ts';
import type { PublicIncident, PublicOutage } from '../core/public-incident.ts';
import type { SiteFile } from '../ports/site-store.ts';
import { type CalendarEvent, calendarText } from '../wording/calendar.ts';
import { eventOf, maintenanceEvent } from '../wording/maintenance-event.ts';
import { nextUpdateTitle, siteTitle } from '../wording/site.ts';
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
      .map((one) => maintenanceEvent(pageOf(input, one), one)),
  );

/** When the next word of one incident is due, or when one maintenance is, to put into a calendar. */
export function nextCalendar(context: SiteContext, incident: PublicIncident): SiteFile {
  const event =
    incident.type === 'maintenance'
      ? maintenanceEvent(pageOf(context, incident), incident)
      : nextUpdateEvent(context, incident);
  return file(`incidents/${incident.id}/next.ics`, context, event === undefined ? [] : [event]);
}

/** The newest promised update: cancelled once nothing is promised any more; undefined if there never was one. */
function nextUpdateEvent(context: SiteContext, incident: PublicOutage): CalendarEvent | undefined {
  const row = incident.promises.findLast((one) => one.promise === 'nextUpdateBy');
  if (row === undefined) return undefined;
  return {
    ...eventOf(pageOf(context, incident), incident, 'next'),
    from: row.at,
    until: plus(row.at, UPDATE_LASTS_MS),
    summary: nextUpdateTitle(titleOf(incident)),
    cancelled: row.state !== 'open',
  };
}

const pageOf = ({ siteUrl }: SiteContext, { id }: PublicIncident): string => `${siteUrl}${incidentPath(id)}`;

const file = (key: string, { config }: SiteContext, events: readonly CalendarEvent[]): SiteFile => ({
  key,
  body: calendarText(siteTitle(plain(config.brand.name)), events),
  contentType: 'text/calendar; charset=utf-8',
  cacheControl: FRESH,
});
