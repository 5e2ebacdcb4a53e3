import { describe, expect, it } from 'vitest';
import { parsePromise, parseTime, UnclearTime } from '../../shared/client/times.ts';
import { clockTime, distance, span } from '../../shared/client/words.ts';

const now = new Date('2026-11-22T14:05:00.000Z');

describe('a time that somebody typed', () => {
  it.each([
    ['30m', 'PT30M'],
    ['2h', 'PT2H'],
    ['1h30m', 'PT1H30M'],
    ['1 h 30 min', 'PT1H30M'],
    ['90s', 'PT90S'],
    ['2d', 'P2D'],
    ['1d12h', 'P1DT12H'],
    ['PT45M', 'PT45M'],
  ])('%s is a duration from the moment it is accepted', (written, sent) => {
    expect(parseTime(written, now)).toBe(sent);
  });

  it.each([
    ['14:30Z', '2026-11-22T14:30:00.000Z'],
    ['14:30 UTC', '2026-11-22T14:30:00.000Z'],
    ['16:30+02:00', '2026-11-22T14:30:00.000Z'],
    ['2026-11-23T09:00Z', '2026-11-23T09:00:00.000Z'],
    ['2026-11-23 09:00 UTC', '2026-11-23T09:00:00.000Z'],
  ])('%s is an instant', (written, sent) => {
    expect(parseTime(written, now)).toBe(sent);
  });

  it.each(['25:99', '24:00', '9:60', '25:99Z'])(
    'that no clock shows is named, with a zone or without: %s',
    (written) => {
      expect(() => parseTime(written, now)).toThrow(`"${written}" is not a time of day`);
    },
  );

  it('that was just missed stays in the past, and is not silently taken for tomorrow', () => {
    expect(parseTime('14:00Z', now)).toBe('2026-11-22T14:00:00.000Z');
  });

  it('just after midnight is tomorrow when it is nearly midnight, and the other way round', () => {
    expect(parseTime('00:15Z', new Date('2026-11-22T23:50:00.000Z'))).toBe('2026-11-23T00:15:00.000Z');
    expect(parseTime('23:50Z', new Date('2026-11-22T00:10:00.000Z'))).toBe('2026-11-21T23:50:00.000Z');
  });

  it.each(['14:30', '2026-11-22T14:30', '2026-11-22 14:30'])('%s is refused: it has no zone', (written) => {
    expect(() => parseTime(written, now)).toThrow(/no zone; write .*Z for UTC/);
  });

  it.each(['', 'soon', '30', '25:00Z', '2026-13-01T00:00Z', 'half an hour'])('"%s" is refused', (written) => {
    expect(() => parseTime(written, now)).toThrow(UnclearTime);
  });

  it('may be none, for a promise that is withdrawn', () => {
    expect(parsePromise('none', now)).toBeNull();
    expect(parsePromise('1h', now)).toBe('PT1H');
  });
});

describe('a time that we show', () => {
  const at = '2026-11-22T14:30:59.900Z';
  it('is cut off to the minute, and has seconds where the promise is short', () => {
    expect(clockTime(at, now.toISOString())).toBe('14:30 UTC');
    expect(clockTime(at, now.toISOString(), 60_000)).toBe('14:30:59 UTC');
  });

  it('has its date unless it is today and near', () => {
    expect(clockTime('2026-11-23T00:10:00.000Z', '2026-11-22T23:50:00.000Z')).toBe('2026-11-23 00:10 UTC');
    expect(clockTime('2026-11-22T23:10:00.000Z', '2026-11-22T01:00:00.000Z')).toBe('2026-11-22 23:10 UTC');
  });

  it('is told as a distance, never rounded up', () => {
    expect(distance('2026-11-22T15:04:59.000Z', now.toISOString())).toBe('in 59 min');
    expect(distance('2026-11-22T14:00:01.000Z', now.toISOString())).toBe('4 min 59 s late');
    expect([span(0), span(59_999), span(3_600_000), span(90_000_000)]).toEqual(['0 s', '59 s', '1 h', '1 d 1 h']);
  });
});
