import type { Compiler } from './compiler.ts';
import { drawn } from './draw.ts';
import { type Fault, faultsIn, planted } from './faults.ts';
import { siblingsIn } from './siblings.ts';

/** Faults that the compiler takes, and how many it refused on the way to them. */
export type Sample = { faults: Fault[]; refused: number };

/** The first `size` faults in `files` that the seed draws and that compile. `vocabulary` is where words have siblings. */
export function sampleOf(
  {
    files,
    sources,
    vocabulary,
  }: { files: readonly string[]; sources: ReadonlyMap<string, string>; vocabulary: ReadonlyMap<string, string> },
  { seed, size }: { seed: number; size: number },
  compile: Pick<Compiler, 'errorsIn'>,
): Sample {
  const sibling = siblingsIn(vocabulary);
  const all = files.flatMap((file) => faultsIn(file, sources.get(file)!, sibling));
  const faults: Fault[] = [];
  let refused = 0;
  for (const fault of drawn(all, seed)) {
    if (faults.length === size) break;
    if (compile.errorsIn(fault.file, planted(sources.get(fault.file)!, fault)).length > 0) refused += 1;
    else faults.push(fault);
  }
  return { faults, refused };
}
