import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import type http from 'node:http';
import path from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { type DynamoDb, startDynamoDb } from '../../../infra/local/cloud/dynamodb.ts';
import type { Call } from '../../../infra/local/cloud/gateway.ts';
import { temporaryFolder } from './support/small-stack.ts';

const properties = {
  AttributeDefinitions: [{ AttributeName: 'pk', AttributeType: 'S' }],
  KeySchema: [{ AttributeName: 'pk', KeyType: 'HASH' }],
};
const table = { id: 'Table', type: 'AWS::DynamoDB::Table', name: 'items', arn: '', properties };

function dynamoDbIn(folder: string) {
  const crashes: unknown[] = [];
  const db = startDynamoDb(folder, (error) => crashes.push(error));
  onTestFinished(async () => {
    await db.stop();
    rmSync(folder, { recursive: true, force: true });
  });
  return { db, crashes };
}

/** Status and body of one call, as the gateway hands it over. */
function call(db: DynamoDb, operation: string, body: string): Promise<{ status: number; body: string }> {
  return new Promise((resolve) => {
    let status = 0;
    const response = {
      writeHead(code: number) {
        status = code;
        return response;
      },
      end: (text: string) => resolve({ status, body: text }),
    };
    const request = {
      headers: { 'x-amz-target': `DynamoDB_20120810.${operation}` },
      body: Buffer.from(body),
      operation,
    };
    void db.service(request as unknown as Call, response as unknown as http.ServerResponse);
  });
}

it('survives what dynalite cannot take: that call fails, and the items are there for the next', async () => {
  const { db, crashes } = dynamoDbIn(temporaryFolder());
  await db.createTable(table);
  const put = '{"TableName":"items","Item":{"pk":{"S":"a"}}}';
  expect(await call(db, 'PutItem', put)).toMatchObject({ status: 200 });
  expect(await call(db, 'PutItem', 'null')).toMatchObject({ status: 500 });
  expect(crashes).toHaveLength(1);
  const get = await call(db, 'GetItem', '{"TableName":"items","Key":{"pk":{"S":"a"}}}');
  expect(JSON.parse(get.body)).toEqual({ Item: { pk: { S: 'a' } } });
});

it('says so when its files cannot be used, instead of trying for ever', async () => {
  const folder = temporaryFolder();
  mkdirSync(folder, { recursive: true });
  writeFileSync(path.join(folder, 'CURRENT'), 'not a database');
  const { db, crashes } = dynamoDbIn(folder);
  await expect(db.createTable(table)).rejects.toThrow('Table (AWS::DynamoDB::Table)');
  expect(crashes.length).toBeLessThanOrEqual(3);
});
