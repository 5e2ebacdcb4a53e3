import { describe, expect, it } from 'vitest';
import { say } from '../../support/figures.ts';
import { costOf, SES_PER_MAIL } from './cost.ts';
import { FIRST_WORDS_WITHIN, firstWords, ONE_IN_A_STORM } from './first-words.ts';
import { type MailSeedResult, mailsOfSeed, tooManyDoubles } from './seed.ts';
import type { MailVariant } from './variants.ts';

/** `npm run simulate -- --only mail` plays as many more as it is asked for. */
const SEEDS = 24;

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
    expect(tooManyDoubles(await allOf(8, variant))).toBe(true);
  });
});

/** Enough to see that something else is too late. */
const HALF_OF_IT = { ...ONE_IN_A_STORM, people: ONE_IN_A_STORM.people / 2, everyMs: ONE_IN_A_STORM.everyMs / 2 };

describe('the first words, while newer ones come', () => {
  const timesTheLeast = async (variant: MailVariant, storm: typeof HALF_OF_IT = HALF_OF_IT) => {
    const { firstMs, lastMs, leastMs } = await firstWords({ ...storm, variant });
    return { first: firstMs / leastMs, last: lastMs / leastMs };
  };

  it('reach 99 of 100 in the time that the rate allows, and the newest reach all in as long again', async () => {
    const { first, last } = await timesTheLeast('as built', ONE_IN_A_STORM);
    expect(first).toBeLessThan(FIRST_WORDS_WITHIN);
    expect(last).toBeLessThan(FIRST_WORDS_WITHIN);
  });

  it.each(['restart instead of ring', 'queue behind'] as const)('come too late with %s', async (variant) => {
    expect((await timesTheLeast(variant)).first).toBeGreaterThan(FIRST_WORDS_WITHIN);
  });
});

describe('what it costs to tell people once', () => {
  it('is less than 3 % of what the mails cost, functions that wait included', async () => {
    const told = await firstWords({ people: 1_000, perSecond: 14, statements: 1, everyMs: 0 });
    expect(told.mails).toBe(1_000);
    const share = costOf(told) / (told.mails * SES_PER_MAIL);
    say(`telling 1,000 people by mail costs ${(100 * share).toFixed(2)} % of the mails`);
    expect(share).toBeLessThan(0.03);
  });
});
