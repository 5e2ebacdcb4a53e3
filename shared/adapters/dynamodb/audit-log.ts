import { randomUUID } from 'node:crypto';
import { PutCommand, QueryCommand } from '@aws-sdk/lib-dynamodb';
import type { Act, ActRecords } from '../../ports/audit-log.ts';
import { ACTS_PARTITION, actKey } from './keys.ts';
import type { Table } from './table.ts';

/** Acts in DynamoDB: one item each, by when they were done. */
export function dynamodbActs(at: Table): ActRecords {
  return {
    async note(act) {
      await at.client.send(
        new PutCommand({ TableName: at.table, Item: { ...actKey(act.at, randomUUID().slice(0, 8)), ...act } }),
      );
    },
    async newest(limit) {
      const { Items = [] } = await at.client.send(
        new QueryCommand({
          TableName: at.table,
          ConsistentRead: true,
          KeyConditionExpression: 'pk = :pk',
          ExpressionAttributeValues: { ':pk': ACTS_PARTITION },
          ScanIndexForward: false,
          Limit: limit,
        }),
      );
      return Items.map(({ pk: _pk, sk: _sk, ...act }) => act as Act);
    },
  };
}
