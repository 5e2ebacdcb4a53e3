import { describe, expect, it } from 'vitest';
import { recognisePromises } from '../../shared/core/recogniser/promises.ts';
import { at } from '../support/story.ts';

const read = (text: string) =>
  recognisePromises(text, { postedAt: at('14:00') }).map(({ kind, at: due }) => [kind, due]);

describe('a dated promise, as a commander writes it', () => {
  it.each([
    ['Next update by 14:30 UTC.', 'nextUpdateBy', '14:30'],
    ['We will provide an update in 30 minutes.', 'nextUpdateBy', '14:30'],
    ['The next update will come within the hour.', 'nextUpdateBy', '15:00'],
    ['We expect to be back by 15:00 UTC.', 'restoreBy', '15:00'],
    ['It will be back in 45 minutes.', 'restoreBy', '14:45'],
    ['Logins will work again by 15:30 UTC.', 'restoreBy', '15:30'],
    ['By 15:00 UTC we expect service to be restored.', 'restoreBy', '15:00'],
    ['Still targeting 13:40 UTC for the fix.', 'restoreBy', '13:40'],
    ['ETA: 16:00 UTC', 'restoreBy', '16:00'],
    ['Full recovery is expected in 1-2 hours.', 'restoreBy', '16:00'],
    ['The fix will be complete at 8:30 AM PST.', 'restoreBy', '16:30'],
    ['We expect to be back tomorrow at 14:00 UTC.', 'restoreBy', '+1 14:00'],
    ['We will publish a postmortem by 25 Nov 2026, 17:00 UTC.', 'reportBy', '+3 17:00'],
  ])('%s', (text, kind, due) => {
    expect(read(text)).toEqual([[kind, at(due)]]);
  });

  it.each([
    'Logins have been failing since 13:05 UTC.',
    'A fix was deployed at 13:20 UTC and logins work again.',
    'The outage lasted from 13:00 to 13:45 UTC.',
    'Emails will be delivered within 30 minutes.',
    'Restored normal sign-in by 13:37 UTC.',
    'Version 2.10 will be deployed.',
  ])('is none in: %s', (text) => {
    expect(read(text)).toEqual([]);
  });
});
