import { describe, expect, it } from 'vitest';
import { isSayable } from '../../shared/core/sayable.ts';

describe('words that an automated text may quote', () => {
  it.each([
    'We are restoring the index.',
    'Half of the requests still fail.',
    'One of three machines is back.',
    '  We look into it.\n',
    'Version 4.2 is rolled back.',
    'Writes to 3 hosts fail.',
  ])('are: %s', (words) => expect(isSayable(words)).toBe(true));

  it.each([
    'Back at 14:30.',
    'It takes 2 h.',
    'It takes 2h.',
    'It takes 2 hrs.',
    'It takes 1 hr.',
    'It takes 1 hour.',
    'It takes 3 hours.',
    'It takes 20 min.',
    'It takes 20 minutes.',
    'Back at 9 am.',
    'Back at 9pm.',
    'Back at 9 a.m.',
    'Back at 9 p.m.',
    'Back in an hour.',
    'Back in a moment.',
    'Back within one day.',
    'Back within two days.',
    'Back by 3.',
    'Back by noon.',
    'Back until midnight.',
    'Back BY TOMORROW.',
    'Done by today.',
    'Done by tonight.',
    'See https://example.com.',
    'See http://example.com.',
    'See www.example.com.',
    'Ask @example.',
    'Two lines.\nOf text.',
  ])('are not: %s', (words) => expect(isSayable(words)).toBe(false));
});
