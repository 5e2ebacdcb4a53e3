import { type Random, seeded } from '../../tests/simulation/random.ts';
import type { Fault } from './faults.ts';

/** All of `faults` in an order that the seed decides: one of every place in the text first, then a second of each, … */
export function drawn(faults: readonly Fault[], seed: number): Fault[] {
  const random = seeded(seed, 'faults');
  const places = Map.groupBy(faults, ({ file, start, end }) => `${file}:${start}:${end}`);
  const queues = shuffled([...places.values()], random).map((ofPlace) => shuffled(ofPlace, random));
  const most = Math.max(0, ...queues.map((queue) => queue.length));
  return Array.from({ length: most }, (_, round) => queues.flatMap((queue) => queue[round] ?? [])).flat();
}

function shuffled<T>(things: readonly T[], random: Random): T[] {
  const left = [...things];
  for (let last = left.length - 1; last > 0; last -= 1) {
    const other = random.int(0, last);
    [left[last], left[other]] = [left[other]!, left[last]!];
  }
  return left;
}
