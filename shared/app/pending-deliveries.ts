import { isEnded } from '../core/delivery.ts';
import type { ReportedIncident } from '../core/incident.ts';
import { type Instant, plus } from '../core/instant.ts';
import { DELIVERY_CHECK_MS } from '../core/policy.ts';
import type { DeliveryRecords } from '../ports/deliveries.ts';

/** When a channel that still owes something is to be looked at again; undefined if it owes nothing. */
export type ChannelCheck = (incident: ReportedIncident, now: Instant) => Promise<Instant | undefined>;

/** The site owes every entry that it has not recorded as delivered. */
export const siteCheck =
  (deliveries: DeliveryRecords): ChannelCheck =>
  async (incident, now) => {
    const done = await deliveries.of(incident.id, 'site');
    const owes = incident.entries.some((entry) => !isEnded(done.get(entry.seq)));
    return owes ? plus(now, DELIVERY_CHECK_MS) : undefined;
  };
