import type { BatchGetCommandInput, BatchWriteCommandInput } from '@aws-sdk/lib-dynamodb';
import { describe, expect, it } from 'vitest';
import { itemsOf, putAll } from '../../shared/adapters/dynamodb/batches.ts';
import { openTable } from '../../shared/adapters/dynamodb/table.ts';
import { recordCalls } from './recorded-calls.ts';

const open = () => openTable('t', { region: 'eu-west-1' });
const items = (count: number) => Array.from({ length: count }, (_, index) => ({ pk: `p${index}`, sk: 's' }));

// The table of the local cloud has room for everything; the real one may leave some of a batch undone, and say so.
describe('a batch of which the table leaves some undone', () => {
  it('is put in calls of 25, and what was left is put again', async () => {
    const at = open();
    const put: unknown[] = [];
    let calls = 0;
    recordCalls<BatchWriteCommandInput>(at.client as never, ({ RequestItems }) => {
      const asked = RequestItems!.t!;
      expect(asked.length).toBeLessThanOrEqual(25);
      const [left, done] = calls++ < 2 ? [asked.slice(0, 10), asked.slice(10)] : [[], asked];
      put.push(...done.map(({ PutRequest }) => PutRequest?.Item));
      return { UnprocessedItems: left.length === 0 ? {} : { t: left } };
    });
    await putAll(at, items(60));
    expect(put).toHaveLength(60);
    expect(new Set(put)).toEqual(new Set(items(60)));
  });

  it('rejects where there is no room for long: nobody is told that it is there', async () => {
    const at = open();
    recordCalls<BatchWriteCommandInput>(at.client as never, ({ RequestItems }) => ({ UnprocessedItems: RequestItems }));
    await expect(putAll(at, items(3))).rejects.toThrow('no room for 3 of 3 items');
  });

  it('is read in calls of 100, and what was left is read again', async () => {
    const at = open();
    recordCalls<BatchGetCommandInput>(at.client as never, ({ RequestItems }) => {
      const keys = RequestItems!.t!.Keys!;
      expect(keys.length).toBeLessThanOrEqual(100);
      const half = Math.ceil(keys.length / 2);
      const left = keys.slice(half);
      return { Responses: { t: keys.slice(0, half) }, UnprocessedKeys: left.length === 0 ? {} : { t: { Keys: left } } };
    });
    expect(new Set(await itemsOf(at, items(7)))).toEqual(new Set(items(7)));
    expect(await itemsOf(at, [])).toEqual([]);
  });
});
