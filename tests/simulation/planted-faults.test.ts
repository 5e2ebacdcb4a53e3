import { describe, expect, it } from 'vitest';
import { type PlantedFaultName, type SeedResult, simulateSeed } from './simulate.ts';

/** Every mistake, the part of the system that it is in, and what must notice it. */
const MISTAKES: { fault: PlantedFaultName; part: 'x' | 'promises'; noticedBy: string }[] = [
  { fault: 'drop the condition on append', part: 'promises', noticedBy: 'chainsOnlyGrow' },
  { fault: 'clear the X intent before its delivery is put', part: 'x', noticedBy: 'nothingIsPostedTwice' },
  { fault: 'skip the re-read before a reminder', part: 'promises', noticedBy: 'noReminderOfWhatIsSettled' },
  { fault: 'settle by clock instead of chain', part: 'promises', noticedBy: 'promisesSettleOnce' },
  { fault: 'publish a kept text over what was said', part: 'promises', noticedBy: 'keptIsTheNextWord' },
  { fault: 'forget watchAt', part: 'promises', noticedBy: 'newEntriesAreWatched' },
  { fault: 'forget a superseded row', part: 'promises', noticedBy: 'supersededIsForgotten' },
];

/** A mistake that no seed up to here shows would slip through `npm test`. */
const SEEDS = 60;

describe('a mistake in the code', () => {
  it.each(MISTAKES)('is noticed: $fault', async ({ fault, part, noticedBy }) => {
    const caught = await firstCaught(fault, part, noticedBy);
    expect(caught, `no seed up to ${SEEDS} noticed it`).toBeDefined();
    // The same seed without the mistake is clean: it is the mistake that was noticed.
    const { violations } = await simulateSeed(caught!.seed, { part });
    expect(violations).toEqual([]);
  });
});

async function firstCaught(
  fault: PlantedFaultName,
  part: 'x' | 'promises',
  noticedBy: string,
): Promise<SeedResult | undefined> {
  for (let seed = 1; seed <= SEEDS; seed++) {
    const result = await simulateSeed(seed, { fault, part });
    if (result.violations.some((violation) => violation.invariant === noticedBy)) return result;
  }
  return undefined;
}
