import { ConditionalCheckFailedException, DynamoDBClient, type DynamoDBClientConfig } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient, paginateQuery, type QueryCommandInput } from '@aws-sdk/lib-dynamodb';
import { DEADLINES, within } from '../aws/deadlines.ts';

/** The table and the client that speaks to it. One of these is made per cold start and shared by all adapters. */
export type Table = { client: DynamoDBDocumentClient; table: string };

/**
 * A table by name. Region, credentials and endpoint come from the environment, as everywhere on AWS. A request that
 * is not answered in time is repeated by the SDK: our puts recognise themselves, so that is safe.
 */
export function openTable(name: string, config: DynamoDBClientConfig = {}): Table {
  const client = new DynamoDBClient({ ...within(DEADLINES.table), ...config });
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

/**
 * True if an update that is made once was made by us. Our own may have been applied although its answer was lost, and be
 * refused when it is sent again: then `isOurs` looks at what is there.
 */
export const madeOnce = async (update: Promise<unknown>, isOurs: () => Promise<boolean>): Promise<boolean> =>
  (await unlessRefused(update, 'refused')) !== 'refused' || isOurs();

type Item = { sk: string } & Record<string, unknown>;

/** What is asked of one partition in the same breath, and the answer that all who asked wait for. */
type Asked = { prefixes: Set<string>; items: Promise<Item[]> };

const asked = new WeakMap<Table, Map<string, Asked>>();

/**
 * The items of a partition whose sort key begins with `prefix`, in key order, strongly consistent, page after page.
 * Callers who ask at the same moment, as for an incident's entries and deliveries, share one query.
 */
export async function itemsUnder<T>(at: Table, pk: string, prefix: string): Promise<T[]> {
  const ofTable = asked.get(at) ?? new Map<string, Asked>();
  asked.set(at, ofTable);
  let here = ofTable.get(pk);
  if (here === undefined) {
    const prefixes = new Set<string>();
    const items = Promise.resolve().then(() => {
      ofTable.delete(pk);
      return queryUnder(at, pk, [...prefixes].toSorted());
    });
    here = { prefixes, items };
    ofTable.set(pk, here);
  }
  here.prefixes.add(prefix);
  const items = await here.items;
  return items.filter(({ sk }) => sk.startsWith(prefix)) as T[];
}

/** Sorts after everything that begins with the same prefix. */
export const LAST = '\u{10ffff}';

/** Everything from the first of these prefixes to the end of the last, also what lies between them. */
async function queryUnder({ client, table }: Table, pk: string, prefixes: readonly string[]): Promise<Item[]> {
  const [first, last] = [prefixes[0]!, `${prefixes.at(-1)!}${LAST}`];
  const items: Item[] = [];
  const query: QueryCommandInput = {
    TableName: table,
    ConsistentRead: true,
    KeyConditionExpression: 'pk = :pk AND sk BETWEEN :first AND :last',
    ExpressionAttributeValues: { ':pk': pk, ':first': first, ':last': last },
  };
  for await (const page of paginateQuery({ client }, query)) items.push(...((page.Items ?? []) as Item[]));
  return items;
}

/** The last items of a partition whose sort key begins with `prefix`, last first, strongly consistent. */
export async function lastUnder<T>(
  { client, table }: Table,
  pk: string,
  prefix: string,
  atMost = Number.POSITIVE_INFINITY,
): Promise<T[]> {
  const items: T[] = [];
  const query: QueryCommandInput = {
    TableName: table,
    ConsistentRead: true,
    KeyConditionExpression: 'pk = :pk AND begins_with(sk, :prefix)',
    ExpressionAttributeValues: { ':pk': pk, ':prefix': prefix },
    ScanIndexForward: false,
    ...(atMost === Number.POSITIVE_INFINITY ? {} : { Limit: atMost }),
  };
  for await (const page of paginateQuery({ client }, query)) {
    items.push(...((page.Items ?? []) as T[]));
    if (items.length >= atMost) break;
  }
  return items.slice(0, atMost);
}

/** The items of a partition from one sort key to another, last first, strongly consistent, page after page. */
export async function lastBetween<T>({ client, table }: Table, pk: string, first: string, last: string): Promise<T[]> {
  const items: T[] = [];
  const query: QueryCommandInput = {
    TableName: table,
    ConsistentRead: true,
    KeyConditionExpression: 'pk = :pk AND sk BETWEEN :first AND :last',
    ExpressionAttributeValues: { ':pk': pk, ':first': first, ':last': last },
    ScanIndexForward: false,
  };
  for await (const page of paginateQuery({ client }, query)) items.push(...((page.Items ?? []) as T[]));
  return items;
}
