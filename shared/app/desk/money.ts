import { charged, type DeskAccount } from '../../core/desk/account.ts';
import type { Billed } from '../../core/desk/bill.ts';
import { type BudgetLevel, budgetLevel } from '../../core/desk/budget.ts';
import type { DeskSource } from '../../core/desk/mention.ts';
import { costOf } from '../../core/desk/prices.ts';
import { changeVersioned } from '../change-versioned.ts';
import type { DeskPorts } from './ports.ts';

type Ports = Pick<DeskPorts, 'stores' | 'clock' | 'rules'>;

/** Changes how a source stands, whoever else does too. */
export const changeAccount = (
  { stores }: Pick<DeskPorts, 'stores'>,
  source: DeskSource,
  change: (account: DeskAccount) => DeskAccount,
): Promise<void> => changeVersioned(stores.account(source), (state) => change(state ?? {}));

/** Counts what a call has cost, for these incidents. What costs nothing is not written. */
export async function charge(
  ports: Ports,
  source: DeskSource,
  billed: Billed,
  incidents: readonly string[],
): Promise<void> {
  if (costOf(source, billed) === 0) return;
  const now = ports.clock.now();
  await changeAccount(ports, source, (account) => charged(account, source, billed, incidents, now));
}

/** What the money leaves at a source. Where nothing costs anything, that is all. */
export async function levelOf(ports: Ports, source: DeskSource, incidents: readonly string[]): Promise<BudgetLevel> {
  if (source !== 'x') return 'all';
  const { state } = await ports.stores.account(source).read();
  return budgetLevel(state ?? {}, ports.rules, incidents, ports.clock.now());
}
