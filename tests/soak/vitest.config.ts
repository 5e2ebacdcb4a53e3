import path from 'node:path';
import { defineConfig } from 'vitest/config';

const HOUR_MS = 3_600_000;

/** What `npm run soak -- NAME` runs: each by itself, and none of the suite. */
export default defineConfig({
  test: {
    root: path.resolve(import.meta.dirname, '..', '..'),
    include: ['tests/soak/*.soak.ts'],
    pool: 'forks',
    testTimeout: HOUR_MS,
    hookTimeout: HOUR_MS,
    setupFiles: ['tests/support/say-what-was-waited-for.ts'],
  },
});
