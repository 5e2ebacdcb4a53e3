import { goneFrom } from '../../core/channel/own-posts.ts';
import { DAY_MS, plus } from '../../core/instant.ts';
import { X } from '../../core/x/facts.ts';
import { idAt } from '../../core/x/find.ts';
import { afterReading, idsOf, reading, timelineDue } from '../../core/x/timeline.ts';
import type { XAccountRead } from '../../ports/x-account.ts';
import { type AttemptPorts, CLOCK_SKEW_MS, changeAccount } from './attempt.ts';

/**
 * Reads the last day of our timeline if it is time: what somebody took down is recorded as such and never posted again;
 * what people wrote themselves is left alone and counts. Two readings in a row must miss a post before it is called gone.
 */
export async function readTimelineIfDue(ports: AttemptPorts, { state, version }: XAccountRead): Promise<void> {
  const now = ports.clock.now();
  if (timelineDue(state, now) === undefined) return;
  if (!(await ports.account.swap(version, reading(state, now)))) return;

  const own = await ports.x.ownPosts(idAt(plus(now, -DAY_MS - CLOCK_SKEW_MS)));
  if (!('posts' in own)) return;
  // The deliveries first: whoever dies in between leaves the rest to the next reading.
  for (const { incident, seq, id } of goneFrom(state, idsOf(own.posts), now)) {
    const delivery = (await ports.deliveries.of(incident, X.name)).get(seq);
    if (delivery?.state !== 'delivered' || delivery.receipt !== id || delivery.removedAt !== undefined) continue;
    await ports.deliveries.put(incident, X.name, seq, { ...delivery, removedAt: now });
  }
  await changeAccount(ports.account, (account) => afterReading(account, own.posts, now));
}
