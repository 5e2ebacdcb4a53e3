import { isDeepStrictEqual } from 'node:util';
import { DeleteCommand, GetCommand, PutCommand, paginateQuery } from '@aws-sdk/lib-dynamodb';
import { epochMs, SECOND_MS } from '../../core/instant.ts';
import {
  type Gone,
  type PersonalChannel,
  personalChannelOf,
  type Subscriber,
} from '../../core/subscribers/subscriber.ts';
import type { Subscribers } from '../../ports/subscribers.ts';
import { goneKey, PERSON_OUTSIDE_PREFIX, subscriberKey, subscriberPartition } from './keys.ts';
import { madeOnce, type Table } from './table.ts';

/** Those who asked to be told, in DynamoDB: an item each, deleted when they leave. */
export function dynamodbSubscribers({ client, table }: Table): Subscribers {
  async function read<T>(Key: { pk: string; sk: string }): Promise<T | undefined> {
    const { Item } = await client.send(new GetCommand({ TableName: table, Key, ConsistentRead: true }));
    return Item && (withoutKeys(Item) as T);
  }
  const of = (channel: PersonalChannel, id: string) => read<Subscriber>(subscriberKey(channel, id));

  return {
    of,

    async put(subscriber, over) {
      const { id, kind, pendingUntil } = subscriber;
      const channel = personalChannelOf(kind);
      const put = client.send(
        new PutCommand({
          TableName: table,
          Item: {
            ...subscriberKey(channel, id),
            ...subscriber,
            ...(pendingUntil === undefined ? {} : { expiresAt: Math.ceil(epochMs(pendingUntil) / SECOND_MS) }),
          },
          ConditionExpression: over === 0 ? 'attribute_not_exists(pk)' : 'version = :over',
          ...(over === 0 ? {} : { ExpressionAttributeValues: { ':over': over } }),
        }),
      );
      return madeOnce(put, async () => isDeepStrictEqual(await of(channel, id), asStored(subscriber)));
    },

    async remove(channel, gone) {
      // In this order: whoever is not there any more is known to have left.
      await client.send(new PutCommand({ TableName: table, Item: { ...goneKey(channel, gone.id), ...gone } }));
      await client.send(new DeleteCommand({ TableName: table, Key: subscriberKey(channel, gone.id) }));
    },

    gone: (channel, id) => read<Gone>(goneKey(channel, id)),

    async forgive(channel, id) {
      await client.send(new DeleteCommand({ TableName: table, Key: goneKey(channel, id) }));
    },

    async page(channel, shard, { after, upTo, limit }) {
      const first = after === undefined ? PERSON_OUTSIDE_PREFIX : `${PERSON_OUTSIDE_PREFIX}${after}\u0000`;
      const last = `${PERSON_OUTSIDE_PREFIX}${upTo ?? '\u{10ffff}'}`;
      if (first > last) return [];
      const people: Subscriber[] = [];
      const pages = paginateQuery(
        { client },
        {
          TableName: table,
          ConsistentRead: true,
          KeyConditionExpression: 'pk = :pk AND sk BETWEEN :first AND :last',
          ExpressionAttributeValues: { ':pk': subscriberPartition(channel, shard), ':first': first, ':last': last },
          Limit: limit,
        },
      );
      // A page of the table ends at a megabyte, also before the limit.
      for await (const { Items = [] } of pages) {
        people.push(...Items.map((item) => withoutKeys(item) as Subscriber));
        if (people.length >= limit) break;
      }
      return people.slice(0, limit);
    },
  };
}

const withoutKeys = ({ pk: _pk, sk: _sk, expiresAt: _expiresAt, ...item }: Record<string, unknown>): object => item;

/** As the table gives it back: what is undefined is not there. */
const asStored = (subscriber: Subscriber): Subscriber => JSON.parse(JSON.stringify(subscriber)) as Subscriber;
