import type { Billed, BilledUnit } from '../../core/desk/bill.ts';
import type { Clock } from '../../ports/clock.ts';

/** How many of these are charged: those that were not told yet today. */
export type Told = (unit: BilledUnit, ids: readonly string[]) => Billed;

/**
 * Counts as X charges (docs.x.com, pricing): a thing that is read again within a UTC day costs nothing. A process that begins
 * anew counts once more what it reads, so that the budget ends reading rather too early than too late.
 */
export function toldOnce(clock: Clock): Told {
  let day = '';
  const told = new Set<string>();
  return (unit, ids) => {
    const today = clock.now().slice(0, 10);
    if (today !== day) told.clear();
    day = today;
    const news = new Set(ids.map((id) => `${unit} ${id}`).filter((one) => !told.has(one)));
    for (const one of news) told.add(one);
    return news.size === 0 ? {} : { [unit]: news.size };
  };
}
