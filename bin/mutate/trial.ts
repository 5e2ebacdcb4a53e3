import type { Covering } from './covering.ts';
import type { Changed, Outcome } from './test-process.ts';
import type { TestRunner } from './test-runner.ts';

/** What became of a planted fault. */
export type Verdict =
  | { verdict: 'killed'; by: NonNullable<Outcome['failed']> }
  | { verdict: 'timed out' }
  | { verdict: 'survived' };

/** A planted fault, and the tests that can notice it. */
export type Suspect = { changed: Changed; covering: Covering };

export type Court = {
  /** What the near tests make of one fault: a verdict, or undefined if they let it pass. */
  near(suspect: Suspect): Promise<Verdict | undefined>;
  /** What all further tests make of faults that the near ones let pass, planted together. */
  wider(suspects: readonly Suspect[]): Promise<Verdict[]>;
};

/**
 * A court that believes no test which would also fail without the fault. Near tests fail often, and are believed once
 * they were seen to hold on the sources as they are. Of the wider ones, a file that fails has to fail alone with one
 * fault, hold alone without it, and fail again: what stumbles over others, or over a busy machine, does not. `last` are
 * asked about every fault; `told` hears of tests that are not believed.
 */
export function court(
  runner: Pick<TestRunner, 'run'>,
  last: readonly string[],
  told: (note: string) => void = () => {},
): Court {
  const holding = new Set<string>();
  const leftOut = new Set<string>();

  const run = async (files: readonly string[], changed: readonly Changed[]): Promise<Outcome> => {
    const outcome = await runner.run({ files, changed });
    return outcome === 'timed out' ? { failed: { test: outcome } } : outcome;
  };

  async function holdsUnchanged(file: string): Promise<boolean> {
    const holds = (await run([file], [])).failed === undefined;
    if (!holds) told(`${file} is left out: it fails without any fault`);
    (holds ? holding : leftOut).add(file);
    return holds;
  }

  const verdictOf = (failed: NonNullable<Outcome['failed']>): Verdict =>
    failed.test === 'timed out' ? { verdict: 'timed out' } : { verdict: 'killed', by: failed };

  /** What a file of tests says to one fault, if it says so every time and nothing without it. */
  async function verdictAlone(file: string, changed: Changed): Promise<Verdict | undefined> {
    const { failed } = await run([file], [changed]);
    if (failed === undefined || !(await holdsUnchanged(file))) return undefined;
    return (await run([file], [changed])).failed === undefined ? undefined : verdictOf({ file, ...failed });
  }

  async function near({ changed, covering }: Suspect): Promise<Verdict | undefined> {
    let left = covering.near.filter((file) => !leftOut.has(file));
    while (left.length > 0) {
      const { failed } = await run(left, [changed]);
      if (failed === undefined) return undefined;
      const { file } = failed;
      // No test in particular: the process ended, nothing ever did, or something failed outside of all of them.
      if (file === undefined) return (await run(left, [])).failed === undefined ? verdictOf(failed) : undefined;
      if (holding.has(file) || (await holdsUnchanged(file))) return verdictOf(failed);
      left = left.slice(left.indexOf(file) + 1);
    }
    return undefined;
  }

  async function wider(suspects: readonly Suspect[]): Promise<Verdict[]> {
    const verdicts = new Map<Suspect, Verdict>();
    const open = () => suspects.filter((suspect) => !verdicts.has(suspect));
    const reaching = (file: string) =>
      open().filter(({ covering }) => last.includes(file) || covering.wider.includes(file));
    let left = [...new Set([...suspects.flatMap(({ covering }) => covering.wider), ...last])];
    while (open().length > 0) {
      left = left.filter((file) => !leftOut.has(file) && reaching(file).length > 0);
      if (left.length === 0) break;
      const { failed } = await run(
        left,
        open().map(({ changed }) => changed),
      );
      if (failed === undefined) break;
      // Where no file is named, each is asked for itself.
      const asked = failed.file === undefined ? left : [failed.file];
      for (const file of asked) {
        for (const suspect of reaching(file)) {
          const verdict = await verdictAlone(file, suspect.changed);
          if (verdict !== undefined) verdicts.set(suspect, verdict);
        }
      }
      left = left.slice(left.indexOf(asked.at(-1)!) + 1);
    }
    return suspects.map((suspect) => verdicts.get(suspect) ?? { verdict: 'survived' });
  }

  return { near, wider };
}

/** How many faults are planted at once for the wider tests: most of them let all of them pass. */
const TOGETHER = 10;

/** Suspects in groups that can be planted together: no two of a group change the same file. */
export function groupsOf<S extends Pick<Suspect, 'changed'>>(suspects: readonly S[]): S[][] {
  const groups: S[][] = [];
  for (const suspect of suspects) {
    const fitting = groups.find(
      (group) => group.length < TOGETHER && !group.some(({ changed }) => changed.file === suspect.changed.file),
    );
    if (fitting) fitting.push(suspect);
    else groups.push([suspect]);
  }
  return groups;
}
