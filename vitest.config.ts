import { defineConfig } from 'vitest/config';

// What starts processes or a browser has a process of its own for each file, and leaves nothing behind in it.
const cloud = 'tests/infra/cloud/**/*.test.ts';
const machinery = 'tests/infra/!(cloud)/**/*.test.ts';
const browsing = 'tests/site/{arriving-in-pieces,attacks,browser,every-page}.test.ts';

/** What holds the whole system to seconds: one file after the other. */
const promptness = 'tests/local/{commands,console,promises,publish,race}.test.ts';

/** What kills, robs or starts the whole system, and mostly waits for what comes of it. */
const breakage = 'tests/local/{build,crash,crash-on-x,ending,removals,start}.test.ts';

/** Stories that are told at once in one file; the longest promises of them are waited for together. */
const maxConcurrency = 8;

const common = { maxConcurrency, maxWorkers: 1, pool: 'forks', testTimeout: 60_000, hookTimeout: 120_000 } as const;

// A machine that stands still for some seconds breaks a promise of seconds. Twice in a row is a defect.
const retry = 1;

export default defineConfig({
  test: {
    projects: [
      { test: { ...common, name: 'promptness', include: [promptness], retry } },
      { test: { ...common, name: 'breakage', include: [breakage], retry } },
      {
        test: {
          ...common,
          name: 'parts',
          include: ['tests/**/*.test.ts'],
          exclude: [promptness, breakage, cloud, machinery, browsing],
          // Nothing here is kept in a module, so what one file has imported serves the next: half the time.
          isolate: false,
        },
      },
      { test: { ...common, name: 'cloud', include: [cloud], retry } },
      { test: { ...common, name: 'machinery', include: [machinery], retry } },
      { test: { ...common, name: 'browsing', include: [browsing], retry } },
    ],
  },
});
