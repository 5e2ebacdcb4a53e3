import { defineConfig } from 'vitest/config';
import { cores, workersOn } from './bin/test/machine.ts';
import { LongestFirst } from './bin/test/order.ts';
import { seconds } from './tests/support/patience.ts';

/** What starts the whole system, and mostly waits for what comes of it. */
const systems = 'tests/local/**/*.test.ts';

/** What starts some process or a browser, or takes the environment of a process for itself. */
const processes = [
  'tests/infra/**/*.test.ts',
  'tests/pinned/**/*.test.ts',
  'tests/runner/run.test.ts',
  'tests/site/{arriving-in-pieces,attacks,browser,every-page}.test.ts',
];

const workers = workersOn(cores);

// A limit that a test does not set itself is there so that nothing hangs for ever. Above what `until` waits for, which
// can say what it was. Nothing is tried twice: what breaks once is looked into.
const common = {
  pool: 'forks',
  testTimeout: seconds(300),
  hookTimeout: seconds(300),
  /** Stories that are told at once in one file; what they wait for is waited for together. */
  maxConcurrency: 8,
} as const;

const waiting = { ...common, setupFiles: ['tests/support/say-what-was-waited-for.ts'] };

export default defineConfig({
  test: {
    sequence: { sequencer: LongestFirst },
    silent: 'passed-only',
    // One group after the other, so that what waits for other processes never runs beside what keeps all cores busy.
    projects: [
      {
        test: {
          ...waiting,
          name: 'systems',
          include: [systems],
          maxWorkers: workers.systems,
          sequence: { groupOrder: 1 },
        },
      },
      {
        test: {
          ...waiting,
          name: 'processes',
          include: processes,
          maxWorkers: workers.others,
          sequence: { groupOrder: 2 },
        },
      },
      {
        test: {
          ...common,
          name: 'parts',
          include: ['tests/**/*.test.ts'],
          exclude: [systems, ...processes],
          maxWorkers: workers.others,
          sequence: { groupOrder: 3 },
          // Nothing here is kept in a module, so what one file has imported serves the next: half the time.
          isolate: false,
          // Has functions log by the console of the test, which is printed if that test fails.
          env: { POWERTOOLS_DEV: 'true' },
        },
      },
    ],
  },
});
