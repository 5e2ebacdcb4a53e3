import type { Covering } from './covering.ts';
import type { Job, Outcome } from './test-process.ts';
import type { TestRunner } from './test-runner.ts';

/** What became of a planted fault. */
export type Verdict =
  | { verdict: 'killed'; by: NonNullable<Outcome['failed']> }
  | { verdict: 'timed out' }
  | { verdict: 'survived' };

type Changed = NonNullable<Job['changed']>;

/** Puts one planted fault before the tests that cover its file. */
export type Court = (changed: Changed, covering: Covering) => Promise<Verdict>;

/**
 * A court that believes no test which would also fail without the fault. Near tests fail often, and are believed once
 * they were seen to hold on the sources as they are. Of the wider ones, a file that fails among others has to fail alone
 * as well, hold alone without the fault, and fail again: what stumbles over others, or over a busy machine, does not.
 * `last` are asked when all others have let a fault pass; `told` hears of files that are not believed.
 */
export function court(
  runner: Pick<TestRunner, 'run'>,
  last: readonly string[],
  told: (note: string) => void = () => {},
): Court {
  const holding = new Set<string>();
  const leftOut = new Set<string>();

  const fails = async (file: string, changed?: Changed): Promise<boolean> => {
    const alone = await runner.run({ files: [file], ...(changed === undefined ? {} : { changed }) });
    return alone === 'timed out' || alone.failed !== undefined;
  };

  async function holdsUnchanged(file: string): Promise<boolean> {
    const holds = !(await fails(file));
    if (!holds) told(`${file} is left out: it fails without any fault`);
    (holds ? holding : leftOut).add(file);
    return holds;
  }

  const nearIsBelieved = async (file: string): Promise<boolean> => holding.has(file) || holdsUnchanged(file);

  const widerIsBelieved = async (file: string, changed: Changed): Promise<boolean> => {
    const believed = (await fails(file, changed)) && (await holdsUnchanged(file)) && (await fails(file, changed));
    if (!believed) told(`${file} is not believed: it failed, and not because of the fault alone`);
    return believed;
  };

  async function tried(changed: Changed, files: readonly string[], isBelieved: typeof widerIsBelieved) {
    let left = files.filter((file) => !leftOut.has(file));
    while (left.length > 0) {
      const outcome = await runner.run({ files: left, changed });
      if (outcome === 'timed out') return { verdict: 'timed out' } as const;
      const { failed } = outcome;
      if (failed === undefined) return undefined;
      // An error outside of any test: if it comes without the fault as well, these files cannot be asked together.
      if (failed.file === undefined) {
        const clean = await runner.run({ files: left });
        if (clean !== 'timed out' && clean.failed === undefined) return { verdict: 'killed', by: failed } as const;
        told(`${failed.test}: it comes without any fault, from ${left.join(', ')}`);
        return undefined;
      }
      if (await isBelieved(failed.file, changed)) return { verdict: 'killed', by: failed } as const;
      left = left.slice(left.indexOf(failed.file) + 1);
    }
    return undefined;
  }

  return async (changed, { near, wider }) =>
    (await tried(changed, near, nearIsBelieved)) ??
    (await tried(changed, wider, widerIsBelieved)) ??
    (await tried(changed, last, nearIsBelieved)) ?? { verdict: 'survived' };
}
