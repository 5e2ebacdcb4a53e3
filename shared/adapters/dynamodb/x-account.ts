import { randomUUID } from 'node:crypto';
import { GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import { freshXAccount, type XAccountState } from '../../core/x/account.ts';
import type { XAccount } from '../../ports/x-account.ts';
import { type Table, unlessRefused } from './table.ts';

const X_ACCOUNT_KEY = { pk: 'ACCOUNT#x', sk: 'STATE' };

/** The X account's record in DynamoDB: one item, replaced as a whole under its version. A few kilobytes at most. */
export function dynamodbXAccount({ client, table }: Table): XAccount {
  const stored = async () => {
    const { Item } = await client.send(new GetCommand({ TableName: table, Key: X_ACCOUNT_KEY, ConsistentRead: true }));
    return Item as ({ version: number; writer: string } & Record<string, unknown>) | undefined;
  };

  return {
    async read() {
      const item = await stored();
      if (item === undefined) return { state: freshXAccount(), version: 0 };
      const { pk: _pk, sk: _sk, writer: _writer, version, ...state } = item;
      return { state: state as unknown as XAccountState, version };
    },

    async swap(version, next) {
      const writer = randomUUID();
      const condition =
        version === 0
          ? { ConditionExpression: 'attribute_not_exists(pk)' }
          : {
              ConditionExpression: '#version = :version',
              ExpressionAttributeNames: { '#version': 'version' },
              ExpressionAttributeValues: { ':version': version },
            };
      const Item = { ...X_ACCOUNT_KEY, ...next, version: version + 1, writer };
      const put = client.send(new PutCommand({ TableName: table, Item, ...condition }));
      if ((await unlessRefused(put, 'refused')) !== 'refused') return true;
      // A put whose answer was lost is repeated by the SDK, and refused because of its own first success.
      return (await stored())?.writer === writer;
    },
  };
}
