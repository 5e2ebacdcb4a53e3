import { readFileSync, writeFileSync } from 'node:fs';
import { expect } from 'vitest';
import { alike } from './alike.ts';

/**
 * Compares what others see of us with what they saw before: `file`, beside this one, for a reviewer to read in a diff.
 * `CANDOR_PIN=write npm test -- tests/pinned` takes what is there now as the new truth.
 */
export function pinned(file: string, now: unknown, whoDependsOnIt: string): void {
  const place = new URL(file, import.meta.url);
  const text = `${JSON.stringify(alike(now), null, 2)}\n`;
  if (process.env.CANDOR_PIN === 'write') writeFileSync(place, text);
  const before = JSON.parse(readFileSync(place, 'utf8'));
  expect(
    JSON.parse(text),
    `tests/pinned/${file} no longer holds (below: - as it was pinned, + as it is now).
${whoDependsOnIt}
If it is meant to change, say in docs/adr what becomes of them, and then: CANDOR_PIN=write npm test -- tests/pinned
`,
  ).toEqual(before);
}
