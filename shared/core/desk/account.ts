import type { Instant } from '../instant.ts';
import type { Billed } from './bill.ts';
import type { DeskSource } from './mention.ts';
import { costOf } from './prices.ts';

/** What a house lets the desk cost, in dollars. */
export type DeskBudget = { dollarsPerMonth: number; perIncident: number };

/** How a source stands: how far it was read, and what it has cost. One record, changed by compare-and-swap only. */
export type DeskAccount = {
  /** Somebody has connected it, knowing what it costs. Nothing is read, counted or answered there before. */
  connected?: { at: Instant; by: string };
  /** Until when what was said there is known. */
  readAt?: Instant;
  messagesAt?: Instant;
  /** When everything that has words was last looked at for what is gone. */
  lookedAt?: Instant;
  /** It could not be read since then: what was said meanwhile is not seen. */
  unreadable?: { since: Instant; reason: string; until?: Instant };
  money?: { month: string; micros: number; incidents: Readonly<Record<string, number>> };
};

const monthOf = (at: Instant): string => at.slice(0, 7);

/** Incidents whose cost is remembered. The newest are kept: older ones ended long ago. */
const REMEMBERED = 50;

/** The account after a bill, shared among the incidents that it was for; none where it was for the house. */
export function charged(
  account: DeskAccount,
  source: DeskSource,
  billed: Billed,
  incidents: readonly string[],
  now: Instant,
): DeskAccount {
  const micros = costOf(source, billed);
  if (micros === 0) return account;
  const { money } = account;
  const spent = Object.entries(money?.incidents ?? {});
  const before = new Map(spent);
  const share = incidents.length === 0 ? 0 : Math.ceil(micros / incidents.length);
  for (const id of incidents) {
    const of = before.get(id) ?? 0;
    before.delete(id);
    before.set(id, of + share);
  }
  return {
    ...account,
    money: {
      month: monthOf(now),
      micros: (money?.month === monthOf(now) ? money.micros : 0) + micros,
      incidents: Object.fromEntries([...before].slice(-REMEMBERED)),
    },
  };
}

/** What a source has cost this month, in micro-dollars. */
export const spentInMonth = ({ money }: DeskAccount, now: Instant): number =>
  money?.month === monthOf(now) ? money.micros : 0;

/** What an incident has cost there, in micro-dollars. */
export const spentOn = ({ money }: DeskAccount, incident: string): number => money?.incidents[incident] ?? 0;
