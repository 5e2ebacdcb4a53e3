import { GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import { freshXAccount, type XAccountState } from '../../core/x-account.ts';
import type { XAccount } from '../../ports/x-account.ts';
import { type Table, unlessRefused } from './table.ts';

const X_ACCOUNT_KEY = { pk: 'ACCOUNT#x', sk: 'STATE' };

/** The X account's record in DynamoDB: one item, replaced as a whole under its version. A few kilobytes at most. */
export function dynamodbXAccount({ client, table }: Table): XAccount {
  return {
    async read() {
      const { Item } = await client.send(
        new GetCommand({ TableName: table, Key: X_ACCOUNT_KEY, ConsistentRead: true }),
      );
      if (Item === undefined) return { state: freshXAccount(), version: 0 };
      const { pk, sk, version, ...state } = Item;
      return { state: state as XAccountState, version };
    },

    async swap(version, next) {
      const put = client.send(
        new PutCommand({
          TableName: table,
          Item: { ...X_ACCOUNT_KEY, ...next, version: version + 1 },
          ConditionExpression: version === 0 ? 'attribute_not_exists(pk)' : '#version = :version',
          ...(version === 0
            ? {}
            : {
                ExpressionAttributeNames: { '#version': 'version' },
                ExpressionAttributeValues: { ':version': version },
              }),
        }),
      );
      return (await unlessRefused(put, 'changed')) !== 'changed';
    },
  };
}
