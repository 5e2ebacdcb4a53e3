import { ConditionalCheckFailedException, DynamoDBClient, type DynamoDBClientConfig } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient, paginateQuery, type QueryCommandInput } from '@aws-sdk/lib-dynamodb';

/** The table and the client that speaks to it. One of these is made per cold start and shared by all adapters. */
export type Table = { client: DynamoDBDocumentClient; table: string };

/**
 * A table by name. Region, credentials and endpoint come from the environment, as everywhere on AWS. A request that
 * has not been answered after 3 s is repeated by the SDK: our puts recognise themselves, so that is safe.
 */
export function openTable(name: string, config: DynamoDBClientConfig = {}): Table {
  const client = new DynamoDBClient({ requestHandler: { connectionTimeout: 1_000, requestTimeout: 3_000 }, ...config });
  return {
    client: DynamoDBDocumentClient.from(client, { marshallOptions: { removeUndefinedValues: true } }),
    table: name,
  };
}

export const conditionFailed = (error: unknown): boolean => error instanceof ConditionalCheckFailedException;

/** The answer of `write`, or `otherwise` if its condition did not hold; every other failure is thrown. */
export async function unlessRefused<T, U>(write: Promise<T>, otherwise: U): Promise<T | U> {
  try {
    return await write;
  } catch (error) {
    if (conditionFailed(error)) return otherwise;
    throw error;
  }
}

/** The items of a partition whose sort key begins with `prefix`, in key order, strongly consistent, page after page. */
export async function itemsUnder<T>(
  { client, table }: Table,
  pk: string,
  prefix: string,
  order: Pick<QueryCommandInput, 'ScanIndexForward'> = {},
  atMost = Number.POSITIVE_INFINITY,
): Promise<T[]> {
  const items: T[] = [];
  const query: QueryCommandInput = {
    TableName: table,
    ConsistentRead: true,
    KeyConditionExpression: 'pk = :pk AND begins_with(sk, :prefix)',
    ExpressionAttributeValues: { ':pk': pk, ':prefix': prefix },
    ...order,
    ...(Number.isFinite(atMost) ? { Limit: atMost } : {}),
  };
  for await (const page of paginateQuery({ client }, query)) {
    items.push(...((page.Items ?? []) as T[]));
    if (items.length >= atMost) break;
  }
  return items.slice(0, atMost);
}
