import { describe, expect, it } from 'vitest';
import { patienceFor } from '../../bin/test/machine.ts';

describe('patience', () => {
  it('is one on a quiet machine with two cores or more, however fast', () => {
    expect(patienceFor({ ms: 200, cores: 2 })).toBe(1);
    expect(patienceFor({ ms: 50, cores: 64 })).toBe(1);
  });

  it('grows with what the same work takes, and doubles where one core does the work of two', () => {
    expect(patienceFor({ ms: 800, cores: 2 })).toBe(4);
    expect(patienceFor({ ms: 800, cores: 1 })).toBe(8);
  });

  it('ends somewhere', () => {
    expect(patienceFor({ ms: 3_600_000, cores: 1 })).toBe(50);
  });
});
