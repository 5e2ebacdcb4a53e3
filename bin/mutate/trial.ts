import type { Covering } from './covering.ts';
import type { Job } from './test-process.ts';
import type { TestRunner } from './test-runner.ts';

/** What became of a planted fault. */
export type Verdict =
  | { verdict: 'killed'; by: { file: string; test: string } }
  | { verdict: 'timed out' }
  | { verdict: 'survived' };

type Changed = NonNullable<Job['changed']>;

/** Puts one planted fault before the tests that cover its file. */
export type Court = (changed: Changed, covering: Covering) => Promise<Verdict>;

/**
 * A court that believes no test which would also fail without the fault. A file of tests that fails among others has to
 * fail alone as well, for what others left behind may be what it stumbled over; and alone it must hold on the sources
 * as they are. `last` are asked when all others have let a fault pass; `told` hears of files that are not believed.
 */
export function court(
  runner: Pick<TestRunner, 'run'>,
  last: readonly string[],
  told: (note: string) => void = () => {},
): Court {
  const holding = new Set<string>();
  const leftOut = new Set<string>();

  async function holdsUnchanged(file: string): Promise<boolean> {
    if (holding.has(file)) return true;
    const clean = await runner.run({ files: [file] });
    const holds = clean !== 'timed out' && clean.failed === undefined;
    if (!holds) told(`${file} is left out: it ${clean === 'timed out' ? 'takes too long' : 'fails'} without any fault`);
    (holds ? holding : leftOut).add(file);
    return holds;
  }

  async function failsAlone(file: string, changed: Changed): Promise<boolean> {
    const alone = await runner.run({ files: [file], changed });
    return alone === 'timed out' || alone.failed !== undefined;
  }

  async function tried(changed: Changed, files: readonly string[]): Promise<Verdict> {
    let left = files.filter((file) => !leftOut.has(file));
    while (left.length > 0) {
      const outcome = await runner.run({ files: left, changed });
      if (outcome === 'timed out') return { verdict: 'timed out' };
      const { failed } = outcome;
      if (failed === undefined) return { verdict: 'survived' };
      const isFirst = left[0] === failed.file;
      if ((isFirst || (await failsAlone(failed.file, changed))) && (await holdsUnchanged(failed.file)))
        return { verdict: 'killed', by: failed };
      left = left.slice(left.indexOf(failed.file) + 1);
    }
    return { verdict: 'survived' };
  }

  return async (changed, { near, wider }) => {
    for (const files of [near, wider, last]) {
      const verdict = await tried(changed, files);
      if (verdict.verdict !== 'survived') return verdict;
    }
    return { verdict: 'survived' };
  };
}
