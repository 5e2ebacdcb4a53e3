import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { parts } from './parts.ts';

/** The project's TypeScript, by path from its root. */
export const sourcesOf = (root: string): Map<string, string> =>
  new Map(
    ['bin', 'functions', 'infra', 'shared', 'tests']
      .flatMap((folder) => globSync(`${folder}/**/*.ts`, { cwd: root }))
      .map((file) => [file, readFileSync(path.join(root, file), 'utf8')]),
  );

/** The tests that may be asked about a fault, and how large they are. The simulation is asked by seeds instead. */
export const testsAmong = (sources: ReadonlyMap<string, string>): Map<string, number> =>
  new Map(
    [...sources]
      .filter(
        ([file]) => isAmong(file, parts.include) && !isAmong(file, parts.exclude) && !/simulation|mutate/.test(file),
      )
      .map(([file, source]) => [file, source.length]),
  );

const isAmong = (file: string, patterns: readonly string[] = []): boolean =>
  patterns.some((pattern) => path.matchesGlob(file, pattern));
