import { PutCommand } from '@aws-sdk/lib-dynamodb';
import { type Delivery, takesFromChannel } from '../../core/delivery.ts';
import type { DeliveryRecords } from '../../ports/deliveries.ts';
import { deliveryKey, deliveryPrefix, incidentPartition, seqOf } from './keys.ts';
import { itemsUnder, type Table, unlessRefused } from './table.ts';

type DeliveryItem = Delivery & { pk: string; sk: string };

/** What the channels did, in DynamoDB: one item per entry and channel. */
export function dynamodbDeliveries(at: Table): DeliveryRecords {
  const { client, table } = at;
  return {
    async of(incident, channel) {
      const items = await itemsUnder<DeliveryItem>(at, incidentPartition(incident), deliveryPrefix(channel));
      return new Map(items.map(({ pk, sk, ...delivery }) => [seqOf(sk), delivery as Delivery]));
    },

    async put(incident, channel, seq, delivery) {
      const unlessEnded = {
        ConditionExpression: 'attribute_not_exists(pk) OR #state IN (:claimed, :throttled)',
        ExpressionAttributeNames: { '#state': 'state' },
        ExpressionAttributeValues: { ':claimed': 'claimed', ':throttled': 'throttled' },
      };
      const put = client.send(
        new PutCommand({
          TableName: table,
          Item: { ...deliveryKey(incident, channel, seq), ...delivery },
          ...(takesFromChannel(delivery) ? {} : unlessEnded),
        }),
      );
      await unlessRefused(put, 'ended already');
    },
  };
}
