import { closedGate } from '../../core/channel/gate.ts';
import { isEnded } from '../../core/delivery.ts';
import { type KeyedAccount, NEW_KEYED_ACCOUNT, readingDue } from '../../core/keyed/account.ts';
import { nextLookAt } from '../../core/keyed/claim.ts';
import type { KeyedFacts } from '../../core/keyed/facts.ts';
import type { WatchedChannel } from '../../ports/channel.ts';
import { channelMode } from '../../ports/channel-mode.ts';
import type { ControlRecord } from '../../ports/control.ts';
import type { DeliveryRecords } from '../../ports/deliveries.ts';
import type { Versioned } from '../../ports/versioned.ts';

type WatchedKeyedPorts = {
  deliveries: Pick<DeliveryRecords, 'of'>;
  control: Pick<ControlRecord, 'read'>;
  account: Pick<Versioned<KeyedAccount>, 'read'>;
};

/** Such a channel owes every entry that it has not ended with. */
export const watchedKeyed = (is: KeyedFacts, { deliveries, control, account }: WatchedKeyedPorts): WatchedChannel => ({
  is,
  async dueAt(incident, now) {
    const done = await deliveries.of(incident.id, is.name);
    // What the account waits for is asked only where something waits.
    if (incident.entries.every(({ seq }) => isEnded(done.get(seq)))) return undefined;
    const { state = NEW_KEYED_ACCOUNT } = await account.read();
    return nextLookAt(incident, done, closedGate(state, now)?.until, now);
  },
  /** So that what stands there is read. Where the channel is not live, nothing of ours does. */
  async readingDue(now) {
    if (channelMode(await control.read(), is) !== 'live') return undefined;
    return readingDue((await account.read()).state ?? NEW_KEYED_ACCOUNT, now);
  },
});
