import { mkdirSync } from 'node:fs';
import { Worker } from 'node:worker_threads';
import type { Answer } from './dynamodb-worker.ts';
import { answerError, type Service } from './gateway.ts';
import type { Properties, Resource } from './template.ts';

export interface DynamoDb {
  readonly service: Service;
  /** Makes the table if it is not there; refuses if one with other keys is. */
  createTable(table: Resource): Promise<void>;
  stop(): Promise<void>;
}

type Reply = Omit<Answer, 'id'>;

type CallTable = (operation: string, body: object) => Promise<{ status: number; json: Properties }>;

/** DynamoDB's own way to say that nobody knows what became of a call: the SDK asks again. */
const perhaps: Reply = {
  status: 500,
  headers: {},
  body: '{"__type":"InternalServerError","message":"dynalite failed"}',
};

const conditionFailed = 'ConditionalCheckFailedException';

/** DynamoDB by dynalite, on disk under `folder`. `onCrash` hears when dynalite threw and was started again. */
export function startDynamoDb(folder: string, onCrash: (error: unknown) => void): DynamoDb {
  mkdirSync(folder, { recursive: true });
  const open = new Map<number, (reply: Reply) => void>();
  let nextId = 1;
  let stopping = false;
  let crashesInARow = 0;

  const start = (): Worker => {
    const worker = new Worker(new URL('./dynamodb-worker.ts', import.meta.url), { workerData: { path: folder } });
    worker.on('message', ({ id, ...reply }: Answer) => {
      crashesInARow = 0;
      open.get(id)?.(reply);
      open.delete(id);
    });
    worker.on('error', onCrash);
    worker.on('exit', () => {
      if (stopping) return;
      for (const answer of open.values()) answer(perhaps);
      open.clear();
      crashesInARow += 1;
      // Files that cannot be read would crash it for ever; without a worker every call fails instead.
      current = crashesInARow < 3 ? start() : undefined;
    });
    return worker;
  };
  let current: Worker | undefined = start();

  const ask = (target: string, body: string) =>
    new Promise<Reply>((resolve) => {
      if (!current) return resolve(perhaps);
      const id = nextId++;
      open.set(id, resolve);
      current.postMessage({ id, target, body });
    });
  const call: CallTable = async (operation, body) => {
    const { status, body: text } = await ask(`DynamoDB_20120810.${operation}`, JSON.stringify(body));
    return { status, json: JSON.parse(text) };
  };

  return {
    async service({ headers, body, operation }, response) {
      if (operation.startsWith('Transact')) {
        // dynalite knows no transactions; nothing here may come to need what it cannot do.
        return answerError(response, 'dynamodb', 400, 'UnknownOperationException', `${operation} is not modelled`);
      }
      const reply = await withItemOnFailedCondition(
        await ask(String(headers['x-amz-target']), body.toString()),
        body,
        call,
      );
      response
        .writeHead(reply.status, { ...reply.headers, 'content-length': Buffer.byteLength(reply.body) })
        .end(reply.body);
    },

    async createTable(table) {
      const wanted = tableDefinition(table);
      const { status, json } = await call('CreateTable', wanted);
      if (status === 200) return untilActive(table.name, call);
      if (!String(json.__type).includes('ResourceInUse')) {
        throw new Error(`${table.id} (${table.type}): ${json.message ?? json.Message ?? JSON.stringify(json)}`);
      }
      const { json: existing } = await call('DescribeTable', { TableName: table.name });
      if (keysOf(existing.Table) !== keysOf(wanted)) {
        throw new Error(
          `the table ${table.name} in ${folder} has other keys or indexes than the template; use a new data folder`,
        );
      }
      // The process that made it may have been killed in that moment.
      await untilActive(table.name, call);
    },

    async stop() {
      stopping = true;
      await current?.terminate();
    },
  };
}

/** dynalite makes a table as DynamoDB does, a moment after it said so. */
async function untilActive(TableName: string, call: CallTable): Promise<void> {
  for (let attempt = 0; attempt < 500; attempt += 1) {
    const { json } = await call('DescribeTable', { TableName });
    if (json.Table?.TableStatus === 'ACTIVE') return;
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
  throw new Error(`the table ${TableName} was not finished when it was made; use a new data folder`);
}

/**
 * DynamoDB can hand back the item that failed a condition; dynalite ignores the wish. The item is read right after:
 * it may be newer than the one that failed the condition, which a caller that lost a race cannot tell apart.
 */
async function withItemOnFailedCondition(reply: Reply, body: Buffer, call: CallTable): Promise<Reply> {
  if (reply.status !== 400 || !reply.body.includes(conditionFailed)) return reply;
  const request = JSON.parse(body.toString());
  if (request.ReturnValuesOnConditionCheckFailure !== 'ALL_OLD') return reply;
  const { TableName } = request;
  const Key = request.Key ?? (await keyOfItem(TableName, request.Item, call));
  const { json } = await call('GetItem', { TableName, Key, ConsistentRead: true });
  const withItem = JSON.stringify({ ...JSON.parse(reply.body), ...(json.Item ? { Item: json.Item } : {}) });
  const { 'x-amz-crc32': _checksum, ...headers } = reply.headers;
  return { ...reply, headers, body: withItem };
}

async function keyOfItem(TableName: string, item: Properties, call: CallTable): Promise<Properties> {
  const { json } = await call('DescribeTable', { TableName });
  const names: string[] = json.Table.KeySchema.map(({ AttributeName }: Properties) => AttributeName);
  return Object.fromEntries(names.map((name) => [name, item[name]]));
}

function tableDefinition({ name, properties }: Resource): Properties {
  const index = ({ IndexName, KeySchema, Projection }: Properties) => ({ IndexName, KeySchema, Projection });
  const { AttributeDefinitions, KeySchema, GlobalSecondaryIndexes, LocalSecondaryIndexes } = properties;
  return {
    TableName: name,
    AttributeDefinitions,
    KeySchema,
    BillingMode: 'PAY_PER_REQUEST',
    ...(GlobalSecondaryIndexes ? { GlobalSecondaryIndexes: GlobalSecondaryIndexes.map(index) } : {}),
    ...(LocalSecondaryIndexes ? { LocalSecondaryIndexes: LocalSecondaryIndexes.map(index) } : {}),
  };
}

/** Keys and indexes of a definition in one order, to compare. */
function keysOf({ KeySchema, GlobalSecondaryIndexes = [], LocalSecondaryIndexes = [] }: Properties): string {
  const keys = (schema: Properties[]) =>
    schema.map(({ AttributeName, KeyType }) => `${KeyType} ${AttributeName}`).toSorted();
  const indexes = [...GlobalSecondaryIndexes, ...LocalSecondaryIndexes].map(
    ({ IndexName, KeySchema: schema, Projection }: Properties) =>
      `${IndexName} ${keys(schema)} ${Projection?.ProjectionType}`,
  );
  return JSON.stringify([keys(KeySchema), indexes.toSorted()]);
}
