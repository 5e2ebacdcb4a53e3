import { nextXCheckAt } from '../core/x-checks.ts';
import type { DeliveryRecords } from '../ports/deliveries.ts';
import type { XAccount } from '../ports/x-account.ts';
import type { ChannelCheck } from './pending-deliveries.ts';

/** X owes every entry that it has not ended with; when to look again depends on what the account waits for. */
export const xCheck =
  (deliveries: DeliveryRecords, account: Pick<XAccount, 'read'>): ChannelCheck =>
  async (incident, now) => {
    const [done, { state }] = await Promise.all([deliveries.of(incident.id, 'x'), account.read()]);
    return nextXCheckAt(incident, done, state, now);
  };
