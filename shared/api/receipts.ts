import { Problem } from '../contract/problem.ts';
import type { Receipt, ReceiptLine, Receipts } from '../ports/alarm-storms.ts';
import type { Clock } from '../ports/clock.ts';
import type { IntakeKeys } from './intake-secret.ts';
import { sealedReceipt } from './sealed-receipts.ts';

export type ReceiptPorts = { receipts: Receipts; clock: Clock; intakeKeys: () => Promise<IntakeKeys> };

/** A receipt of alarms as the API shows it. Throws a `Problem` (404) if there is none, or none any more. */
export async function receiptView(ports: ReceiptPorts, id: string) {
  const sealed = sealedReceipt(id, (await ports.intakeKeys()).key);
  if (sealed !== undefined) return sealedView(ports, sealed);
  const found = await ports.receipts.read(id, ports.clock.now());
  if (found === undefined) throw noSuchReceipt();
  const { receipt, lines } = found;
  return { ...receipt, pending: lines.filter(isPending).length, taken: lines };
}

/** Of a receipt that says itself what was accepted, only what became of it is kept, and only from when it is known. */
async function sealedView({ receipts, clock }: ReceiptPorts, receipt: Receipt) {
  if (receipt.until <= clock.now()) throw noSuchReceipt();
  const [lines] = await receipts.linesOf([{ receipt: receipt.id, part: 0 }]);
  return { ...receipt, pending: lines === undefined ? receipt.accepted : 0, taken: lines ?? [] };
}

const isPending = ({ result }: ReceiptLine): boolean => result === 'pending';

export const noSuchReceipt = (): Problem =>
  new Problem({
    type: 'no-such-receipt',
    title: 'There is no such receipt of alarms',
    status: 404,
    detail: 'A receipt is kept for 7 days.',
  });
