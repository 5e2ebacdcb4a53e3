import type { Imports } from './imports.ts';

/** The tests that can notice a fault in a file: the `near` ones are asked first, because most often they do. */
export type Covering = { near: string[]; wider: string[] };

/** How many tests count as near where the file has no folder of tests of its own. */
const NEAREST = 8;

/**
 * Of the tests that reach `file`, the nearest first: those that import it, or that lie in the folder of its name, are
 * near. Small files of tests come before large ones.
 */
export function coveringTests(file: string, tests: ReadonlyMap<string, number>, imports: Imports): Covering {
  const distances = imports.distancesTo(file);
  const names = new Set(file.replace(/\.ts$/, '').split(/[/-]/));
  const inReach = [...tests]
    .flatMap(([test, size]) => {
      const distance = distances.get(test);
      if (distance === undefined) return [];
      const isOwn = distance === 1 || names.has(test.split('/')[1] ?? '');
      return [{ test, size, distance, isOwn }];
    })
    .toSorted((a, b) => Number(b.isOwn) - Number(a.isOwn) || a.distance - b.distance || a.size - b.size);
  const own = inReach.filter(({ isOwn }) => isOwn).length;
  const paths = inReach.map(({ test }) => test);
  return { near: paths.slice(0, own || NEAREST), wider: paths.slice(own || NEAREST) };
}
