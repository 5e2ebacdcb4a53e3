import { existsSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { longestFirst, SLOWEST } from '../../bin/test/order.ts';

describe('the order of the test files', () => {
  it('begins with the slowest, and goes on by name', () => {
    expect(longestFirst(['c', 'slow', 'a', 'slowest', 'b'], ['slowest', 'slow'])).toEqual([
      'slowest',
      'slow',
      'a',
      'b',
      'c',
    ]);
  });

  it('knows no file that is gone', () => {
    expect(SLOWEST.filter((file) => !existsSync(file))).toEqual([]);
  });
});
