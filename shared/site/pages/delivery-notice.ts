import type { Deliveries, Delivery } from '../../core/delivery.ts';
import { isEnded } from '../../core/delivery.ts';
import { type Instant, MINUTE_MS, msBetween } from '../../core/instant.ts';
import type { PublicIncident } from '../../core/public-incident.ts';
import { X_DELIVERY_NOTICES } from '../../wording/site.ts';
import { type Html, html, NOTHING } from '../html.ts';

/** A post that takes longer than this is called delayed in public. */
const X_IS_SLOW_MS = MINUTE_MS;

/** The same for all incidents of a page, each sentence once: it is about the channel, and stands behind what people say. */
export function xDeliveryNotices(
  incidents: readonly PublicIncident[],
  onX: ReadonlyMap<string, Deliveries> | undefined,
  now: Instant,
): Html {
  const said = incidents.flatMap((incident) => noticeOf(incident, onX?.get(incident.id), now) ?? []);
  return html`${[...new Set(said)].map((sentence) => html`<p class="notice">${sentence}</p>`)}`;
}

/** What became of an incident's posts on X, where that is not as it should be. `onX`: none where X is not live. */
export function xDeliveryNotice(incident: PublicIncident, onX: Deliveries | undefined, now: Instant): Html {
  const said = noticeOf(incident, onX, now);
  return said === undefined ? NOTHING : html`<p class="notice">${said}</p>`;
}

/** The sentence for it; undefined where nothing is to be said. */
export function noticeOf(incident: PublicIncident, onX: Deliveries | undefined, now: Instant): string | undefined {
  if (onX === undefined || incident.imported) return undefined;
  const latest = onX.get(incident.entries.at(-1)?.seq ?? 0)?.state;
  if (latest === 'rejected') return X_DELIVERY_NOTICES.rejected;
  if (latest === 'unknown') return X_DELIVERY_NOTICES.unknown;
  const isLate = incident.entries.some((line) => !isEnded(onX.get(line.seq)) && msBetween(line.at, now) > X_IS_SLOW_MS);
  if (isLate) return X_DELIVERY_NOTICES.delayed;
  return [...onX.values()].some(wasTakenDown) ? X_DELIVERY_NOTICES.removed : undefined;
}

const wasTakenDown = (delivery: Delivery): boolean =>
  delivery.state === 'delivered' && delivery.removedAt !== undefined;
