import { describe, expect, it } from 'vitest';
import { simulateDesk } from './support/simulation.ts';
import { DESK_VARIANTS } from './support/variants.ts';

/** `npm run simulate -- --only desk` plays as many more as it is asked for. */
const SEEDS = 12;

describe('a desk under faults and crashes', () => {
  it('tells nobody twice, nobody an old truth, and forgets nobody', async () => {
    for (let seed = 1; seed <= SEEDS; seed += 1)
      expect((await simulateDesk(seed)).violations, `seed ${seed}`).toEqual([]);
  });

  it.each(DESK_VARIANTS.filter((variant) => variant !== 'as built'))(
    'that is built wrongly is noticed: %s',
    async (variant) => {
      const found: string[] = [];
      for (let seed = 1; seed <= SEEDS && found.length === 0; seed += 1)
        found.push(...(await simulateDesk(seed, variant)).violations.map(({ invariant }) => invariant));
      expect(found.length).toBeGreaterThan(0);
    },
  );
});
