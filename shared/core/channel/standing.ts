import { type Deliveries, type Delivery, isEnded } from '../delivery.ts';
import { type Instant, MINUTE_MS, msBetween } from '../instant.ts';
import type { ChannelFacts } from './channel.ts';

/** A channel, and what it did with the statements of one incident. */
export type ChannelTold = { is: Pick<ChannelFacts, 'name' | 'label'>; deliveries: Deliveries };

/**
 * How a channel stands to what was said of an incident: it `has` the newest word in public, or something is not as it
 * should be with it. `quiet`: neither; it is about to say the newest word, or does not say it by its rules.
 */
export type ChannelStanding = 'has' | 'rejected' | 'unknown' | 'delayed' | 'removed' | 'quiet';

/** What takes longer than this is called delayed in public. */
const SLOW_MS = MINUTE_MS;

/** `said`: the incident's entries, oldest first. */
export function standingOn(
  said: readonly { seq: number; at: Instant }[],
  deliveries: Deliveries,
  now: Instant,
): ChannelStanding {
  const latest = deliveries.get(said.at(-1)?.seq ?? 0);
  if (latest?.state === 'rejected' || latest?.state === 'unknown') return latest.state;
  if (said.some(({ seq, at }) => !isEnded(deliveries.get(seq)) && msBetween(at, now) > SLOW_MS)) return 'delayed';
  if ([...deliveries.values()].some(wasTakenDown)) return 'removed';
  return isPublic(latest) ? 'has' : 'quiet';
}

const wasTakenDown = (delivery: Delivery): boolean =>
  delivery.state === 'delivered' && delivery.removedAt !== undefined;

/** What was only rehearsed is read by nobody. */
const isPublic = (delivery: Delivery | undefined): boolean => delivery?.state === 'delivered' && !delivery.shadow;
