import { GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import type { HoldRecords } from '../../ports/holds.ts';
import { holdKey } from './keys.ts';
import { type Table, unlessRefused } from './table.ts';

/** Holds in DynamoDB: one item an incident, replaced only by the hold of a later silence. */
export function dynamodbHolds({ client, table }: Table): HoldRecords {
  return {
    async of(incident) {
      const { Item } = await client.send(
        new GetCommand({ TableName: table, Key: holdKey(incident), ConsistentRead: true }),
      );
      return Item === undefined ? undefined : { until: Item.until, silenceSince: Item.silenceSince };
    },

    async hold(incident, hold) {
      const put = client.send(
        new PutCommand({
          TableName: table,
          Item: { ...holdKey(incident), ...hold },
          ConditionExpression: 'attribute_not_exists(pk) OR silenceSince <> :since',
          ExpressionAttributeValues: { ':since': hold.silenceSince },
        }),
      );
      return (await unlessRefused(put, 'held before')) !== 'held before';
    },
  };
}
