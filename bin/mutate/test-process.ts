// Runs tests on a source that is changed only in memory, again and again in one process: what was transformed once is
// kept, but for the one module. Told what to run by its parent, and ended by it where a change never comes to an end.
import path from 'node:path';
import type { Plugin } from 'vite';
import { BaseSequencer, createVitest, type Reporter, type TestModule, type TestSpecification } from 'vitest/node';
import { parts } from './parts.ts';

/** A file of the project, and what is read in its place. */
export type Changed = { file: string; source: string };

/** The tests to run, in this order up to the first that fails, on the sources as they are but for those changed. */
export type Job = { files: readonly string[]; changed: readonly Changed[] };

/** What became of a job: the first test that failed, if one did. Without a file it was none of them in particular. */
export type Outcome = { failed?: { file?: string; test: string } };

export type FromTestProcess = { type: 'ready' } | { type: 'alive' } | { type: 'outcome'; outcome: Outcome };

const root = path.resolve(import.meta.dirname, '../..');
let changed = new Map<string, string>();
let outcome: Outcome = {};

const tell = (message: FromTestProcess): void => void process.send?.(message);

const plantedSource: Plugin = {
  name: 'planted-source',
  enforce: 'pre',
  load: (id) => changed.get(id),
};

const listener: Reporter = {
  onTestCaseResult: () => tell({ type: 'alive' }),
  onTestModuleEnd(module) {
    tell({ type: 'alive' });
    const test = firstFailure(module);
    if (test !== undefined) outcome.failed ??= { file: path.relative(root, module.moduleId), test };
  },
};

/** The name of what failed first in a file, which may be the file itself; undefined if all of it passed. */
function firstFailure(module: TestModule): string | undefined {
  for (const test of module.children.allTests('failed')) return test.fullName;
  return module.state() === 'failed' ? 'the file as a whole' : undefined;
}

/** The order of the job is the order of the run. */
class AsGiven extends BaseSequencer {
  override async sort(specifications: TestSpecification[]) {
    return specifications;
  }
}

const vitest = await createVitest(
  'test',
  {
    ...parts,
    config: false,
    root,
    watch: false,
    bail: 1,
    // What a change makes grow without end is to fail here, and not to take the machine with it.
    execArgv: ['--max-old-space-size=1024', '--disable-warning=ExperimentalWarning'],
    fsModuleCache: false,
    reporters: [listener],
    sequence: { sequencer: AsGiven },
  },
  { plugins: [plantedSource], server: { watch: null } },
);
await vitest.standalone();

async function run(job: Job): Promise<Outcome> {
  const before = changed;
  changed = new Map(job.changed.map(({ file, source }) => [path.join(root, file), source]));
  for (const file of [...before.keys(), ...changed.keys()]) vitest.invalidateFile(file);
  outcome = {};
  const wanted = job.files.map((file) => vitest.getRootProject().createSpecification(path.join(root, file)));
  const { unhandledErrors } = await vitest.runTestSpecifications(wanted);
  if (unhandledErrors.length > 0) outcome.failed ??= { test: String((unhandledErrors[0] as Error)?.message) };
  return outcome;
}

process.on('message', async (job: Job) => tell({ type: 'outcome', outcome: await run(job) }));
process.on('disconnect', () => process.kill(-process.pid, 'SIGKILL'));
tell({ type: 'ready' });
