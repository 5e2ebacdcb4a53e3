import type { Receipt, ReceiptLine, Receipts } from '../../ports/alarm-storms.ts';
import { atOnce, stored } from './table.ts';

/** Receipts in memory, as the table keeps them. */
export function memoryReceipts(
  kept = new Map<string, { receipt: Receipt; parts: (readonly ReceiptLine[])[] }>(),
): Receipts {
  return {
    begin: (receipt, parts) =>
      atOnce(() => void kept.set(receipt.id, { receipt: stored(receipt), parts: parts.map((part) => stored(part)) })),
    read: (id, now) =>
      atOnce(() => {
        const found = kept.get(id);
        if (found === undefined || found.receipt.until <= now) return undefined;
        return { receipt: found.receipt, lines: found.parts.flat() };
      }),
    partOf: (id, part) => atOnce(() => kept.get(id)?.parts[part]),
    settle: (id, part, lines) =>
      atOnce(() => {
        const found = kept.get(id);
        if (found?.parts[part] !== undefined) found.parts[part] = stored(lines);
      }),
  };
}
