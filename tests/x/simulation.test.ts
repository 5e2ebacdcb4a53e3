import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type SimulationOptions, type SimulationResult, simulateX, type Variant } from './support/simulation.ts';

async function runs(seeds: number, options: SimulationOptions, from = 1): Promise<SimulationResult[]> {
  const results: SimulationResult[] = [];
  for (let seed = from; seed < from + seeds; seed++) results.push(await simulateX(seed, options));
  return results;
}

const violationsIn = (results: readonly SimulationResult[]) =>
  results.flatMap(({ seed, violations }) => violations.map((one) => ({ seed, ...one })));

const lateIn = (results: readonly SimulationResult[]) => results.flatMap((one) => one.late);

const urgentIn = (results: readonly SimulationResult[]) => results.reduce((sum, one) => sum + one.urgent, 0);

describe('X under faults and crashes', () => {
  it('hears everything at most once and in order, and every delivery is accounted for', {
    timeout: 120_000,
  }, async () => {
    const results = await runs(500, {});
    expect(violationsIn(results)).toEqual([]);
    expect(lateIn(results).length).toBeLessThanOrEqual(urgentIn(results) / 1000);
  });

  it('does so without the duplicate filter of X as well', { timeout: 120_000 }, async () => {
    const results = await runs(500, { duplicateFilter: false }, 501);
    expect(violationsIn(results)).toEqual([]);
    expect(lateIn(results).length).toBeLessThanOrEqual(urgentIn(results) / 1000);
  });

  it('does so for any seed', { timeout: 60_000 }, async () => {
    await fc.assert(
      fc.asyncProperty(fc.nat(), fc.boolean(), async (seed, duplicateFilter) => {
        expect((await simulateX(seed, { duplicateFilter })).violations).toEqual([]);
      }),
      { numRuns: 50 },
    );
  });

  it('keeps room for resolutions where X takes 17 posts a day', { timeout: 120_000 }, async () => {
    const results = await runs(100, { postsPerDay: 17, duplicateFilter: false, busy: true });
    expect(violationsIn(results)).toEqual([]);
    const resolutions = lateIn(results).filter((one) => one.kind === 'resolved');
    // Three hundred resolutions; the faults take whole attempts out of the seventeen.
    expect(resolutions.length).toBeLessThanOrEqual(3);
  });
});

describe('a simulation that can fail', () => {
  it.each<Variant>(['blind retry', 'without looking', 'intent cleared first'])(
    'finds a post said twice in a house built with %s',
    async (variant) => {
      const found = violationsIn(await runs(20, { variant, duplicateFilter: false }));
      expect(found.map((one) => one.invariant)).toContain('no post twice');
    },
  );

  it('finds resolutions hours late in a house without reserves', { timeout: 60_000 }, async () => {
    const results = await runs(10, { variant: 'without reserves', postsPerDay: 17, busy: true });
    expect(lateIn(results).filter((one) => one.kind === 'resolved').length).toBeGreaterThan(5);
  });
});
