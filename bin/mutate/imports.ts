import path from 'node:path';
import { parseSync } from 'vite';

/** Who imports whom, so that it can be asked which tests a source can fail. */
export type Imports = {
  /** How many imports lie between each file and `file`, itself at 0; files that do not reach it are not in it. */
  distancesTo(file: string): Map<string, number>;
};

/** The imports of `sources`, by their path from the root of the project. What is imported for its types alone is none. */
export function importsOf(sources: ReadonlyMap<string, string>): Imports {
  const importers = new Map<string, string[]>();
  for (const [file, source] of sources) {
    for (const target of targetsIn(file, source)) importers.set(target, [...(importers.get(target) ?? []), file]);
  }
  return {
    distancesTo(file) {
      const distances = new Map([[file, 0]]);
      for (const [reached, distance] of distances) {
        for (const importer of importers.get(reached) ?? []) {
          if (!distances.has(importer)) distances.set(importer, distance + 1);
        }
      }
      return distances;
    },
  };
}

function targetsIn(file: string, source: string): Set<string> {
  const { module } = parseSync(file, source);
  const named = [
    ...module.staticImports
      .filter(({ entries }) => entries.length === 0 || entries.some(({ isType }) => !isType))
      .map(({ moduleRequest }) => moduleRequest.value),
    ...module.staticExports.flatMap(({ entries }) =>
      entries.flatMap(({ moduleRequest, isType }) => (moduleRequest === null || isType ? [] : [moduleRequest.value])),
    ),
    ...module.dynamicImports.map(({ moduleRequest }) =>
      source.slice(moduleRequest.start, moduleRequest.end).replaceAll(/['"]/g, ''),
    ),
  ];
  return new Set(
    named.filter((target) => target.startsWith('.')).map((target) => path.join(path.dirname(file), target)),
  );
}
