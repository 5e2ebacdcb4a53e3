import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { daysOfSeed, tooLate } from './support/days.ts';
import { type SimulationOptions, type SimulationResult, simulateX, type Variant } from './support/simulation.ts';

async function runs(seeds: number, options: SimulationOptions, from = 1): Promise<SimulationResult[]> {
  const results: SimulationResult[] = [];
  for (let seed = from; seed < from + seeds; seed++) results.push(await simulateX(seed, options));
  return results;
}

const violationsIn = (results: readonly SimulationResult[]) =>
  results.flatMap(({ seed, violations }) => violations.map((one) => ({ seed, ...one })));

const lateIn = (results: readonly SimulationResult[]) => results.flatMap((one) => one.late);

/** `npm run simulate -- --only x` plays as many more as it is asked for. */
const SEEDS = 120;
const SEEDS_AT_A_TIME = 40;

describe('X under faults and crashes', () => {
  const urgent = { urgent: 0, late: 0 };
  for (let first = 1; first <= SEEDS; first += SEEDS_AT_A_TIME) {
    const last = first + SEEDS_AT_A_TIME - 1;
    it(`hears everything once and in order, or says why not, with X's duplicate filter and without, from seed ${first} to ${last}`, async () => {
      for (let seed = first; seed <= last; seed++) {
        const days = await daysOfSeed(seed);
        expect(days.violations).toEqual([]);
        urgent.urgent += days.urgent;
        urgent.late += days.late;
      }
    });
  }

  it('hears at most one resolution or apology in a thousand later than half an hour', () => {
    expect(urgent.urgent).toBeGreaterThan(SEEDS);
    expect(tooLate(urgent)).toBe(false);
  });

  it('does so for any seed', async () => {
    await fc.assert(
      fc.asyncProperty(fc.nat(), fc.boolean(), async (seed, duplicateFilter) => {
        expect((await simulateX(seed, { duplicateFilter })).violations).toEqual([]);
      }),
      { numRuns: 30 },
    );
  });

  it('keeps room for resolutions where X takes 17 posts a day', async () => {
    const results = await runs(60, { postsPerDay: 17, duplicateFilter: false, busy: true });
    expect(violationsIn(results)).toEqual([]);
    const resolutions = lateIn(results).filter((one) => one.kind === 'resolved');
    // Nearly two hundred resolutions; the faults take whole attempts out of the seventeen.
    expect(resolutions.length).toBeLessThanOrEqual(2);
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

  it.each<[Variant, string]>([
    ['one post each', 'said together'],
    ['joint post lost', 'delivered means posted'],
  ])('finds that incidents were not ended together in a house built with %s', async (variant, invariant) => {
    const found = violationsIn(await runs(20, { variant, duplicateFilter: false }));
    expect(found.map((one) => one.invariant)).toContain(invariant);
  });

  it('finds resolutions hours late in a house without reserves', async () => {
    const results = await runs(10, { variant: 'without reserves', postsPerDay: 17, busy: true });
    expect(lateIn(results).filter((one) => one.kind === 'resolved').length).toBeGreaterThan(5);
  });
});
