import { PutCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { type ChannelName, type Delivery, takesFromChannel } from '../../core/delivery.ts';
import type { DeliveryRecords } from '../../ports/deliveries.ts';
import { channelOf, DELIVERY_PREFIX, deliveryKey, deliveryPrefix, incidentPartition, seqOf } from './keys.ts';
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

    async onAll(incident) {
      const items = await itemsUnder<DeliveryItem>(at, incidentPartition(incident), DELIVERY_PREFIX);
      const channels = new Map<ChannelName, Map<number, Delivery>>();
      for (const { pk, sk, ...delivery } of items) {
        const channel = channelOf(sk);
        const records = channels.get(channel) ?? new Map<number, Delivery>();
        channels.set(channel, records.set(seqOf(sk), delivery as Delivery));
      }
      return channels;
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

    async forgetTexts(incident, before) {
      const items = await itemsUnder<DeliveryItem>(at, incidentPartition(incident), DELIVERY_PREFIX);
      const telling = items.filter(({ sk, ...delivery }) => seqOf(sk) < before && holdsTexts(delivery));
      await Promise.all(
        telling.map(({ pk, sk }) =>
          client.send(
            new UpdateCommand({
              TableName: table,
              Key: { pk, sk },
              UpdateExpression: 'REMOVE #text, #shown',
              ExpressionAttributeNames: { '#text': 'text', '#shown': 'shown' },
            }),
          ),
        ),
      );
    },
  };
}

const holdsTexts = (delivery: object): boolean => 'text' in delivery || 'shown' in delivery;
