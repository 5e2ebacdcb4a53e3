import { goneFrom } from '../../core/channel/own-posts.ts';
import { DAY_MS, MINUTE_MS, plus } from '../../core/instant.ts';
import { afterReading, type KeyedAccount, NEW_KEYED_ACCOUNT, reading, readingDue } from '../../core/keyed/account.ts';
import { changeAccount } from './account.ts';
import type { PublishKeyedPorts } from './ports.ts';

/** Our clock and theirs may differ. */
const CLOCK_SKEW_MS = MINUTE_MS;

/**
 * Reads what stands there of the last day if it is time: what somebody took down is recorded as such and never put again.
 * Two readings in a row must miss a post before it is called gone.
 */
export async function readIfDue(ports: PublishKeyedPorts, seen: KeyedAccount): Promise<void> {
  const { is, account, channel, clock, deliveries } = ports;
  const now = clock.now();
  if (readingDue(seen, now) === undefined) return;
  const { state = NEW_KEYED_ACCOUNT, version } = await account.read();
  if (readingDue(state, now) === undefined || !(await account.swap(version, reading(state, now)))) return;

  const own = await channel.standing(plus(now, -DAY_MS - CLOCK_SKEW_MS));
  if (!('receipts' in own)) return;
  // The deliveries first: whoever dies in between leaves the rest to the next reading.
  for (const { incident, seq, id } of goneFrom(state, own.receipts, now)) {
    const delivery = (await deliveries.of(incident, is.name)).get(seq);
    if (delivery?.state !== 'delivered' || delivery.receipt !== id || delivery.removedAt !== undefined) continue;
    await deliveries.put(incident, is.name, seq, { ...delivery, removedAt: now });
  }
  await changeAccount(account, (one) => afterReading(one, own.receipts, now));
}
