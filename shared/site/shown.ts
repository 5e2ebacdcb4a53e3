import type { ChannelTold } from '../core/channel/standing.ts';
import type { Instant } from '../core/instant.ts';
import type { PublicIncident } from '../core/public-incident.ts';
import { isLate } from '../core/standing.ts';
import { noticeOf } from './pages/delivery-notice.ts';

/**
 * All that the pages of an incident say at `now` besides its entries: what is late, where it goes on, and what became of
 * its posts on the channels. As long as neither this nor the entries change, rendering it again would change nothing but the time.
 */
export function shownBesideEntries(
  incident: PublicIncident,
  beside: { goesOnIn: { title: string } | undefined; channels: readonly ChannelTold[]; answered?: number },
  now: Instant,
): string {
  const late = incident.promises.filter((row) => isLate(row, now)).map(({ seq, promise }) => `${promise} of ${seq}`);
  const { goesOnIn, channels, answered = 0 } = beside;
  const notice = noticeOf(incident, channels, now);
  return JSON.stringify({ late, goesOnIn: goesOnIn?.title, notice, ...(answered === 0 ? {} : { answered }) });
}
