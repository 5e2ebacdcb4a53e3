// Not among the tests of the project: the sampler runs it as one, on a changed source, when it is asked for seeds.
import { expect, it } from 'vitest';
import { simulateSeed } from '../../tests/simulation/simulate.ts';

for (let seed = 1; seed <= Number(process.env.CANDOR_SEEDS); seed += 1) {
  it(`the simulation holds with seed ${seed}`, async () => {
    expect((await simulateSeed(seed)).violations).toEqual([]);
  });
}
