import { defineConfig } from 'vitest/config';

/** What starts the whole system and holds it to seconds: one after the other, with one core to itself. */
const whole = 'tests/local/**/*.test.ts';

/** Stories that are told at once in one file; the longest promises of them are waited for together. */
const maxConcurrency = 8;

const common = { maxConcurrency, maxWorkers: 1, pool: 'forks', testTimeout: 60_000, hookTimeout: 120_000 } as const;

export default defineConfig({
  test: {
    projects: [
      { test: { ...common, name: 'parts', include: ['tests/**/*.test.ts'], exclude: [whole] } },
      {
        test: {
          ...common,
          name: 'whole',
          include: [whole],
          // A machine that stands still for some seconds breaks a promise of seconds. Twice in a row is a defect.
          retry: 1,
        },
      },
    ],
  },
});
