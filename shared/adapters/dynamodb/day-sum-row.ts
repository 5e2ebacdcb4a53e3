import { gunzipSync, gzipSync } from 'node:zlib';
import { added, type Counted, type DaySum, emptySum, latestFirst } from '../../core/day-sum.ts';
import { MINUTE_MS, SECOND_MS } from '../../core/instant.ts';

/**
 * A day's sum as it is stored: for each thing that is counted its values in order, in `unit` seconds, each as what it has
 * more than the one before, followed by how often it was there.
 */
type PackedSum = { unit: 1 | 60; counts: [Counted, ...number[]][]; late: [string, number, number][] };

/** Above this many bytes values are known to the minute: then there are few enough of them whatever a day brings (docs/rules.md, Sums of days). */
const LARGEST_BYTES = 150_000;

/** The latest that are known by name. A page shows three: the others are for when some of them are taken back. */
const MOST_BY_NAME = 50;

/** To the second, or to the minute once it has been or where it would be too big. */
export function packSum(sum: DaySum, unit: 1 | 60 = 1, largestBytes = LARGEST_BYTES): Uint8Array {
  const values = (counted: ReadonlyMap<number, number>) => {
    let before = 0;
    return inUnits(counted, unit).flatMap(([value, times]) => {
      const more = value - before;
      before = value;
      return [more, times];
    });
  };
  const packed: PackedSum = {
    unit,
    counts: [...sum.counts]
      .map(([what, counted]): [Counted, ...number[]] => [what, ...values(counted)])
      .toSorted(byName),
    late: sum.late
      .toSorted(latestFirst)
      .slice(0, MOST_BY_NAME)
      .map(({ incident, seq, lateMs }) => [incident, seq, lateMs / SECOND_MS]),
  };
  const bytes = gzipSync(JSON.stringify(packed));
  return unit === 1 && bytes.byteLength > largestBytes ? packSum(sum, 60) : bytes;
}

/** As it would be read back. */
export const asStored = (sum: DaySum, unit: 1 | 60) => unpackSum(sum.day, packSum(sum, unit));

export function unpackSum(day: string, bytes: Uint8Array): { sum: DaySum; unit: 1 | 60 } {
  const { unit, counts, late }: PackedSum = JSON.parse(gunzipSync(bytes).toString('utf8'));
  const valuesOf = (packed: readonly number[]) => {
    const values = new Map<number, number>();
    let value = 0;
    for (let n = 0; n < packed.length; n += 2) {
      value += packed[n]!;
      values.set(value * unit * SECOND_MS, packed[n + 1]!);
    }
    return values;
  };
  const sum = {
    day,
    counts: new Map(counts.map(([what, ...packed]) => [what, valuesOf(packed)])),
    late: late.map(([incident, seq, lateS]) => ({ incident, seq, lateMs: lateS * SECOND_MS })),
  };
  return { sum, unit };
}

/** A share as a sum of this unit counts it, so that what was added in minutes is taken back in minutes. */
export const inUnit = (sum: DaySum, unit: 1 | 60): DaySum =>
  unit === 1 ? sum : added(emptySum(sum.day), [toMinutes(sum)]);

const toMinutes = (sum: DaySum): DaySum => ({
  ...sum,
  counts: new Map(
    [...sum.counts].map(([what, counted]) => [
      what,
      new Map(inUnits(counted, 60).map(([value, times]) => [value * MINUTE_MS, times])),
    ]),
  ),
});

/** In order, those together that are the same in this unit; what amounts to nothing is left out. */
function inUnits(counted: ReadonlyMap<number, number>, unit: 1 | 60): [number, number][] {
  const units = new Map<number, number>();
  for (const [value, times] of counted) {
    const whole = Math.floor(value / (unit * SECOND_MS));
    units.set(whole, (units.get(whole) ?? 0) + times);
  }
  return [...units].filter(([, times]) => times !== 0).toSorted(([a], [b]) => a - b);
}

const byName = ([a]: [Counted, ...number[]], [b]: [Counted, ...number[]]): number => (a < b ? -1 : 1);
