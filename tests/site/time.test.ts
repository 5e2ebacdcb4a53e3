import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MINUTE_MS } from '../../shared/core/instant.ts';
import { outcomeSentence } from '../../shared/wording/incident.ts';
import { latenessSentence, promiseSentences } from '../../shared/wording/promise-lines.ts';
import { rfc822, sayClock, sayDate, sayDuration, sayMonth } from '../../shared/wording/time.ts';
import { at, story } from './support/story.ts';

describe('times as people say them', () => {
  it('carry their zone, and cut minutes off', () => {
    expect(sayClock('2026-11-22T14:30:59.999Z')).toBe('14:30 UTC');
    expect(sayClock('2026-11-22T14:30:59.999Z', true)).toBe('14:30:59 UTC');
    expect(sayDate('2026-03-04T00:00:00.000Z')).toBe('4 Mar 2026');
    expect(sayMonth('2026-11')).toBe('November 2026');
    expect(rfc822('2026-11-22T14:30:05.000Z')).toBe('Sun, 22 Nov 2026 14:30:05 GMT');
  });

  it.each([
    [0, 'less than a minute'],
    [59_999, 'less than a minute'],
    [12 * MINUTE_MS + 59_999, '12 min'],
    [190 * MINUTE_MS, '3 h 10 min'],
    [120 * MINUTE_MS, '2 h'],
    [(47 * 60 + 59) * MINUTE_MS, '47 h 59 min'],
    [(48 * 60 + 59) * MINUTE_MS, '2 days'],
    [77 * 60 * MINUTE_MS, '3 days 5 h'],
  ])('%d ms is "%s"', (ms, words) => {
    expect(sayDuration(ms)).toBe(words);
  });

  it('have seconds only below ten minutes, and only when asked for', () => {
    expect(sayDuration(4_999, true)).toBe('4 s');
    expect(sayDuration(125_000, true)).toBe('2 min 5 s');
    expect(sayDuration(60_000, true)).toBe('1 min');
    expect(sayDuration(11 * MINUTE_MS + 5_000, true)).toBe('11 min');
  });

  it('never say more than has passed', () => {
    const UNITS: Record<string, number> = { s: 1000, min: 60_000, h: 3_600_000, days: 86_400_000 };
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 40 * 86_400_000 }), fc.boolean(), (ms, seconds) => {
        const said = [...sayDuration(ms, seconds).matchAll(/(\d+) (s|min|h|days)/g)];
        const total = said.reduce((sum, [, count, unit]) => sum + Number(count) * UNITS[unit!]!, 0);
        expect(total).toBeLessThanOrEqual(ms);
        expect(ms - total).toBeLessThan(ms < 48 * 3_600_000 ? 60_000 : 3_600_000);
      }),
    );
  });
});

describe('what an entry promises', () => {
  it('is said with a date as soon as it could be mistaken', () => {
    const [late] = story('i1', ['22:00', { promises: { nextUpdateBy: '2026-11-23T02:15:00.000Z' } }]).entries;
    expect(promiseSentences(late!)).toEqual(['Next update by 23 Nov, 02:15 UTC.']);
  });

  it('is also said when it is taken back', () => {
    const [entry] = story('i1', ['14:00', { promises: { nextUpdateBy: null, restoreBy: null } }]).entries;
    expect(promiseSentences(entry!)).toEqual([
      'No time is promised for the next update.',
      'The time given for restoring no longer holds, and no new one is given yet.',
    ]);
  });
});

describe('what became of a promise', () => {
  const [row] = story('i1', ['14:00', { promises: { restoreBy: at('15:00') } }]).promises;

  it('is late from the second that it is due', () => {
    expect(outcomeSentence(row!, at('14:59:59'))).toBe('Open');
    expect(outcomeSentence(row!, at('15:00'))).toBe('Late by less than a minute');
  });

  it('has no line of lateness when it was met in time', () => {
    expect(latenessSentence(row!, at('14:50'), 'kept')).toBeUndefined();
    expect(latenessSentence(row!, at('15:01'), 'kept')).toBe(
      'Said to be back 1 min after the time that we gave, 15:00 UTC.',
    );
    expect(latenessSentence(row!, at('15:09'), 'slipped')).toBe('The time that we gave, 15:00 UTC, has passed.');
  });
});
