import { asStored } from '../dynamodb/day-sum-row.ts';
import type { DaySteps } from '../dynamodb/day-sums-protocol.ts';
import { atOnce, type MemoryDay, stored } from './table.ts';

/** The single steps of the days in memory. `newest`: the newest of the keys of a map. */
export function memoryDays(days: Map<string, MemoryDay>, newest: (limit: number) => readonly string[]): DaySteps {
  const dayOf = (day: string): MemoryDay =>
    days.get(day) ?? { upTo: 0, shares: new Map(), sum: undefined, summed: new Map() };
  const tailOf = (day: string) => ({ upTo: dayOf(day).upTo, shares: new Map(dayOf(day).shares) });
  const changed = (day: string, change: Partial<MemoryDay>) => days.set(day, { ...dayOf(day), ...change });
  return {
    tail: (day) => atOnce(() => tailOf(day)),
    putShare: (day, upTo, incident, share) =>
      atOnce(() => {
        const there = dayOf(day);
        if (there.upTo !== upTo || (there.shares.get(incident)?.seq ?? 0) > share.seq) return false;
        changed(day, { shares: new Map(there.shares).set(incident, stored(share)) });
        return true;
      }),
    summed: (day, incident) => atOnce(() => dayOf(day).summed.get(incident)?.share),
    noteSummed: (day, version, incident, share) =>
      atOnce(() => {
        const { summed } = dayOf(day);
        if ((summed.get(incident)?.version ?? 0) >= version) return;
        summed.set(incident, { version, share: stored(share) });
      }),
    sum: (day) => atOnce(() => dayOf(day).sum),
    putSum: (day, sum) =>
      atOnce(() => {
        if ((dayOf(day).sum?.version ?? 0) !== sum.version - 1) return false;
        changed(day, { sum: { ...sum, ...asStored(sum.sum, sum.unit) } });
        return true;
      }),
    settle: (day, version, changes) =>
      atOnce(() => {
        const { upTo, shares } = dayOf(day);
        const isAsSeen = ({ incident, seen }: (typeof changes)[number]) => {
          const there = shares.get(incident);
          return there?.seq === seen.seq && there.m === seen.m;
        };
        if (upTo !== version - 1 || !changes.every(isAsSeen)) return false;
        const left = new Map(shares);
        for (const { incident, seen, old } of changes) {
          if (old === undefined) left.delete(incident);
          else left.set(incident, stored({ ...seen, old }));
        }
        changed(day, { upTo: version, shares: left });
        return true;
      }),
    tails: (limit) => atOnce(() => newest(limit).map((day) => [day, tailOf(day)] as const)),
  };
}
