import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { describe, expect, it } from 'vitest';
import { dynamodbFollowUps } from '../../shared/adapters/dynamodb/follow-ups.ts';
import { dynamodbHandovers } from '../../shared/adapters/dynamodb/handovers.ts';
import { dynamodbLog } from '../../shared/adapters/dynamodb/incident-log.ts';
import { dynamodbPeople } from '../../shared/adapters/dynamodb/people.ts';
import type { Table } from '../../shared/adapters/dynamodb/table.ts';
import { recordCalls } from './recorded-calls.ts';

/** Adapters over a table that holds nothing, and the requests that they make. */
function counted() {
  const client = DynamoDBDocumentClient.from(new DynamoDBClient({ region: 'eu-west-1' }));
  const calls = recordCalls<object>(client as never, () => ({ Items: [] }));
  const table: Table = { client, table: 'candor' };
  return { table, calls };
}

describe('what is asked in the same moment', () => {
  it('of an incident, its handover too, is one request', async () => {
    const { table, calls } = counted();
    await Promise.all([
      dynamodbLog(table).load('i1'),
      dynamodbHandovers(table).of('i1'),
      dynamodbFollowUps(table).of('i1'),
    ]);
    expect(calls).toHaveLength(1);
  });

  it('of the directory, people and duties, is one request', async () => {
    const { table, calls } = counted();
    await dynamodbPeople(table).read();
    expect(calls).toHaveLength(1);
  });
});
