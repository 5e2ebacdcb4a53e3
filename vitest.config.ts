import { defineConfig } from 'vitest/config';
import { cores } from './bin/test/machine.ts';
import { LongestFirst } from './bin/test/order.ts';
import { seconds } from './tests/support/patience.ts';

/** What takes the environment of a process for itself: each file has its own. */
const alone = [
  'tests/console/hung-api.test.ts',
  'tests/infra/stack/alarms.test.ts',
  'tests/local/gone-for-good.test.ts',
  'tests/pinned/{http,requests,story}.test.ts',
  'tests/runner/run.test.ts',
];

/** What runs a whole system or a browser beside it: the longest of all, so they come first. */
const whole = [
  'tests/console/nothing-lost.test.ts',
  'tests/local/**/*.test.ts',
  'tests/site/{arriving-in-pieces,attacks,browser,every-page}.test.ts',
];

// A limit that a test does not set itself is there so that nothing hangs for ever. Above what `until` waits for, which
// can say what it was. Nothing is tried twice: what breaks once is looked into.
const common = {
  pool: 'forks',
  testTimeout: seconds(300),
  hookTimeout: seconds(300),
  /** Stories that are told at once in one file; what they wait for is waited for together. */
  maxConcurrency: 8,
  /** One file for each core, whatever it is: no story depends on how soon something comes. */
  maxWorkers: cores,
} as const;

/** What one file has imported, and the browser that it has started, serve the next: half the time. */
const together = { isolate: false } as const;

export default defineConfig({
  test: {
    sequence: { sequencer: LongestFirst },
    silent: 'passed-only',
    projects: [
      {
        test: {
          ...common,
          name: 'whole',
          include: whole,
          exclude: alone,
          ...together,
          setupFiles: ['tests/support/say-what-was-waited-for.ts'],
        },
      },
      { test: { ...common, name: 'alone', include: alone } },
      {
        test: {
          ...common,
          name: 'parts',
          include: ['tests/**/*.test.ts'],
          exclude: [...alone, ...whole],
          ...together,
          // Has functions log by the console of the test, which is printed if that test fails.
          env: { POWERTOOLS_DEV: 'true' },
        },
      },
    ],
  },
});
