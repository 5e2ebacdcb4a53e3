import { setTimeout } from 'node:timers/promises';
import { BatchGetCommand, BatchWriteCommand } from '@aws-sdk/lib-dynamodb';
import { chunksOf } from '../../core/chunks.ts';
import type { Table } from './table.ts';

/** `BatchGetItem` takes so many keys at most, `BatchWriteItem` so many items (**AWS's docs**). */
const KEYS_PER_CALL = 100;
const ITEMS_PER_CALL = 25;

/**
 * What the table had no room for is asked for again after a pause, each time up to twice as long; so often at most. How long
 * it is in between is left to chance: those who were refused together would else ask again together.
 */
const MOST_TRIES = 5;
const FIRST_PAUSE_MS = 50;

type Attributes = Record<string, unknown>;

/** The items of these keys that there are, in no order, strongly consistent. A key may be named once. */
export async function itemsOf<T>({ client, table }: Table, keys: readonly Attributes[]): Promise<T[]> {
  const found: T[] = [];
  const ask = async (some: readonly Attributes[]) => {
    const { Responses, UnprocessedKeys } = await client.send(
      new BatchGetCommand({ RequestItems: { [table]: { Keys: [...some], ConsistentRead: true } } }),
    );
    found.push(...((Responses?.[table] ?? []) as T[]));
    return UnprocessedKeys?.[table]?.Keys ?? [];
  };
  for (const some of chunksOf(keys, KEYS_PER_CALL)) await untilNoneIsLeft(some, ask);
  return found;
}

/**
 * Puts these items, whatever was there. Each by itself: where it rejects, some of them may be there and others not. No
 * two may have the same key.
 */
export async function putAll({ client, table }: Table, items: readonly Attributes[]): Promise<void> {
  const put = async (some: readonly Attributes[]) => {
    const { UnprocessedItems } = await client.send(
      new BatchWriteCommand({ RequestItems: { [table]: some.map((Item) => ({ PutRequest: { Item } })) } }),
    );
    return (UnprocessedItems?.[table] ?? []).flatMap(({ PutRequest }) => PutRequest?.Item ?? []);
  };
  await Promise.all(chunksOf(items, ITEMS_PER_CALL).map((some) => untilNoneIsLeft(some, put)));
}

async function untilNoneIsLeft(
  all: readonly Attributes[],
  work: (some: readonly Attributes[]) => Promise<Attributes[]>,
): Promise<void> {
  let left = await work(all);
  for (let again = 1; left.length > 0; again += 1) {
    if (again === MOST_TRIES) throw new Error(`the table had no room for ${left.length} of ${all.length} items`);
    await setTimeout(FIRST_PAUSE_MS * 2 ** (again - 1) * (0.5 + Math.random() / 2));
    left = await work(left);
  }
}
