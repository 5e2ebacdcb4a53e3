import { describe, expect, it } from 'vitest';
import { until } from '../../support/until.ts';

describe('a story', () => {
  it('holds', () => expect(1).toBe(1));

  it('does not hold', () => expect(1).toBe(2));

  it('hangs', { timeout: 200 }, () => until('a miracle', () => false));

  it.skip('is not told', () => {});
});
