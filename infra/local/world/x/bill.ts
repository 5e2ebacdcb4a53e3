import type { Journal } from '../journal.ts';
import { PRICES, type Priced } from './prices.ts';

/** Something that was charged. The same thing read twice on a day (UTC) is charged once; `key` tells which thing. */
export type BillFact = { day: string; unit: Priced; key: string };

export type BillItem = { unit: Priced; count: number; each: number; dollars: number };

/** What X has charged since the world began. */
export class Bill {
  readonly #journal: Journal<BillFact>;
  readonly #charged = new Set<string>();
  readonly #counts = new Map<Priced, number>();

  constructor(journal: Journal<BillFact>) {
    this.#journal = journal;
    for (const fact of journal.past) this.#apply(fact);
  }

  /** Charges each of these things, but for those that were charged today. */
  charge(unit: Priced, keys: readonly string[], nowMs: number): void {
    const day = new Date(nowMs).toISOString().slice(0, 10);
    for (const key of keys) {
      const fact = { day, unit, key };
      if (this.#charged.has(nameOf(fact))) continue;
      this.#journal.append(fact);
      this.#apply(fact);
    }
  }

  /** By kind, each with its price in dollars. */
  items(): BillItem[] {
    return [...this.#counts].map(([unit, count]) => ({
      ...{ unit, count, each: PRICES[unit] / 1000 },
      dollars: (PRICES[unit] * count) / 1000,
    }));
  }

  /** What tells one charged request from another, also after a restart. */
  nextCall = (): string => String([...this.#counts.values()].reduce((sum, count) => sum + count, 0));

  /** In thousandths of a dollar, which are whole numbers and so add up. */
  mills(): number {
    return [...this.#counts].reduce((sum, [unit, count]) => sum + PRICES[unit] * count, 0);
  }

  #apply(fact: BillFact): void {
    this.#charged.add(nameOf(fact));
    this.#counts.set(fact.unit, (this.#counts.get(fact.unit) ?? 0) + 1);
  }
}

const nameOf = ({ day, unit, key }: BillFact): string => `${day} ${unit} ${key}`;
