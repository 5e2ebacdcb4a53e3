import { randomUUID } from 'node:crypto';
import { GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import { epochMs, type Instant, SECOND_MS } from '../../core/instant.ts';
import { madeOnce, type Table } from './table.ts';

type Key = { pk: string; sk: string };
type Stored<T> = T & Key & { writer: string; expiresAt?: number };

/** The record of an item, without what only the table needs. */
export function recordOf<T>({ pk: _pk, sk: _sk, writer: _writer, expiresAt: _expiresAt, ...record }: Stored<T>): T {
  return record as T;
}

/** One record; undefined if there is none. Strongly consistent. */
export async function readRecord<T>({ client, table }: Table, key: Key): Promise<T | undefined> {
  const { Item } = await client.send(new GetCommand({ TableName: table, Key: key, ConsistentRead: true }));
  return Item === undefined ? undefined : recordOf<T>(Item as Stored<T>);
}

/**
 * Puts a record in the place of the version before its own, of none for version 1. False if somebody else was faster: also
 * somebody who put the very same, because only one of them may act on it. `until`: when the table forgets it.
 */
export async function swapRecord<T extends { version: number }>(
  { client, table }: Table,
  key: Key,
  record: T,
  until?: Instant,
): Promise<boolean> {
  const writer = randomUUID();
  const expires = until === undefined ? {} : { expiresAt: Math.ceil(epochMs(until) / SECOND_MS) };
  const condition =
    record.version === 1
      ? { ConditionExpression: 'attribute_not_exists(pk)' }
      : {
          ConditionExpression: '#version = :before',
          ExpressionAttributeNames: { '#version': 'version' },
          ExpressionAttributeValues: { ':before': record.version - 1 },
        };
  const put = client.send(
    new PutCommand({ TableName: table, Item: { ...record, ...key, writer, ...expires }, ...condition }),
  );
  return madeOnce(put, async () => {
    const { Item } = await client.send(new GetCommand({ TableName: table, Key: key, ConsistentRead: true }));
    return Item?.writer === writer;
  });
}
