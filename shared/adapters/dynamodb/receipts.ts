import { epochMs, type Instant, SECOND_MS } from '../../core/instant.ts';
import type { Receipt, ReceiptLine, Receipts } from '../../ports/alarm-storms.ts';
import { itemsOf, putAll } from './batches.ts';
import { RECEIPT_PART_PREFIX, receiptHeadKey, receiptPartition, receiptPartKey } from './keys.ts';
import { itemsUnder, type Table } from './table.ts';

type Head = { sk: string; receipt: Receipt };
type Part = { sk: string; lines: readonly ReceiptLine[] };

/** Receipts in DynamoDB: a partition each, which the table forgets by itself. */
export function dynamodbReceipts(at: Table): Receipts {
  return {
    async begin(receipt, parts) {
      const expiresAt = forgottenAt(receipt.until);
      await putAll(at, [
        { ...receiptHeadKey(receipt.id), receipt, expiresAt },
        ...parts.map((lines, part) => ({ ...receiptPartKey(receipt.id, part), lines, expiresAt })),
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

    async linesOf(parts) {
      const keys = parts.map(({ receipt, part }) => receiptPartKey(receipt, part));
      const found = await itemsOf<Part & { pk: string }>(at, keys);
      return keys.map(({ pk, sk }) => found.find((one) => one.pk === pk && one.sk === sk)?.lines);
    },

    settle: (parts, until) =>
      putAll(
        at,
        parts.map(({ receipt, part, lines }) => ({
          ...receiptPartKey(receipt, part),
          lines,
          expiresAt: forgottenAt(until),
        })),
      ),
  };
}

const forgottenAt = (until: Instant): number => Math.ceil(epochMs(until) / SECOND_MS);
