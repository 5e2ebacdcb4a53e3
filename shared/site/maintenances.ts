import type { Instant } from '../core/instant.ts';
import type { PublicIncident, PublicMaintenance, PublicOutage } from '../core/public-incident.ts';
import type { SiteIndexView } from '../ports/site-index.ts';

export const isMaintenance = (incident: PublicIncident): incident is PublicMaintenance =>
  incident.type === 'maintenance';

export const isOutage = (incident: PublicIncident): incident is PublicOutage => incident.type === 'outage';

/** Incidents that are open now, newest first; announced work is never among them. */
export const openOutages = (siteIndex: SiteIndexView): PublicOutage[] => siteIndex.open.filter(isOutage);

/** Work that is going on now, by its beginning. */
export const activeMaintenances = (siteIndex: SiteIndexView): PublicMaintenance[] =>
  soonestFirst(siteIndex.open.filter(isMaintenance).filter((one) => one.phase === 'open'));

/** Work that was announced and has not begun, the next one first. */
export const upcomingMaintenances = (siteIndex: SiteIndexView): PublicMaintenance[] =>
  soonestFirst(siteIndex.open.filter(isMaintenance).filter((one) => one.phase === 'scheduled'));

/** Work whose planned end came, and that no person has called done. */
export const unconfirmedMaintenances = (siteIndex: SiteIndexView): PublicMaintenance[] =>
  soonestFirst(siteIndex.open.filter(isMaintenance).filter((one) => one.phase === 'completed' && !one.confirmed));

const soonestFirst = (maintenances: readonly PublicMaintenance[]): PublicMaintenance[] =>
  maintenances.toSorted((a, b) => (a.scheduledFor < b.scheduledFor ? -1 : a.scheduledFor > b.scheduledFor ? 1 : 0));

/** True once its planned end has passed without its end being said. */
export const isOverrunning = (maintenance: PublicMaintenance, now: Instant): boolean =>
  maintenance.phase === 'open' && maintenance.scheduledUntil <= now;
