import { randomUUID } from 'node:crypto';
import { GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import type { Versioned } from '../../ports/versioned.ts';
import { madeOnce, type Table } from './table.ts';

type VersionedItem<T> = { state: T; version: number; writer: string };

/** One value in an item of its own, replaced as a whole under its version. */
export function dynamodbVersioned<T>({ client, table }: Table, key: { pk: string; sk: string }): Versioned<T> {
  async function item(): Promise<VersionedItem<T> | undefined> {
    const { Item } = await client.send(new GetCommand({ TableName: table, Key: key, ConsistentRead: true }));
    return Item as VersionedItem<T> | undefined;
  }

  return {
    async read() {
      const { state, version = 0 } = (await item()) ?? {};
      return { state, version };
    },

    async swap(version, state) {
      const writer = randomUUID();
      const condition =
        version === 0
          ? { ConditionExpression: 'attribute_not_exists(pk)' }
          : {
              ConditionExpression: '#version = :version',
              ExpressionAttributeNames: { '#version': 'version' },
              ExpressionAttributeValues: { ':version': version },
            };
      const Item = { ...key, state, version: version + 1, writer };
      const put = client.send(new PutCommand({ TableName: table, Item, ...condition }));
      return madeOnce(put, async () => (await item())?.writer === writer);
    },
  };
}
