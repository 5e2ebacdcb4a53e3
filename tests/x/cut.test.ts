import { describe, expect, it } from 'vitest';
import { cutToFit } from '../../shared/wording/cut.ts';
import { weightOf } from '../../shared/wording/x/weight.ts';

const HARD = [
  'a.',
  'a.b-',
  'a.co ',
  'word ',
  'x',
  '日',
  '👩‍👩‍👧',
  'e\u0301',
  'https://example.com/?q=1 ',
  `https://example.com/${'b.'.repeat(90)} `,
];
const repeated = (unit: string, length: number) => unit.repeat(Math.ceil(length / unit.length)).slice(0, length);

describe('a text that is cut to fit', () => {
  it.each(HARD)('costs no more for being longer: %s', (unit) => {
    // Each text that is put into place is weighed once, so their lengths are the work.
    const work = (length: number) => {
      let letters = 0;
      cutToFit(repeated(unit, length), (words) => {
        letters += words.length;
        return words;
      });
      return letters;
    };
    expect(work(100_000)).toBeLessThanOrEqual(work(5_000));
    expect(work(5_000)).toBeLessThan(60_000);
  });

  it.each(HARD)('is as long as fits all the same: %s', (unit) => {
    const cut = cutToFit(repeated(unit, 5_000), (words) => `${words}\n\n14:00 UTC`);
    expect(weightOf(cut)).toBeLessThanOrEqual(270);
    expect(weightOf(cut)).toBeGreaterThan(215);
  });

  it('may be long for its links, which weigh the same however long they are', () => {
    const links = Array.from({ length: 4 }, (_, index) => `https://example.com/${index}${'b'.repeat(400)}`).join(
      ' and ',
    );
    expect(cutToFit(links, (words) => words)).toBe(links);
  });

  it('ends with a whole word', () => {
    expect(cutToFit(repeated('logins ', 5_000), (words) => words)).toMatch(/^(logins )+logins…$/);
  });
});
