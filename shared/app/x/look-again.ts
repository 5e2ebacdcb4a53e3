import { isEnded } from '../../core/delivery.ts';
import { X } from '../../core/x/facts.ts';
import { nextXLookAgainAt } from '../../core/x/overdue.ts';
import { timelineDue } from '../../core/x/timeline.ts';
import type { WatchedChannel } from '../../ports/channel.ts';
import { channelMode } from '../../ports/channel-mode.ts';
import type { ControlRecord } from '../../ports/control.ts';
import type { DeliveryRecords } from '../../ports/deliveries.ts';
import type { XAccount } from '../../ports/x-account.ts';

type WatchedXPorts = {
  deliveries: Pick<DeliveryRecords, 'of'>;
  control: Pick<ControlRecord, 'read'>;
  account: Pick<XAccount, 'read'>;
};

/** X owes every entry that it has not ended with; when to look again depends on what the account waits for. */
export const watchedX = ({ deliveries, control, account }: WatchedXPorts): WatchedChannel => ({
  is: X,
  async dueAt(incident, now) {
    const done = await deliveries.of(incident.id, X.name);
    // What the account waits for is asked only where something waits.
    if (incident.entries.every(({ seq }) => isEnded(done.get(seq)))) return undefined;
    return nextXLookAgainAt(incident, done, (await account.read()).state, now);
  },
  /** So that publish-x reads our timeline. Where X is not live, nothing of ours stands there. */
  async readingDue(now) {
    if (channelMode(await control.read(), X) !== 'live') return undefined;
    return timelineDue((await account.read()).state, now);
  },
});
