import { randomUUID } from 'node:crypto';
import { PutCommand, QueryCommand } from '@aws-sdk/lib-dynamodb';
import type { AuditLog, AuditRecord } from '../../ports/audit-log.ts';
import { AUDIT_PARTITION, auditKey } from './keys.ts';
import type { Table } from './table.ts';

/** The audit log in DynamoDB: one item for each act, by when it was done. */
export function dynamodbAuditLog(at: Table): AuditLog {
  return {
    async note(record) {
      await at.client.send(
        new PutCommand({ TableName: at.table, Item: { ...auditKey(record.at, randomUUID().slice(0, 8)), ...record } }),
      );
    },
    async newest(limit) {
      const { Items = [] } = await at.client.send(
        new QueryCommand({
          TableName: at.table,
          ConsistentRead: true,
          KeyConditionExpression: 'pk = :pk',
          ExpressionAttributeValues: { ':pk': AUDIT_PARTITION },
          ScanIndexForward: false,
          Limit: limit,
        }),
      );
      return Items.map(({ pk: _pk, sk: _sk, ...record }) => record as AuditRecord);
    },
  };
}
