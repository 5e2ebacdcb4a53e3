import path from 'node:path';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

/**
 * The files that take longest, longest first, as `npm test -- --slowest` shows. A file that is missing here costs some
 * seconds at the end, when one worker still runs it and the others have nothing left to do. The second and third need no
 * assembly: they run while the first has one made.
 */
export const SLOWEST = [
  'tests/local/console.test.ts',
  'tests/subscribers/browser.test.ts',
  'tests/site/every-page.test.ts',
  'tests/local/intake.test.ts',
  'tests/console/nothing-lost.test.ts',
  'tests/local/removals.test.ts',
  'tests/local/crash.test.ts',
  'tests/local/emergency.test.ts',
  'tests/local/networks.test.ts',
  'tests/local/promises.test.ts',
  'tests/local/subscribers.test.ts',
  'tests/local/publish.test.ts',
  'tests/local/start.test.ts',
  'tests/local/race.test.ts',
  'tests/site/arriving-in-pieces.test.ts',
  'tests/infra/stack/variants.test.ts',
  'tests/local/commands.test.ts',
  'tests/site/attacks.test.ts',
  'tests/infra/stack/bundles.test.ts',
  'tests/site/browser.test.ts',
  'tests/local/gone-for-good.test.ts',
  'tests/x/simulation.test.ts',
  'tests/infra/cloud/grants.test.ts',
  'tests/mutate/trial.test.ts',
  'tests/pinned/story.test.ts',
  'tests/infra/cloud/queues.test.ts',
  'tests/simulation/simulation.test.ts',
  'tests/truth/proof.test.ts',
  'tests/infra/cloud/lambda.test.ts',
  'tests/api/documented.test.ts',
  'tests/infra/world/pages-in-browser.test.ts',
  'tests/infra/cloud/storage.test.ts',
  'tests/infra/stack/candor-stack.test.ts',
  'tests/truth/readers-clock.test.ts',
];

/** The slowest in their order, then all others by name: the same order on every machine. */
export function longestFirst(files: readonly string[], slowest: readonly string[] = SLOWEST): string[] {
  const rank = (file: string) => (slowest.includes(file) ? slowest.indexOf(file) : slowest.length);
  return files.toSorted((a, b) => rank(a) - rank(b) || (a < b ? -1 : 1));
}

/** Has vitest run the files of each project in that order. */
export class LongestFirst extends BaseSequencer {
  override async sort(specifications: TestSpecification[]): Promise<TestSpecification[]> {
    const fileOf = (one: TestSpecification) => path.relative(this.ctx.config.root, one.moduleId);
    const order = longestFirst(specifications.map(fileOf));
    return specifications.toSorted((a, b) => order.indexOf(fileOf(a)) - order.indexOf(fileOf(b)));
  }
}
