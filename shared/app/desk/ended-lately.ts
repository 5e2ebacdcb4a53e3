import type { Outage } from '../../core/incident.ts';
import { DAY_MS, type Instant, plus } from '../../core/instant.ts';
import { readIncident } from '../read-incidents.ts';
import type { DeskPorts } from './ports.ts';

/** Incidents that ended within the last two days: what is owed after an end is owed for a day. */
export async function endedLately(ports: Pick<DeskPorts, 'log' | 'siteIndex'>, now: Instant): Promise<Outage[]> {
  const { newest } = await ports.siteIndex.read();
  const lately = newest.filter(
    ({ type, endedAt }) => type === 'outage' && endedAt !== undefined && endedAt > plus(now, -2 * DAY_MS),
  );
  const incidents = await Promise.all(lately.map(({ id }) => readIncident(ports.log, id)));
  // The site index lags: one that is open again is among those that are open.
  return incidents.filter((one): one is Outage => one?.type === 'outage' && one.phase !== 'open');
}
