import path from 'node:path';
import type { Fault } from './faults.ts';
import { diffOf } from './report.ts';

/**
 * A fault that changes nothing that anybody could notice, and why. It is known by the name of its file and by the lines
 * as they are and as they would be, so that it stays known when code moves.
 */
export type Equivalent = { file: string; original: string; change: string; reason: string };

/** The reason why a fault changes nothing; undefined if no such reason is known. */
export function reasonFor(known: readonly Equivalent[], fault: Fault, source: string): string | undefined {
  const diff = diffOf(source, fault);
  return known.find(
    (one) =>
      isOf(one, fault.file) && plain(one.original) === plain(diff.before) && plain(one.change) === plain(diff.after),
  )?.reason;
}

/** Those whose code is in none of `sources` any more. */
export const outdated = (known: readonly Equivalent[], sources: ReadonlyMap<string, string>): Equivalent[] =>
  known.filter(
    (one) => ![...sources].some(([file, source]) => isOf(one, file) && plain(source).includes(plain(one.original))),
  );

const isOf = ({ file }: Equivalent, sourceFile: string): boolean => path.basename(sourceFile) === file;

/** Without the layout, which a formatter may change. */
const plain = (code: string): string => code.replaceAll(/\s+/g, ' ').trim();
