import { describe, expect, it } from 'vitest';
import { costOf, SES_PER_MAIL } from '../simulation/mail/cost.ts';
import { FIRST_WORDS_WITHIN, firstWords } from '../simulation/mail/first-words.ts';
import { say } from '../support/figures.ts';

const MINUTES = 60_000;

describe('mail: 100,000 subscribers at 14 a second, under the virtual clock', () => {
  it.each([
    [1, 0],
    [6, 15],
  ] as const)(
    'of %i statements, %i min apart: first words within 1.05 of the least time, and the last soon after',
    async (statements, minutes) => {
      const told = await firstWords({ people: 100_000, perSecond: 14, statements, everyMs: minutes * MINUTES });
      const [first, last] = [told.firstMs / told.leastMs, told.lastMs / told.leastMs];
      const share = costOf(told) / (told.mails * SES_PER_MAIL);
      say(
        `mail, ${statements} statements ${minutes} min apart: ${told.mails} mails; 99 of 100 had a first word after ${first.toFixed(4)} of N/rate (${(told.firstMs / MINUTES).toFixed(0)} min), all the last after ${last.toFixed(4)}; $${costOf(told).toFixed(3)}, ${(100 * share).toFixed(2)} % of the mails`,
      );
      expect(first).toBeLessThan(FIRST_WORDS_WITHIN);
      expect(last).toBeLessThan(FIRST_WORDS_WITHIN);
      expect(share).toBeLessThan(0.03);
    },
  );
});
