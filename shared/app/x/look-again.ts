import type { Instant } from '../../core/instant.ts';
import { nextXLookAgainAt } from '../../core/x/overdue.ts';
import { timelineDue } from '../../core/x/timeline.ts';
import { channelMode } from '../../ports/channel-mode.ts';
import type { ControlRecord } from '../../ports/control.ts';
import type { DeliveryRecords } from '../../ports/deliveries.ts';
import type { XAccount } from '../../ports/x-account.ts';
import type { ChannelCheck } from '../pending-deliveries.ts';

/** X owes every entry that it has not ended with; when to look again depends on what the account waits for. */
export const xLookAgain =
  (deliveries: DeliveryRecords, account: Pick<XAccount, 'read'>): ChannelCheck =>
  async (incident, now) => {
    const [done, { state }] = await Promise.all([deliveries.of(incident.id, 'x'), account.read()]);
    return nextXLookAgainAt(incident, done, state, now);
  };

/** The incident to nudge so that publish-x reads our timeline; undefined while it is not time, or X is not live. */
export const xTimelineDue =
  (control: Pick<ControlRecord, 'read'>, account: Pick<XAccount, 'read'>) =>
  async (now: Instant): Promise<string | undefined> => {
    if (channelMode(await control.read(), 'x') !== 'live') return undefined;
    return timelineDue((await account.read()).state, now);
  };
