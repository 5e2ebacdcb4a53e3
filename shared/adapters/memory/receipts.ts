import type { Receipt, ReceiptLine, Receipts } from '../../ports/alarm-storms.ts';
import { atOnce, stored } from './table.ts';

/** Receipts in memory, as the table keeps them. */
export function memoryReceipts(
  heads = new Map<string, Receipt>(),
  kept = new Map<string, (readonly ReceiptLine[])[]>(),
): Receipts {
  return {
    begin: (receipt, parts) =>
      atOnce(() => {
        heads.set(receipt.id, stored(receipt));
        kept.set(
          receipt.id,
          parts.map((part) => stored(part)),
        );
      }),
    read: (id, now) =>
      atOnce(() => {
        const receipt = heads.get(id);
        if (receipt === undefined || receipt.until <= now) return undefined;
        return { receipt, lines: kept.get(id)?.flat() ?? [] };
      }),
    linesOf: (parts) => atOnce(() => parts.map(({ receipt, part }) => kept.get(receipt)?.[part])),
    settle: (parts) =>
      atOnce(() => {
        for (const { receipt, part, lines } of parts) {
          const all = [...(kept.get(receipt) ?? [])];
          all[part] = stored(lines);
          kept.set(receipt, all);
        }
      }),
  };
}
