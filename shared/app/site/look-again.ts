import { SITE } from '../../core/channel/shipped.ts';
import { isEnded } from '../../core/delivery.ts';
import { plus } from '../../core/instant.ts';
import { DELIVERY_CHECK_MS } from '../../core/policy.ts';
import type { WatchedChannel } from '../../ports/channel.ts';
import type { DeliveryRecords } from '../../ports/deliveries.ts';

/** The site owes every entry that it has not recorded as delivered. */
export const watchedSite = (deliveries: Pick<DeliveryRecords, 'of'>): WatchedChannel => ({
  is: SITE,
  async dueAt(incident, now) {
    const done = await deliveries.of(incident.id, SITE.name);
    const owes = incident.entries.some((entry) => !isEnded(done.get(entry.seq)));
    return owes ? plus(now, DELIVERY_CHECK_MS) : undefined;
  },
});
