import {
  DeleteItemCommand,
  DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  QueryCommand,
  TransactWriteItemsCommand,
} from '@aws-sdk/client-dynamodb';
import { GetObjectCommand, HeadObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { GetSecretValueCommand, PutSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { asOperator, discard, type Resources, type RunningStack, runStack } from './support/small-stack.ts';

const key = (...names: [string, string][]) => names.map(([AttributeName, KeyType]) => ({ AttributeName, KeyType }));
const resources: Resources = {
  Table: {
    Type: 'AWS::DynamoDB::GlobalTable',
    Properties: {
      AttributeDefinitions: ['pk', 'sk', 'watchPk', 'watchAt'].map((AttributeName) => ({
        AttributeName,
        AttributeType: 'S',
      })),
      KeySchema: key(['pk', 'HASH'], ['sk', 'RANGE']),
      BillingMode: 'PAY_PER_REQUEST',
      GlobalSecondaryIndexes: [
        {
          IndexName: 'watch',
          KeySchema: key(['watchPk', 'HASH'], ['watchAt', 'RANGE']),
          Projection: { ProjectionType: 'KEYS_ONLY' },
        },
      ],
      Replicas: [{ Region: 'us-east-1', DeletionProtectionEnabled: true }],
    },
  },
  Bucket: { Type: 'AWS::S3::Bucket', Properties: { BucketName: 'site' } },
  Tokens: { Type: 'AWS::SecretsManager::Secret', Properties: { Name: 'tokens' } },
  Generated: {
    Type: 'AWS::SecretsManager::Secret',
    Properties: {
      GenerateSecretString: { SecretStringTemplate: '{"user":"x"}', GenerateStringKey: 'password', PasswordLength: 20 },
    },
  },
};

let cloud: RunningStack;
const clients = () => ({
  db: new DynamoDBClient(asOperator(cloud)),
  s3: new S3Client(asOperator(cloud)),
  secrets: new SecretsManagerClient(asOperator(cloud)),
});
let { db, s3, secrets } = {} as ReturnType<typeof clients>;

beforeAll(async () => {
  cloud = await runStack({ resources });
  ({ db, s3, secrets } = clients());
});
afterAll(() => discard(cloud));

const TableName = 'Test-Table';
const put = (pk: string, more: object = {}, condition: object = {}) =>
  db.send(new PutItemCommand({ TableName, Item: { pk: { S: pk }, sk: { S: '1' }, ...more }, ...condition }));
const unlessThere = { ConditionExpression: 'attribute_not_exists(pk)' };
const nameOf = (error: { name: string }) => error.name;

describe('the table', () => {
  it('lets one of fifty writers of the same item win', async () => {
    const results = await Promise.all(
      Array.from({ length: 50 }, (_, i) =>
        put('race', { by: { N: String(i) } }, unlessThere).then(() => 'won', nameOf),
      ),
    );
    expect(results.filter((result) => result === 'won')).toHaveLength(1);
    expect(new Set(results)).toEqual(new Set(['won', 'ConditionalCheckFailedException']));
  });

  it('shows the item that was in the way, if asked', async () => {
    await put('taken', { by: { S: 'first' } });
    const lost = put('taken', {}, { ...unlessThere, ReturnValuesOnConditionCheckFailure: 'ALL_OLD' });
    await expect(lost).rejects.toMatchObject({ name: 'ConditionalCheckFailedException', Item: { by: { S: 'first' } } });
    const silent = await put('taken', {}, unlessThere).catch((error) => error);
    expect(silent.Item).toBeUndefined();
  });

  it('has the indexes of the template', async () => {
    await put('watched', { watchPk: { S: 'W' }, watchAt: { S: '2026' } });
    const query = {
      TableName,
      IndexName: 'watch',
      KeyConditionExpression: 'watchPk = :w',
      ExpressionAttributeValues: { ':w': { S: 'W' } },
    };
    const { Items } = await db.send(new QueryCommand(query));
    expect(Items).toMatchObject([{ pk: { S: 'watched' } }]);
  });

  it('knows no transactions, and says so', async () => {
    const TransactItems = [{ Delete: { TableName, Key: { pk: { S: 'a' }, sk: { S: '1' } } } }];
    await expect(db.send(new TransactWriteItemsCommand({ TransactItems }))).rejects.toThrow(
      'TransactWriteItems is not modelled',
    );
  });

  it('refuses a data folder whose table has other keys', async () => {
    const other = await runStack({ resources: { Table: resources.Table! } });
    await other.stop();
    const changed = structuredClone(resources.Table!);
    (changed.Properties!.GlobalSecondaryIndexes as { IndexName: string }[])[0]!.IndexName = 'history';
    await expect(runStack({ resources: { Table: changed } }, { folder: other.folder })).rejects.toThrow(
      'other keys or indexes',
    );
    const again = await runStack({ resources: { Table: resources.Table! } }, { folder: other.folder });
    await discard(again);
  });
});

describe('the bucket', () => {
  const Bucket = 'site';
  const putObject = (Key: string, Body: string, more: object = {}) =>
    s3.send(new PutObjectCommand({ Bucket, Key, Body, ...more }));
  const outcome = (error: { name: string; $metadata: { httpStatusCode?: number } }) =>
    `${error.$metadata.httpStatusCode} ${error.name}`;

  it('lets one of fifty creators of the same object win', async () => {
    const results = await Promise.all(
      Array.from({ length: 50 }, (_, i) =>
        putObject('race.json', String(i), { IfNoneMatch: '*' }).then(() => 'won', outcome),
      ),
    );
    expect(results.filter((result) => result === 'won')).toHaveLength(1);
    expect(new Set(results)).toEqual(new Set(['won', '412 PreconditionFailed']));
  });

  it('loses no increment when fifty writers compare and swap', async () => {
    await putObject('count', '0', { Metadata: { rev: '0' } });
    const increment = async (): Promise<void> => {
      const { Body, ETag, Metadata } = await s3.send(new GetObjectCommand({ Bucket, Key: 'count' }));
      const next = Number(await Body!.transformToString()) + 1;
      expect(Metadata).toEqual({ rev: String(next - 1) });
      const lost = await putObject('count', String(next), { IfMatch: ETag, Metadata: { rev: String(next) } }).then(
        () => undefined,
        outcome,
      );
      if (lost === '412 PreconditionFailed') return increment();
      expect(lost).toBeUndefined();
    };
    await Promise.all(Array.from({ length: 50 }, increment));
    const { Body } = await s3.send(new GetObjectCommand({ Bucket, Key: 'count' }));
    expect(await Body!.transformToString()).toBe('50');
  });

  it('answers 404 to a comparison with an object that is not there', async () => {
    expect(await putObject('absent', 'x', { IfMatch: '"abc"' }).catch(outcome)).toBe('404 NoSuchKey');
  });

  it.each(['WHEN_SUPPORTED', 'WHEN_REQUIRED'] as const)(
    'gives back metadata, type and caching as they were put, with checksums %s',
    async (checksums) => {
      const kept = {
        ContentType: 'application/atom+xml',
        CacheControl: 's-maxage=5',
        Metadata: { seq: '7', 'read-at': '2026-11-22T18:40:00.000Z' },
      };
      const client = new S3Client({ ...asOperator(cloud), requestChecksumCalculation: checksums });
      await client.send(new PutObjectCommand({ Bucket, Key: 'history.atom', Body: '<feed/>', ...kept }));
      expect(await s3.send(new HeadObjectCommand({ Bucket, Key: 'history.atom' }))).toMatchObject(kept);
      expect(await s3.send(new GetObjectCommand({ Bucket, Key: 'history.atom' }))).toMatchObject(kept);
    },
  );

  it('tells those who may list it that an object is missing', async () => {
    expect(await s3.send(new GetObjectCommand({ Bucket, Key: 'nothing' })).catch(outcome)).toBe('404 NoSuchKey');
  });
});

describe('secrets', () => {
  it('have the value that was put last', async () => {
    await expect(secrets.send(new GetSecretValueCommand({ SecretId: 'tokens' }))).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
    });
    await secrets.send(new PutSecretValueCommand({ SecretId: 'tokens', SecretString: '{"appKey":"k"}' }));
    const { SecretString, ARN } = await secrets.send(new GetSecretValueCommand({ SecretId: 'tokens' }));
    expect([SecretString, cloud.getSecret(ARN!)]).toEqual(['{"appKey":"k"}', '{"appKey":"k"}']);
  });

  it('start as the template says', () => {
    const { user, password } = JSON.parse(cloud.getSecret('Test-Generated')!);
    expect([user, password.length]).toEqual(['x', 20]);
  });
});

describe('a fault', () => {
  it('hits the calls that it is meant for, and no more of them', async () => {
    cloud.inject({ service: 's3', operation: 'PutObject', times: 2, code: 'SlowDown' });
    const attempt = () =>
      s3.send(new PutObjectCommand({ Bucket: 'site', Key: 'fault', Body: 'x' })).then(() => 'stored', nameOf);
    expect([await attempt(), await attempt(), await attempt()]).toEqual(['SlowDown', 'SlowDown', 'stored']);
  });
});

describe('a restart', () => {
  it('keeps items, objects and secrets', async () => {
    await put('kept', { by: { S: 'before' } });
    await db.send(new DeleteItemCommand({ TableName, Key: { pk: { S: 'taken' }, sk: { S: '1' } } }));
    const generated = cloud.getSecret('Test-Generated');
    await cloud.stop();
    cloud = await runStack({ resources }, { folder: cloud.folder });
    ({ db, s3, secrets } = clients());

    const get = async (pk: string) =>
      (await db.send(new GetItemCommand({ TableName, Key: { pk: { S: pk }, sk: { S: '1' } } }))).Item?.by?.S;
    expect([await get('kept'), await get('taken')]).toEqual(['before', undefined]);
    const { Metadata, Body } = await s3.send(new GetObjectCommand({ Bucket: 'site', Key: 'history.atom' }));
    expect([Metadata?.seq, await Body!.transformToString()]).toEqual(['7', '<feed/>']);
    expect([cloud.getSecret('tokens'), cloud.getSecret('Test-Generated')]).toEqual(['{"appKey":"k"}', generated]);
  });
});
