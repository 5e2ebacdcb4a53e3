import { describe, expect, it } from 'vitest';
import { FIRST_WORDS_WITHIN, firstWords, ONE_IN_A_STORM } from './first-words.ts';
import { type MailSeedResult, mailsOfSeed, tooManyDoubles } from './seed.ts';
import type { MailVariant } from './variants.ts';

/** `npm run simulate -- --only mail` plays as many more as it is asked for. */
const SEEDS = 40;

async function allOf(seeds: number, variant: MailVariant = 'as built') {
  const results: MailSeedResult[] = [];
  for (let seed = 1; seed <= seeds; seed += 1) results.push(await mailsOfSeed(seed, variant));
  const sum = (of: (result: MailSeedResult) => number) => results.map(of).reduce((a, b) => a + b, 0);
  const violations = results.flatMap((result) =>
    result.violations.map(
      ({ seed, invariant, detail }) =>
        `${invariant}: ${detail} (npm run simulate -- --only mail --seed ${seed} --seeds 1)`,
    ),
  );
  return { mails: sum(({ mails }) => mails), doubles: sum(({ doubles }) => doubles), violations };
}

describe('the mails, whatever goes wrong', () => {
  it('bring everybody the newest words, in order, and next to nothing twice', async () => {
    const { mails, doubles, violations } = await allOf(SEEDS);
    expect(violations).toEqual([]);
    expect(mails).toBeGreaterThan(100 * SEEDS);
    expect(tooManyDoubles({ mails, doubles }), `${doubles} of ${mails}`).toBe(false);
  });

  it.each(['SDK retry', 'page claim', 'no proof'] as const)('come twice too often with %s', async (variant) => {
    expect(tooManyDoubles(await allOf(12, variant))).toBe(true);
  });
});

describe('the first words, while newer ones come', () => {
  const timesTheLeast = async (variant: MailVariant) => {
    const { firstMs, lastMs, leastMs } = await firstWords({ ...ONE_IN_A_STORM, variant });
    return { first: firstMs / leastMs, last: lastMs / leastMs };
  };

  it('reach 99 of 100 in the time that the rate allows, and the newest reach all in as long again', async () => {
    const { first, last } = await timesTheLeast('as built');
    expect(first).toBeLessThan(FIRST_WORDS_WITHIN);
    expect(last).toBeLessThan(FIRST_WORDS_WITHIN);
  });

  it.each(['restart instead of ring', 'queue behind'] as const)('come too late with %s', async (variant) => {
    expect((await timesTheLeast(variant)).first).toBeGreaterThan(FIRST_WORDS_WITHIN);
  });
});
