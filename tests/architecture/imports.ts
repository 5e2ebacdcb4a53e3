import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { rooms } from './rooms.ts';

const root = path.resolve(import.meta.dirname, '../..');

/** Every source file of the house, from its root; tests are none. */
export const sources: readonly string[] = ['bin', 'functions', 'infra', 'shared']
  .flatMap((folder) => globSync(`${folder}/**/*.ts`, { cwd: root }))
  .filter((file) => !file.endsWith('.d.ts'));

export const textOf = (file: string): string => readFileSync(path.join(root, file), 'utf8');

/** What a file imports: paths inside the project from its root, packages by their name. */
export function importsOf(file: string): string[] {
  const pattern = /^(?:import|export)[^;]*?from '([^']+)'|^import '([^']+)'|import\('([^']+)'\)/gm;
  return [...textOf(file).matchAll(pattern)].map((match) => {
    const target = (match[1] ?? match[2] ?? match[3]) as string;
    return target.startsWith('.') ? path.normalize(path.join(path.dirname(file), target)) : target;
  });
}

/** The room that a file is in: the one whose beginning is longest. Undefined outside of the house. */
export function roomOf(file: string): string | undefined {
  const fits = rooms.flatMap(({ name, at }) => at.filter((one) => file.startsWith(one)).map((one) => ({ name, one })));
  return fits.toSorted((a, b) => b.one.length - a.one.length)[0]?.name;
}

/** `@scope/name/part` and `name/part` without their part. */
export const packageOf = (target: string): string => /^(@[^/]+\/[^/]+|[^/]+)/.exec(target)![0];

/** Files that import each other in a loop, by whatever way round. */
export function circles(): string[][] {
  const known = new Set(sources);
  const imports = new Map(sources.map((file) => [file, importsOf(file).filter((target) => known.has(target))]));
  const reaches = new Map(sources.map((file) => [file, reachedFrom(file, imports)]));
  const loops = sources
    .filter((file) => reaches.get(file)!.has(file))
    .map((file) =>
      [...reaches.get(file)!]
        .filter((other) => reaches.get(other)!.has(file))
        .toSorted()
        .join(' '),
    );
  return [...new Set(loops)].map((loop) => loop.split(' '));
}

function reachedFrom(file: string, imports: ReadonlyMap<string, readonly string[]>): Set<string> {
  const reached = new Set<string>();
  const waiting = [...imports.get(file)!];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    if (reached.has(next)) continue;
    reached.add(next);
    waiting.push(...imports.get(next)!);
  }
  return reached;
}
