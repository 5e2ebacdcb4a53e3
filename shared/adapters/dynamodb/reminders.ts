import { randomUUID } from 'node:crypto';
import { GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import type { ReminderRecords, ReminderState } from '../../ports/reminders.ts';
import { incidentPartition, REMINDER_PREFIX, reminderKey } from './keys.ts';
import { itemsUnder, type Table, unlessRefused } from './table.ts';

type ReminderItem = ReminderState & { pk: string; sk: string; claimId?: string };

/** Which reminders went out, in DynamoDB. */
export function dynamodbReminders(at: Table): ReminderRecords {
  const { client, table } = at;
  return {
    async of(incident) {
      const items = await itemsUnder<ReminderItem>(at, incidentPartition(incident), REMINDER_PREFIX);
      return new Map(
        items.map(({ pk, sk, claimId, ...state }) => [sk.slice(REMINDER_PREFIX.length), state as ReminderState]),
      );
    },

    async claim(incident, key, now, leaseUntil) {
      // A claim whose answer was lost is repeated by the SDK and then refused; by its id we know it as our own.
      const claimId = randomUUID();
      const put = client.send(
        new PutCommand({
          TableName: table,
          Item: { ...reminderKey(incident, key), state: 'claimed', leaseUntil, claimId },
          ConditionExpression: 'attribute_not_exists(pk) OR (#state = :claimed AND leaseUntil <= :now)',
          ExpressionAttributeNames: { '#state': 'state' },
          ExpressionAttributeValues: { ':claimed': 'claimed', ':now': now },
        }),
      );
      if ((await unlessRefused(put, 'held')) !== 'held') return true;
      const { Item } = await client.send(
        new GetCommand({ TableName: table, Key: reminderKey(incident, key), ConsistentRead: true }),
      );
      return Item?.claimId === claimId;
    },

    async sent(incident, key, sentAt) {
      await client.send(
        new PutCommand({ TableName: table, Item: { ...reminderKey(incident, key), state: 'sent', at: sentAt } }),
      );
    },
  };
}
