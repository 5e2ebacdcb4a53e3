import { describe, expect, it } from 'vitest';
import { recognisePromises } from '../../shared/core/lint/dated-promises.ts';
import { at } from '../support/story.ts';

const read = (text: string) =>
  recognisePromises(text, { postedAt: at('14:00') }).map(({ kind, at: due }) => [kind, due]);

describe('a dated promise in a text', () => {
  it.each([
    ['Next update by 14:30 UTC.', 'nextUpdateBy', '14:30'],
    ['We will provide an update in 30 minutes.', 'nextUpdateBy', '14:30'],
    ['The next update will come within the hour.', 'nextUpdateBy', '15:00'],
    ['We will update every 30 minutes.', 'nextUpdateBy', '14:30'],
    ['We expect to be back by 15:00 UTC.', 'restoreBy', '15:00'],
    ['By 15:00 UTC we expect service to be restored.', 'restoreBy', '15:00'],
    ['ETA: 16:00 UTC', 'restoreBy', '16:00'],
    ['Full recovery is expected in 1-2 hours.', 'restoreBy', '16:00'],
    ['The restore should be done in half an hour.', 'restoreBy', '14:30'],
    ['The fix will be complete at 8:30 AM PST.', 'restoreBy', '16:30'],
    ['It will be fixed by 2026-11-23T02:00:00+01:00.', 'restoreBy', '+1 01:00'],
    ['We aim to have it fixed tomorrow by 9 am CET.', 'restoreBy', '+1 08:00'],
    ['We will publish a postmortem by 25 Nov 2026, 17:00 UTC.', 'reportBy', '+3 17:00'],
  ])('%s', (text, kind, due) => {
    expect(read(text)).toEqual([[kind, at(due)]]);
  });

  it('is found for each clock when a sentence promises two', () => {
    expect(read('We expect to be back by 15:00 UTC and will post the next update at 14:15 UTC.')).toEqual([
      ['restoreBy', at('15:00')],
      ['nextUpdateBy', at('14:15')],
    ]);
  });

  it('is told from the past that stands beside it', () => {
    expect(read('We identified the cause at 13:15 UTC and will post an update by 14:45 UTC.')).toEqual([
      ['nextUpdateBy', at('14:45')],
    ]);
  });

  it.each([
    'Logins have been failing since 13:05 UTC.',
    'A fix was deployed at 13:20 UTC and logins work again.',
    'The outage lasted from 13:00 to 13:45 UTC.',
    'We said that it would be back by 13:30 UTC; that was not kept.',
    'The time that we gave, 13:30 UTC, has passed.',
    'Emails will be delivered within 30 minutes.',
    'Requests to port 8080 of 10.0.0.1 will fail.',
    'Version 2.10 will be deployed.',
  ])('is not: %s', (text) => {
    expect(read(text)).toEqual([]);
  });

  it('says where it stands', () => {
    const text = 'It broke. We expect to be back by 15:00 UTC.';
    const [promise] = recognisePromises(text, { postedAt: at('14:00') });
    expect(text.slice(promise?.from, promise?.to)).toBe('15:00 UTC');
    expect(promise?.quote).toBe('15:00 UTC');
  });
});
