import { Problem } from '../contract/problem.ts';
import type { Receipts } from '../ports/alarm-storms.ts';
import type { Clock } from '../ports/clock.ts';

/** A receipt of alarms as the API shows it. Throws a `Problem` (404) if there is none, or none any more. */
export async function receiptView({ receipts, clock }: { receipts: Receipts; clock: Clock }, id: string) {
  const found = await receipts.read(id, clock.now());
  if (found === undefined) throw noSuchReceipt();
  const { receipt, lines } = found;
  const pending = lines.filter(({ result }) => result === 'pending').length;
  return { ...receipt, pending, taken: lines };
}

export const noSuchReceipt = (): Problem =>
  new Problem({
    type: 'no-such-receipt',
    title: 'There is no such receipt of alarms',
    status: 404,
    detail: 'A receipt is kept for 7 days.',
  });
