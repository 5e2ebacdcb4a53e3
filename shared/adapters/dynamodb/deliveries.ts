import { isDeepStrictEqual } from 'node:util';
import { GetCommand, PutCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { type ChannelName, type Delivery, takesFromChannel } from '../../core/delivery.ts';
import type { DeliveryRecords } from '../../ports/deliveries.ts';
import { channelOf, DELIVERY_PREFIX, deliveryKey, deliveryPrefix, incidentPartition, seqOf } from './keys.ts';
import { itemsUnder, madeOnce, type Table, unlessRefused } from './table.ts';

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

    async swap(incident, channel, seq, before, next) {
      const Key = deliveryKey(incident, channel, seq);
      const put = client.send(
        new PutCommand({
          TableName: table,
          Item: { ...Key, ...next },
          ...(before === undefined ? ABSENT : still(before)),
        }),
      );
      return madeOnce(put, async () => {
        const { Item } = await client.send(new GetCommand({ TableName: table, Key, ConsistentRead: true }));
        return isDeepStrictEqual(Item, JSON.parse(JSON.stringify({ ...Key, ...next })));
      });
    },

    async forgetTexts(incident, before) {
      const items = await itemsUnder<DeliveryItem>(at, incidentPartition(incident), DELIVERY_PREFIX);
      const telling = items.filter(({ sk, ...delivery }) => seqOf(sk) < before && holdsTexts(delivery));
      await Promise.all(
        telling.map(({ pk, sk, ...delivery }) =>
          unlessRefused(
            client.send(
              new UpdateCommand({ TableName: table, Key: { pk, sk }, ...('frozen' in delivery ? FROZEN : BARE) }),
            ),
            'ended meanwhile',
          ),
        ),
      );
    },
  };
}

const holdsTexts = (delivery: object): boolean => 'text' in delivery || 'shown' in delivery || 'frozen' in delivery;

/** What holds no frozen post has no path into one: DynamoDB refuses to remove there. Whoever repeats this finds the rest. */
const BARE = {
  UpdateExpression: 'REMOVE #text, #shown',
  ExpressionAttributeNames: { '#text': 'text', '#shown': 'shown' },
};
const FROZEN = {
  UpdateExpression: 'REMOVE #frozen.#text',
  ConditionExpression: 'attribute_exists(#frozen)',
  ExpressionAttributeNames: { '#frozen': 'frozen', '#text': 'text' },
};

const ABSENT = { ConditionExpression: 'attribute_not_exists(pk)' };

/** Still the very record: whoever takes one that is under way counts its tries up. */
const still = (before: Delivery) => {
  const { state, at, attempt } = before as Delivery & { attempt?: number };
  return attempt === undefined
    ? {
        ConditionExpression: '#state = :state AND #at = :at AND attribute_not_exists(#attempt)',
        ExpressionAttributeNames: { '#state': 'state', '#at': 'at', '#attempt': 'attempt' },
        ExpressionAttributeValues: { ':state': state, ':at': at },
      }
    : {
        ConditionExpression: '#state = :state AND #at = :at AND #attempt = :attempt',
        ExpressionAttributeNames: { '#state': 'state', '#at': 'at', '#attempt': 'attempt' },
        ExpressionAttributeValues: { ':state': state, ':at': at, ':attempt': attempt },
      };
};
