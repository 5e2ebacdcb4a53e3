import { describe, expect, it } from 'vitest';
import { authorOf } from '../../shared/core/entry.ts';
import { threeDaysOfSilence } from './scenario.ts';
import { type SeedResult, simulateSeed, type Violation } from './simulate.ts';

/** `npm run simulate` plays as many more as it is asked for. */
const SEEDS = 90;
const SEEDS_AT_A_TIME = 30;

/** What did not hold, each with the command that shows it again. */
const report = (violations: readonly Violation[]) =>
  violations.map(
    ({ seed, step, invariant, detail }) =>
      `${invariant}: ${detail} (step ${step}; npm run simulate -- --seed ${seed} --seeds 1)`,
  );

describe('the system, whatever goes wrong', () => {
  for (let first = 1; first <= SEEDS; first += SEEDS_AT_A_TIME) {
    it(`keeps its word from seed ${first} to ${first + SEEDS_AT_A_TIME - 1}`, async () => {
      const violations: Violation[] = [];
      for (let seed = first; seed < first + SEEDS_AT_A_TIME; seed++)
        violations.push(...(await simulateSeed(seed)).violations);
      expect(report(violations)).toEqual([]);
    });
  }

  it('does the same again from the same seed, to the last step', async () => {
    const [once, again] = [await simulateSeed(7), await simulateSeed(7)];
    expect(again.steps).toBe(once.steps);
    expect(hashes(again)).toEqual(hashes(once));
    expect(hashes(once).length).toBeGreaterThan(0);
    expect(hashes(await simulateSeed(8))).not.toEqual(hashes(once));
  });
});

const hashes = ({ chronicle }: SeedResult) => [...chronicle.chains.values()].flat().map((entry) => entry.hash);

describe('a commander who says one thing and is silent for 72 hours', () => {
  it('gets exactly two automated entries, on X as well, while the page goes on', async () => {
    const { chronicle, violations } = await simulateSeed(1, { scenario: threeDaysOfSilence });
    expect(report(violations)).toEqual([]);
    const [chain = []] = chronicle.chains.values();
    expect(chain.map((entry) => entry.kind)).toEqual(['opened', 'apology', 'apology']);
    expect(chain.filter((entry) => authorOf(entry) === 'pipeline')).toHaveLength(2);
    const onX = chronicle.posts.map(({ claimed }) => claimed?.seq);
    expect(onX).toEqual([1, 2, 3]);
    const pages = chronicle.reminders.filter(({ message }) => message.kind === 'page' && message.to === 'escalation');
    // One every half hour, from the last word to the end of the third day.
    expect(pages.length).toBeGreaterThan(130);
  });
});
