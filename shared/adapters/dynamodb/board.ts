import { BatchGetCommand, GetCommand, PutCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import type { Board } from '../../ports/board.ts';
import { type BoardItem, type BoardSteps, boardOver, type Pointer } from './board-protocol.ts';
import { packRow, unpackRow } from './board-row.ts';
import { BOARD_KEY, BOARD_ROW_PREFIX, boardRowKey, SITE_PARTITION } from './keys.ts';
import { itemsUnder, type Table, unlessRefused } from './table.ts';

/** An attribute of its own per open incident: a nested map would have to exist before the first can be noted in it. */
const POINTER_PREFIX = 'open:';

/** `BatchGetItem` takes at most this many keys. */
const KEYS_PER_BATCH = 100;

type RowItem = { row: Uint8Array };

/** The board in DynamoDB. */
export const dynamodbBoard = (at: Table): Board => boardOver(dynamodbSteps(at));

/** The single steps of the board on DynamoDB. */
export function dynamodbSteps(at: Table): BoardSteps {
  const { client, table } = at;

  async function batch(keys: ReturnType<typeof boardRowKey>[]): Promise<RowItem[]> {
    const found: RowItem[] = [];
    for (let rest: Record<string, unknown>[] = keys; rest.length > 0; ) {
      const { Responses, UnprocessedKeys } = await client.send(
        new BatchGetCommand({
          RequestItems: { [table]: { Keys: rest.slice(0, KEYS_PER_BATCH), ConsistentRead: true } },
        }),
      );
      found.push(...((Responses?.[table] ?? []) as RowItem[]));
      rest = [...(UnprocessedKeys?.[table]?.Keys ?? []), ...rest.slice(KEYS_PER_BATCH)];
    }
    return found;
  }

  return {
    async putRow(row) {
      const put = client.send(
        new PutCommand({
          TableName: table,
          Item: { ...boardRowKey(row), seq: row.head.seq, phase: row.phase, row: packRow(row) },
          // The same seq is put again: what a promise became can change without a new entry.
          ConditionExpression: 'attribute_not_exists(pk) OR seq <= :seq',
          ExpressionAttributeValues: { ':seq': row.head.seq },
        }),
      );
      return (await unlessRefused(put, 'older')) === 'older' ? 'older' : 'put';
    },

    async count(pointer) {
      const noted = pointer === undefined ? undefined : await countWith(at, pointer);
      if (noted !== undefined) return noted;
      const { Attributes } = await client.send(
        new UpdateCommand({
          TableName: table,
          Key: BOARD_KEY,
          UpdateExpression: 'ADD rev :one',
          ExpressionAttributeValues: { ':one': 1 },
          ReturnValues: 'ALL_NEW',
        }),
      );
      return boardItem(Attributes);
    },

    async board() {
      const { Item } = await client.send(new GetCommand({ TableName: table, Key: BOARD_KEY, ConsistentRead: true }));
      return boardItem(Item);
    },

    async newest(limit) {
      const newestFirst = { ScanIndexForward: false };
      const items = await itemsUnder<RowItem>(at, SITE_PARTITION, BOARD_ROW_PREFIX, newestFirst, limit);
      return items.map(({ row }) => unpackRow(row));
    },

    async rows(pointers) {
      const items = await batch(pointers.map(boardRowKey));
      return items.map(({ row }) => unpackRow(row));
    },

    async forget({ id, seq }) {
      const remove = client.send(
        new UpdateCommand({
          TableName: table,
          Key: BOARD_KEY,
          UpdateExpression: 'REMOVE #pointer',
          ConditionExpression: '#pointer.#seq = :seq',
          ExpressionAttributeNames: { '#pointer': `${POINTER_PREFIX}${id}`, '#seq': 'seq' },
          ExpressionAttributeValues: { ':seq': seq },
        }),
      );
      await unlessRefused(remove, 'noted anew');
    },
  };
}

/** The item's attributes as the board's protocol knows them. */
function boardItem(attributes: Record<string, unknown> = {}): BoardItem {
  const open = Object.entries(attributes).filter(([name]) => name.startsWith(POINTER_PREFIX));
  return {
    rev: Number(attributes.rev ?? 0),
    open: open.map(([name, place]) => ({ id: name.slice(POINTER_PREFIX.length), ...(place as Omit<Pointer, 'id'>) })),
  };
}

/** Undefined if a pointer of this seq or a later one is there already; then nothing was counted. */
async function countWith({ client, table }: Table, { id, seq, openedAt }: Pointer): Promise<BoardItem | undefined> {
  const counted = client.send(
    new UpdateCommand({
      TableName: table,
      Key: BOARD_KEY,
      UpdateExpression: 'SET #pointer = :pointer ADD rev :one',
      ConditionExpression: 'attribute_not_exists(#pointer) OR #pointer.#seq < :seq',
      ExpressionAttributeNames: { '#pointer': `${POINTER_PREFIX}${id}`, '#seq': 'seq' },
      ExpressionAttributeValues: { ':pointer': { seq, openedAt }, ':seq': seq, ':one': 1 },
      ReturnValues: 'ALL_NEW',
    }),
  );
  const answer = await unlessRefused(counted, undefined);
  return answer && boardItem(answer.Attributes);
}
