import type { Config } from '../../config/config-schema.ts';
import { SITE } from '../../core/channel/shipped.ts';
import { isEnded } from '../../core/delivery.ts';
import { plus } from '../../core/instant.ts';
import { DELIVERY_CHECK_MS } from '../../core/policy.ts';
import { publicIncident } from '../../core/public-incident.ts';
import type { WatchedChannel } from '../../ports/channel.ts';
import type { DeliveryRecords } from '../../ports/deliveries.ts';
import { type BesidePorts, besideEntries, deliveriesByChannel, shownBefore } from './beside-entries.ts';

type WatchedSitePorts = BesidePorts & { config: Config; deliveries: Pick<DeliveryRecords, 'of' | 'onAll'> };

/** The site owes every entry that it has not recorded as delivered, and a page on which something else has become true. */
export const watchedSite = (ports: WatchedSitePorts): WatchedChannel => ({
  is: SITE,
  async dueAt(incident, now) {
    const done = await ports.deliveries.of(incident.id, SITE.name);
    const owes = incident.entries.some((entry) => !isEnded(done.get(entry.seq)));
    return owes ? plus(now, DELIVERY_CHECK_MS) : undefined;
  },
  async isStale(incident, control, now) {
    if (incident.handling === 'drill') return false;
    const [onSite, byChannel] = await Promise.all([
      ports.deliveries.of(incident.id, SITE.name),
      deliveriesByChannel(ports, incident.id),
    ]);
    const told = publicIncident(incident);
    const { shown } = await besideEntries(ports, told, { entries: incident.entries, control, told: byChannel, now });
    return shownBefore(onSite, told) !== shown;
  },
});
