import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { spoken } from '../../shared/config/voice.ts';
import { DAY_MS, epochMs, HOUR_MS, type Instant, instant, MINUTE_MS } from '../../shared/core/instant.ts';
import { standingOf } from '../../shared/core/standing.ts';
import { OWN_TIME, scriptFile } from '../../shared/site/script.ts';
import { latenessSentence, promiseSentences } from '../../shared/wording/promise-lines.ts';
import { standingSentence } from '../../shared/wording/standing.ts';
import { promisedTime, rfc822, sayClock, sayDate, sayDuration, sayMonth } from '../../shared/wording/time.ts';
import { at, story } from './support/story.ts';

describe('times as people say them', () => {
  it('carry their zone, and cut minutes off', () => {
    expect(sayClock('2026-11-22T14:30:59.999Z')).toBe('14:30 UTC');
    expect(sayClock('2026-11-22T14:30:59.999Z', true)).toBe('14:30:59 UTC');
    expect(sayDate(spoken, '2026-03-04T00:00:00.000Z')).toBe('4 Mar 2026');
    expect(sayMonth(spoken, '2026-11')).toBe('November 2026');
    expect(rfc822('2026-11-22T14:30:05.000Z')).toBe('Sun, 22 Nov 2026 14:30:05 GMT');
  });

  it.each([
    [0, 'less than a minute'],
    [59_999, 'less than a minute'],
    [12 * MINUTE_MS + 59_999, '12 min'],
    [190 * MINUTE_MS, '3 h 10 min'],
    [120 * MINUTE_MS, '2 h'],
    [(47 * 60 + 59) * MINUTE_MS, '1 day 23 h'],
    [(48 * 60 + 59) * MINUTE_MS, '2 days'],
    [77 * 60 * MINUTE_MS, '3 days 5 h'],
  ])('%d ms is "%s"', (ms, words) => {
    expect(sayDuration(spoken, ms)).toBe(words);
  });

  it('have seconds only below ten minutes, and only when asked for', () => {
    expect(sayDuration(spoken, 4_999, true)).toBe('4 s');
    expect(sayDuration(spoken, 125_000, true)).toBe('2 min 5 s');
    expect(sayDuration(spoken, 60_000, true)).toBe('1 min');
    expect(sayDuration(spoken, 11 * MINUTE_MS + 5_000, true)).toBe('11 min');
  });

  it('never say more than has passed', () => {
    const UNITS: Record<string, number> = { s: 1000, min: 60_000, h: 3_600_000, day: 86_400_000, days: 86_400_000 };
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 40 * 86_400_000 }), fc.boolean(), (ms, seconds) => {
        const said = [...sayDuration(spoken, ms, seconds).matchAll(/(\d+) (s|min|h|days?)/g)];
        const total = said.reduce((sum, [, count, unit]) => sum + Number(count) * UNITS[unit!]!, 0);
        expect(total).toBeLessThanOrEqual(ms);
        expect(ms - total).toBeLessThan(ms < 24 * 3_600_000 ? 60_000 : 3_600_000);
      }),
    );
  });
});

describe('what an entry promises', () => {
  it('is said with a date as soon as it could be mistaken', () => {
    const [late] = story('i1', ['22:00', { promises: { nextUpdateBy: '2026-11-23T02:15:00.000Z' } }]).entries;
    expect(promiseSentences(spoken, late!)).toEqual(['Next update by 23 Nov, 02:15 UTC.']);
  });

  it('is also said when it is taken back', () => {
    const [entry] = story('i1', ['14:00', { promises: { nextUpdateBy: null, restoreBy: null } }]).entries;
    expect(promiseSentences(spoken, entry!)).toEqual([
      'No time is promised for the next update.',
      'The time given for restoring no longer holds, and no new one is given yet.',
    ]);
  });
});

describe('what became of a promise', () => {
  const [row] = story('i1', ['14:00', { promises: { restoreBy: at('15:00') } }]).promises;

  it('is late from the second that it is due', () => {
    const became = (now: string) => standingSentence(spoken, row!, standingOf(row!, [], at(now)), at(now));
    expect(became('14:59:59')).toBe('Open');
    expect(became('15:00')).toBe('Late by less than a minute');
  });

  it('has no line of lateness when it was met in time', () => {
    expect(latenessSentence(spoken, row!, at('14:50'), 'kept')).toBeUndefined();
    expect(latenessSentence(spoken, row!, at('15:01'), 'kept')).toBe(
      'Said to be back 1 min after the time that we gave, 15:00 UTC.',
    );
    expect(latenessSentence(spoken, row!, at('15:09'), 'slipped')).toBe(
      'The time that we gave, 15:00 UTC, has passed.',
    );
  });
});

const anyInstant = fc.integer({ min: Date.UTC(2024, 0), max: Date.UTC(2032, 0) }).map(instant);

/** What a reader takes `words` for who reads them at `now` without thinking: the day and the year that it is. */
function readAs(words: string, now: Instant): number {
  const [, date, year, hour, minute, second] = /^(?:(\d+ \w{3})(?: (\d{4}))?, )?(\d\d):(\d\d)(?::(\d\d))? UTC$/.exec(
    words,
  )!;
  const day = date === undefined ? now.slice(0, 10) : `${date} ${year ?? now.slice(0, 4)}`;
  const midnight = date === undefined ? epochMs(`${day}T00:00:00.000Z`) : Date.parse(`${day} UTC`);
  return midnight + Number(hour) * HOUR_MS + Number(minute) * MINUTE_MS + Number(second ?? 0) * 1000;
}

describe('a promised time', () => {
  it('is read as itself, cut off, by whoever reads it when it is said', () => {
    fc.assert(
      fc.property(anyInstant, fc.integer({ min: -2 * DAY_MS, max: 400 * DAY_MS }), fc.boolean(), (now, span, fine) => {
        const at = instant(epochMs(now) + span);
        const precisionMs = fine ? 1000 : MINUTE_MS;
        const read = readAs(promisedTime(spoken, at, now, fine ? MINUTE_MS : DAY_MS), now);
        expect(read).toBe(Math.floor(epochMs(at) / precisionMs) * precisionMs);
      }),
    );
  });

  it('goes without its date on the same UTC day and within 12 hours alone', () => {
    fc.assert(
      fc.property(anyInstant, fc.integer({ min: -2 * DAY_MS, max: 2 * DAY_MS }), (now, span) => {
        const at = instant(epochMs(now) + span);
        const near = at.slice(0, 10) === now.slice(0, 10) && Math.abs(span) <= 12 * HOUR_MS;
        expect(/^\d\d:\d\d UTC$/.test(promisedTime(spoken, at, now))).toBe(near);
      }),
    );
  });
});

/** When the offset of a zone changes in these years, to the hour: clocks are put on, or put back. */
function changesOf(zone: string): number[] {
  const offset = new Intl.DateTimeFormat('en-GB', { timeZone: zone, timeZoneName: 'longOffset' });
  const offsetAt = (ms: number) => offset.formatToParts(ms).find(({ type }) => type === 'timeZoneName')!.value;
  const found: number[] = [];
  const search = (from: number, to: number, before: string, after: string) => {
    if (before === after && to - from <= 20 * DAY_MS) return;
    if (to - from <= HOUR_MS) {
      found.push(to);
      return;
    }
    const middle = from + Math.ceil((to - from) / 2 / HOUR_MS) * HOUR_MS;
    const there = offsetAt(middle);
    search(from, middle, before, there);
    search(middle, to, there, after);
  };
  const [from, to] = [Date.UTC(2026, 0), Date.UTC(2027, 0)];
  search(from, to, offsetAt(from), offsetAt(to));
  return found;
}

describe('a time in the reader’s own zone', () => {
  it('is what the script shows', () => {
    for (const [name, value] of Object.entries(OWN_TIME)) expect(scriptFile().body).toContain(`${name}:'${value}'`);
  });

  it('names one minute alone, in every zone, also where clocks are put on or back', () => {
    const zones = Intl.supportedValuesOf('timeZone');
    expect(zones.length).toBeGreaterThan(400);
    let repeats = 0;
    for (const zone of zones) {
      const own = new Intl.DateTimeFormat('en-GB', { ...OWN_TIME, timeZone: zone });
      const { timeZoneName: _, ...bare } = OWN_TIME;
      const withoutZone = new Intl.DateTimeFormat('en-GB', { ...bare, timeZone: zone });
      for (const change of changesOf(zone)) {
        // Three hours on both sides, a quarter of an hour apart: no zone is off by less.
        const around = Array.from({ length: 25 }, (_, n) => change + (n - 12) * 15 * MINUTE_MS);
        expect({ zone, said: new Set(around.map((ms) => own.format(ms))).size }).toEqual({ zone, said: 25 });
        if (new Set(around.map((ms) => withoutZone.format(ms))).size < 25) repeats += 1;
      }
    }
    // So many times an hour comes twice: without the zone's name it would be said of two.
    expect(repeats).toBeGreaterThan(50);
  });
});
