import { expect, it } from 'vitest';
import { synthesise, theOnly } from './support/synthesised.ts';

const table = theOnly(synthesise(), 'AWS::DynamoDB::GlobalTable');
const [replica] = table.Properties.Replicas;

it('the log outlives the stack and cannot be deleted by mistake', () => {
  expect(table).toMatchObject({ DeletionPolicy: 'RetainExceptOnCreate', UpdateReplacePolicy: 'Retain' });
  expect(replica.DeletionProtectionEnabled).toBe(true);
});

it('the log can be restored to any second', () => {
  expect(replica.PointInTimeRecoverySpecification).toEqual({ PointInTimeRecoveryEnabled: true });
});

it('the table costs nothing at rest beside what it stores', () => {
  expect(table.Properties.BillingMode).toBe('PAY_PER_REQUEST');
});

it('the table has the keys and the two indexes of keys that the functions read', () => {
  const key = (hash: string, range: string) => [
    { AttributeName: hash, KeyType: 'HASH' },
    { AttributeName: range, KeyType: 'RANGE' },
  ];
  expect(table.Properties).toMatchObject({
    KeySchema: key('pk', 'sk'),
    TimeToLiveSpecification: { AttributeName: 'expiresAt', Enabled: true },
    GlobalSecondaryIndexes: [
      { IndexName: 'watch', KeySchema: key('watchPk', 'watchAt'), Projection: { ProjectionType: 'KEYS_ONLY' } },
      { IndexName: 'history', KeySchema: key('historyMonth', 'openedAt'), Projection: { ProjectionType: 'KEYS_ONLY' } },
    ],
  });
});
