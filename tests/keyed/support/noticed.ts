import { describe, expect, it } from 'vitest';
import type { KeyedChannelName } from '../../../shared/core/keyed/shipped.ts';
import { simulateKeyed } from './simulation.ts';
import { variantsOn } from './variants.ts';

/** `npm run simulate -- --only NAME` plays as many more as it is asked for. */
const SEEDS = 60;
const SEEDS_AT_A_TIME = 20;

/** What a simulation on virtual time shows of an account on a network, and that it notices a house that is built wrongly. */
export function saysEverythingOnce(name: KeyedChannelName): void {
  describe(`an account on ${name} under faults and crashes`, () => {
    for (let first = 1; first <= SEEDS; first += SEEDS_AT_A_TIME) {
      const last = first + SEEDS_AT_A_TIME - 1;
      it(`says each statement once and in order, or why not, from seed ${first} to ${last}`, async () => {
        let posts = 0;
        for (let seed = first; seed <= last; seed++) {
          const result = await simulateKeyed(name, seed);
          expect(result.violations.map((one) => ({ seed, ...one }))).toEqual([]);
          posts += result.posts;
        }
        expect(posts).toBeGreaterThan(5 * SEEDS_AT_A_TIME);
      });
    }

    it.each(variantsOn(name).filter((variant) => variant !== 'as built'))(
      'is found to be built wrongly with %s',
      async (variant) => {
        const wrong: number[] = [];
        for (let seed = 1; seed <= 25; seed++)
          if ((await simulateKeyed(name, seed, variant)).violations.length > 0) wrong.push(seed);
        expect(wrong.length).toBeGreaterThan(0);
      },
    );
  });
}
