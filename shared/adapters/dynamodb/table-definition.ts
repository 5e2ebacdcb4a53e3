import type { CreateTableCommandInput } from '@aws-sdk/client-dynamodb';

/**
 * The one table: its keys, its two indexes and its expiry. The CDK construct and the tests both read this, so that
 * what is tested is what is deployed. Both indexes are sparse (an item without the keys is not in them) and hold keys
 * only: they say where to look, never what is true.
 */
export const TABLE_DEFINITION = {
  partitionKey: 'pk',
  sortKey: 'sk',
  timeToLive: 'expiresAt',
  indexes: {
    /** Entries that still have something ahead of them, by when to look. */
    watch: { name: 'watch', partitionKey: 'watchPk', sortKey: 'watchAt' },
    /** First entries, by month and time of report. */
    history: { name: 'history', partitionKey: 'historyMonth', sortKey: 'openedAt' },
  },
} as const;

/** What `CreateTable` needs where CloudFormation does not make the table: tests and the local cloud. */
export function createTableInput(name: string): CreateTableCommandInput {
  const { partitionKey, sortKey, indexes } = TABLE_DEFINITION;
  const all = Object.values(indexes);
  const attributes = [partitionKey, sortKey, ...all.flatMap((index) => [index.partitionKey, index.sortKey])];
  return {
    TableName: name,
    BillingMode: 'PAY_PER_REQUEST',
    AttributeDefinitions: attributes.map((attribute) => ({ AttributeName: attribute, AttributeType: 'S' })),
    KeySchema: keySchema(partitionKey, sortKey),
    GlobalSecondaryIndexes: all.map((index) => ({
      IndexName: index.name,
      KeySchema: keySchema(index.partitionKey, index.sortKey),
      Projection: { ProjectionType: 'KEYS_ONLY' },
    })),
  };
}

const keySchema = (partition: string, sort: string): CreateTableCommandInput['KeySchema'] => [
  { AttributeName: partition, KeyType: 'HASH' },
  { AttributeName: sort, KeyType: 'RANGE' },
];
