import { GetCommand, PutCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { epochMs, SECOND_MS } from '../../core/instant.ts';
import type { Receipt, ReceiptLine, Receipts } from '../../ports/alarm-storms.ts';
import { RECEIPT_PART_PREFIX, receiptHeadKey, receiptPartition, receiptPartKey } from './keys.ts';
import { itemsUnder, type Table, unlessRefused } from './table.ts';

type Head = { sk: string; receipt: Receipt };
type Part = { sk: string; lines: readonly ReceiptLine[] };

/** Receipts in DynamoDB: a partition each, which the table forgets by itself. */
export function dynamodbReceipts(at: Table): Receipts {
  const { client, table } = at;
  const put = (Item: Record<string, unknown>) => client.send(new PutCommand({ TableName: table, Item }));

  return {
    async begin(receipt, parts) {
      const expiresAt = Math.ceil(epochMs(receipt.until) / SECOND_MS);
      await Promise.all([
        put({ ...receiptHeadKey(receipt.id), receipt, expiresAt }),
        ...parts.map((lines, part) => put({ ...receiptPartKey(receipt.id, part), lines, expiresAt })),
      ]);
    },

    async read(id, now) {
      const items = await itemsUnder<Head | Part>(at, receiptPartition(id), '');
      const head = items.find((item): item is Head => 'receipt' in item);
      // The table may take two days to forget.
      if (head === undefined || head.receipt.until <= now) return undefined;
      const parts = items.filter((item): item is Part => item.sk.startsWith(RECEIPT_PART_PREFIX));
      return { receipt: head.receipt, lines: parts.flatMap(({ lines }) => lines) };
    },

    async partOf(id, part) {
      const { Item } = await client.send(
        new GetCommand({ TableName: table, Key: receiptPartKey(id, part), ConsistentRead: true }),
      );
      return (Item as Part | undefined)?.lines;
    },

    async settle(id, part, lines) {
      const update = client.send(
        new UpdateCommand({
          TableName: table,
          Key: receiptPartKey(id, part),
          UpdateExpression: 'SET #lines = :lines',
          ConditionExpression: 'attribute_exists(pk)',
          ExpressionAttributeNames: { '#lines': 'lines' },
          ExpressionAttributeValues: { ':lines': lines },
        }),
      );
      await unlessRefused(update, 'forgotten');
    },
  };
}
