import { existsSync } from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LABELS, measured, OWN_SENTENCES, readLabelled, readOwn } from '../../bin/commands/recogniser.ts';
import { recognisePromises } from '../../shared/core/recogniser/promises.ts';
import { terminal } from '../cli/terminal.ts';
import { processorSeconds } from '../support/processor-seconds.ts';

const WINTER = '2026-11-23T14:00:00.000Z';
const SUMMER = '2026-07-06T14:00:00.000Z';

const found = (text: string, postedAt = WINTER) =>
  recognisePromises(text, { postedAt }).map(({ kind, at }) => `${kind} ${at?.slice(0, 16)}`);

describe('a dated promise in a text', () => {
  it('is found with its place, its words and its zone', () => {
    const text = 'Logins fail. We’ll post an update by 9:30 AM PST, and more later.';
    const [promise, ...others] = recognisePromises(text, { postedAt: WINTER });
    expect(others).toEqual([]);
    expect(promise).toMatchObject({ kind: 'nextUpdateBy', at: '2026-11-23T17:30:00.000Z', zone: 'PST' });
    expect(text.slice(promise!.from, promise!.to)).toBe(promise!.quote);
    expect(promise!.quote).toBe('by 9:30 AM PST');
  });

  it('is counted from the time of the post where it is a length of time', () => {
    expect(found('We expect full recovery within 1.5 hours.')).toEqual(['restoreBy 2026-11-23T15:30']);
    expect(found('Next update in 1 hour and 30 minutes.')).toEqual(['nextUpdateBy 2026-11-23T15:30']);
  });

  it('takes the later end of a range', () => {
    expect(found('We expect recovery in 20-30 minutes.')).toEqual(['restoreBy 2026-11-23T14:30']);
  });

  it('may be several, of different kinds', () => {
    expect(found('Payments should be back to normal by 16:00 UTC. Next update at 15:00 UTC.')).toEqual([
      'restoreBy 2026-11-23T16:00',
      'nextUpdateBy 2026-11-23T15:00',
    ]);
  });

  it('is one where a sentence says the same twice: the exact one', () => {
    expect(found('We expect full resolution within the next hour (by 15:10 UTC).')).toEqual([
      'restoreBy 2026-11-23T15:10',
    ]);
  });
});

describe('a length of time that is promised', () => {
  it.each([
    ['Logins should be back 2 hours from now.', 'restoreBy 2026-11-23T16:00'],
    ['We expect to be back in half an hour.', 'restoreBy 2026-11-23T14:30'],
    ['We expect recovery in forty five minutes.', 'restoreBy 2026-11-23T14:45'],
    ['Recovery will take another 45 minutes.', 'restoreBy 2026-11-23T14:45'],
    ['We expect the repair to take about an hour and a half.', 'restoreBy 2026-11-23T15:30'],
    ['We expect it to be restored in two days.', 'restoreBy 2026-11-25T14:00'],
    ['We expect it to be fully restored within one week.', 'restoreBy 2026-11-30T14:00'],
    ['We expect recovery within the hour.', 'restoreBy 2026-11-23T15:00'],
    ['We expect recovery within the next hour or two.', 'restoreBy 2026-11-23T16:00'],
    ['ETA for the fix: 90 minutes.', 'restoreBy 2026-11-23T15:30'],
    ['The estimated time to resolution is 3 hours.', 'restoreBy 2026-11-23T17:00'],
    ...Object.entries({
      a: 1,
      an: 1,
      one: 1,
      two: 2,
      three: 3,
      four: 4,
      five: 5,
      six: 6,
      seven: 7,
      eight: 8,
      nine: 9,
      ten: 10,
      twelve: 12,
      fifteen: 15,
      twenty: 20,
      thirty: 30,
      forty: 40,
      'forty-five': 45,
      'forty five': 45,
      ninety: 90,
    }).map(([word, minutes]) => [
      `Next update in ${word} minutes.`,
      `nextUpdateBy ${new Date(Date.parse(WINTER) + minutes * 60_000).toISOString().slice(0, 16)}`,
    ]),
    ['Next update in sixty minutes.', 'nextUpdateBy 2026-11-23T15:00'],
    ['We expect it to be restored in 2 Days.', 'restoreBy 2026-11-25T14:00'],
    ['We expect it to be restored IN 2 HOURS.', 'restoreBy 2026-11-23T16:00'],
    ['Next update: 45 minutes.', 'nextUpdateBy 2026-11-23T14:45'],
    ['We will post an update every hour.', 'nextUpdateBy 2026-11-23T15:00'],
  ])('%s', (text, promise) => expect(found(text)).toEqual([promise]));

  it.each([
    'We expect recovery to take longer than 2 hours.',
    'We expect recovery to take at least 2 hours.',
    'Recovery will take more than 3 hours.',
    'We expect the fix that was ready 20 minutes ago to hold.',
    'We expect to know what changed in the last 2 hours.',
    'The ETA is the same as in the LAST 2 hours.',
    'WE EXPECT THE FIX THAT WAS READY 20 MINUTES AGO TO HOLD.',
    'It may take 2 hours.',
  ])('is none where it is a least, or past, or possible: %s', (text) => expect(found(text)).toEqual([]));
});

describe('what a time is for', () => {
  it.each([
    ['We will post an update once logins are restored, in 20 minutes.', 'nextUpdateBy 2026-11-23T14:20'],
    ['We will share an update about recovery by 15:00 UTC.', 'nextUpdateBy 2026-11-23T15:00'],
    ['Recovery has been slow and is now expected by 16:00 UTC.', 'restoreBy 2026-11-23T16:00'],
    ['Until the next update, we expect recovery by 15:00 UTC.', 'restoreBy 2026-11-23T15:00'],
  ])('%s', (text, promise) => expect(found(text)).toEqual([promise]));

  it.each([
    'We expect recovery; please try again by 15:00 UTC.',
    'We expect recovery; please retry within another 20 minutes.',
    'We expect recovery; the maintenance ends by 15:00 UTC.',
    'We expect that errors were over by 13:30 UTC.',
  ])('is none of ours: %s', (text) => expect(found(text)).toEqual([]));
});

describe('the time of a day that is promised', () => {
  it.each([
    ['Next update by 1630 UTC.', 'nextUpdateBy 2026-11-23T16:30'],
    ['Next update by 4 p.m. UTC.', 'nextUpdateBy 2026-11-23T16:00'],
    ['Next update at 12:30 AM UTC.', 'nextUpdateBy 2026-11-24T00:30'],
    ['Next update at 12:30 PM UTC.', 'nextUpdateBy 2026-11-23T12:30'],
    ['We expect recovery by end of day US/Pacific.', 'restoreBy 2026-11-24T08:00'],
    ['We expect recovery by EOD.', 'restoreBy 2026-11-24T00:00'],
    ['We expect recovery by close of business UTC.', 'restoreBy 2026-11-23T17:00'],
    ['We expect recovery by noon on Tuesday.', 'restoreBy 2026-11-24T12:00'],
    ['We expect recovery by midnight UTC.', 'restoreBy 2026-11-24T00:00'],
    ['We will post again tomorrow at 14:00 UTC.', 'nextUpdateBy 2026-11-24T14:00'],
    ['Next update today at 18:00 UTC.', 'nextUpdateBy 2026-11-23T18:00'],
    ['Next update tonight at 18:00 UTC.', 'nextUpdateBy 2026-11-23T18:00'],
    ['Next update tonight at 02:00 UTC.', 'nextUpdateBy 2026-11-24T02:00'],
    ['Next update today at 02:00 UTC.', 'nextUpdateBy 2026-11-23T02:00'],
    ['NEXT UPDATE TODAY AT 02:00 UTC.', 'nextUpdateBy 2026-11-23T02:00'],
    ['NEXT UPDATE TOMORROW AT 15:00 UTC.', 'nextUpdateBy 2026-11-24T15:00'],
    ['Next update on Monday at 18:00 UTC.', 'nextUpdateBy 2026-11-23T18:00'],
    ['Next update on Monday at 02:00 UTC.', 'nextUpdateBy 2026-11-30T02:00'],
    ['Next update on Sunday at 18:00 UTC.', 'nextUpdateBy 2026-11-29T18:00'],
    ['Next update on 3 December at 18:00 UTC.', 'nextUpdateBy 2026-12-03T18:00'],
    ['Next update on January 2nd at 09:00 UTC.', 'nextUpdateBy 2027-01-02T09:00'],
    ['A root cause analysis will follow by December 4th, 17:00 UTC.', 'reportBy 2026-12-04T17:00'],
    ['We expect recovery by 30 November, 14:00 UTC.', 'restoreBy 2026-11-30T14:00'],
    ['We expect recovery by December 1st, 14:00 UTC.', 'restoreBy 2026-12-01T14:00'],
    ['By 14:30 UTC we will post an update.', 'nextUpdateBy 2026-11-23T14:30'],
    ['By 14:30 UTC we expect to have restored logins.', 'restoreBy 2026-11-23T14:30'],
  ])('%s', (text, promise) => expect(found(text)).toEqual([promise]));

  it('is the half hour that comes where somebody writes it as the end of the day before', () => {
    expect(found('Next update by 24:30 UTC.', '2026-11-23T00:10:00.000Z')).toEqual(['nextUpdateBy 2026-11-23T00:30']);
  });

  it.each(['Next update at 25:10 UTC.', 'By 14:30 UTC the sun will shine.'])('is none: %s', (text) =>
    expect(found(text)).toEqual([]),
  );
});

describe('the zone of a promised time', () => {
  it('is that of the wall clock in its region, summer and winter', () => {
    expect(found('Next update at 10:00 PST.', WINTER)).toEqual(['nextUpdateBy 2026-11-23T18:00']);
    expect(found('Next update at 10:00 PST.', SUMMER)).toEqual(['nextUpdateBy 2026-07-06T17:00']);
    expect(found('Next update at 10:00 US/Eastern.', SUMMER)).toEqual(['nextUpdateBy 2026-07-06T14:00']);
    expect(found('Next update at 17:00 UTC+2.')).toEqual(['nextUpdateBy 2026-11-23T15:00']);
  });

  it('is missing where none is written, and then nothing pretends that there was one', () => {
    const [promise] = recognisePromises('Next update at 15:30.', { postedAt: WINTER });
    expect(promise).toMatchObject({ at: '2026-11-23T15:30:00.000Z' });
    expect(promise).not.toHaveProperty('zone');
  });
});

describe('the day of a promised time', () => {
  it('is the next one on which the clock shows it, or the one that is named', () => {
    expect(found('Next update at 02:00 UTC.')).toEqual(['nextUpdateBy 2026-11-24T02:00']);
    expect(found('Next update on Friday at 09:00 UTC.')).toEqual(['nextUpdateBy 2026-11-27T09:00']);
    expect(found('Next update by December 1st, 09:00 UTC.')).toEqual(['nextUpdateBy 2026-12-01T09:00']);
    expect(found('Next update by 2027-01-04 09:00 US/Pacific.')).toEqual(['nextUpdateBy 2027-01-04T17:00']);
  });

  it('of a date without a year is in the year that brings it nearest', () => {
    const atNewYear = (text: string) => found(text, '2027-01-02T10:00:00.000Z');
    expect(atNewYear('We still expect recovery by December 30th, 14:00 UTC.')).toEqual(['restoreBy 2026-12-30T14:00']);
    expect(atNewYear('We expect recovery by January 3rd, 14:00 UTC.')).toEqual(['restoreBy 2027-01-03T14:00']);
    expect(found('We expect recovery by January 3rd, 14:00 UTC.', '2026-12-30T10:00:00.000Z')).toEqual([
      'restoreBy 2027-01-03T14:00',
    ]);
    expect(found('We expect recovery by January 3rd 2027, 14:00 UTC.')).toEqual(['restoreBy 2027-01-03T14:00']);
  });

  it('is the whole day where no time of it is said', () => {
    expect(found('We expect full recovery by Friday.')).toEqual(['restoreBy 2026-11-28T00:00']);
    expect(found('A root cause analysis will follow by 30 November.')).toEqual(['reportBy 2026-12-01T00:00']);
    expect(found('We expect full recovery by tomorrow.')).toEqual(['restoreBy 2026-11-25T00:00']);
    expect(found('We expect full recovery by tomorrow morning.')).toEqual([]);
    expect(found('We expect full recovery by 3/4 of our customers.')).toEqual([]);
    expect(found('Next update by Tuesday. 2026-11-24 19:00 UTC.')).toEqual(['nextUpdateBy 2026-11-24T19:00']);
    expect(found('Next update by Tuesday , 2026-11-24 19:00 UTC.')).toEqual(['nextUpdateBy 2026-11-24T19:00']);
  });

  it('is unread where it could be one of two, unless the weekday tells', () => {
    expect(found('Next update on 3/4 at 10:00 UTC.')).toEqual(['nextUpdateBy undefined']);
    expect(found('Next update on Friday (12/04) at 10:00 UTC.')).toEqual(['nextUpdateBy 2026-12-04T10:00']);
    expect(found('Next update by next Friday, 10:00 UTC.')).toEqual(['nextUpdateBy undefined']);
    expect(found('Next update on Monday, November 24th, 10:00 UTC.')).toEqual(['nextUpdateBy undefined']);
    // Posted at noon there: half past one of the afternoon, or of the night.
    expect(found('Next update at 1:30 PST.', '2026-11-23T20:00:00.000Z')).toEqual(['nextUpdateBy undefined']);
    expect(found('Next update at 1:30 UTC.', '2026-11-23T13:00:00.000Z')).toEqual(['nextUpdateBy 2026-11-24T01:30']);
  });

  it('does not exist on 30 February', () => {
    expect(found('Next update by February 30th, 09:00 UTC.')).toEqual([]);
  });

  it('is today where the time has only just passed, so that it can be found late', () => {
    expect(found('We still expect recovery by 13:40 UTC.')).toEqual(['restoreBy 2026-11-23T13:40']);
  });
});

describe('what is no promise', () => {
  it.each([
    'Between 12:05 and 13:40 UTC logins failed.',
    'We promised an update by 13:30 UTC and did not keep it.',
    'The issue has been resolved as of 13:55 UTC.',
    'Exports are delayed by up to 40 minutes.',
    'Please try again in 10 minutes.',
    'We do not expect recovery before 18:00 UTC.',
    'We expect recovery in a few hours.',
    'We will monitor the results for the next 30 minutes.',
    'In the last hour we have restored most servers.',
    'Another update: the errors began at 13:00 UTC.',
    'Our next update showed that errors had stopped at 13:00 UTC.',
    'By 15:00 UTC the maintenance will be complete.',
    'Starting at 15:00 UTC we will roll out a fix.',
    'At 15:00 UTC we will not be back to normal.',
  ])('%s', (text) => {
    expect(found(text)).toEqual([]);
  });
});

describe('the recogniser', () => {
  it('answers for any text, and points into it', () => {
    const words = fc.constantFrom(
      'we',
      'will',
      'expect',
      'update',
      'by',
      'in',
      'within',
      'the',
      'next',
      '14:30',
      'UTC',
      '2 hours',
      '10-20',
      'minutes',
      'recovery',
      '.',
      ',',
      '\n',
      '’',
      'Friday',
      'Feb 30',
      '25:99',
      '99999999999 weeks',
      'ETA',
      'is',
      '~',
      '(',
      ')',
    );
    const texts = fc.oneof(
      fc.string({ maxLength: 200 }),
      fc.array(words, { maxLength: 40 }).map((parts) => parts.join(' ')),
    );
    fc.assert(
      fc.property(texts, (text) => {
        for (const { from, to, quote, at } of recognisePromises(text, { postedAt: WINTER })) {
          expect(text.slice(from, to)).toBe(quote);
          if (at !== undefined) expect(new Date(at).toISOString()).toBe(at);
        }
      }),
      { numRuns: 500 },
    );
  });

  it('does not take long over the longest text, whatever it is made of', async () => {
    for (const part of [
      'in the next about ',
      '14:30 UTC ',
      'we will post ',
      'in 5 minutes ',
      'ETA ',
      '5 to ',
      'a.m. ',
      'by 3 PM Central European ',
      'by Friday, by 3 PM CST (',
      'once, ',
    ]) {
      const text = part.repeat(Math.ceil(5000 / part.length)).slice(0, 5000);
      // Some hundredths of a second, where the work grows with the square of the length.
      expect(await processorSeconds(() => recognisePromises(text, { postedAt: WINTER }))).toBeLessThan(2);
    }
  });

  it('finds the promises in our own sentences, and nothing else', () => {
    const { n, promises, precision, recall } = measured(readOwn(OWN_SENTENCES));
    expect(n).toBeGreaterThanOrEqual(130);
    expect(promises).toBeGreaterThanOrEqual(100);
    expect({ precision, recall }).toEqual({ precision: 1, recall: 1 });
  });

  const folder = path.resolve(import.meta.dirname, '../../../shared/data/incidents');
  const present = existsSync(folder);

  it.skipIf(!present)(`finds them in 200 labelled real sentences${present ? '' : ' (which are not here)'}`, () => {
    const { n, promises, precision, recall } = measured(readLabelled(LABELS, folder));
    expect(n).toBe(200);
    expect(promises).toBe(74);
    expect(precision).toBeGreaterThanOrEqual(0.98);
    expect(recall).toBeGreaterThanOrEqual(0.85);
  });
});

describe('candor recogniser', () => {
  it('measures our own sentences, and says what it needs for real ones', async () => {
    const { code, out } = await terminal().candor('recogniser');
    expect(code).toBe(0);
    expect(out).toContain('Without the folder of the incidents');
    expect(out).toContain('our own sentences: n=');
  });

  it('fails where the folder that was named is not there', async () => {
    const { code, err } = await terminal().candor('recogniser', 'no-such-folder');
    expect(code).toBe(2);
    expect(err).toContain('no-such-folder is not here');
  });
});
