import { defineConfig } from 'vitest/config';

/** What starts the whole system and holds it to seconds. Beside another test on two cores it would measure that one. */
const whole = 'tests/local/**/*.test.ts';

/** Stories that are told at once in one file; the longest promises of them are waited for together. */
const maxConcurrency = 8;

const common = { maxConcurrency, pool: 'forks', testTimeout: 60_000, hookTimeout: 120_000 } as const;

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          ...common,
          name: 'parts',
          include: ['tests/**/*.test.ts'],
          exclude: [whole],
          maxWorkers: 2,
          sequence: { groupOrder: 0 },
        },
      },
      {
        test: {
          ...common,
          name: 'whole',
          include: [whole],
          // Two systems at once: most of their time is waiting for what was promised.
          maxWorkers: 2,
          sequence: { groupOrder: 1 },
          // A machine that stands still for some seconds breaks a promise of seconds. Twice in a row is a defect.
          retry: 1,
        },
      },
    ],
  },
});
