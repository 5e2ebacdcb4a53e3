import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Complaint, FLOOD_WINDOW_MS, floodIn, floodThreshold, tail } from '../../shared/core/desk/flood.ts';
import { counted, nothingUsual, usualRate } from '../../shared/core/desk/usual-rate.ts';
import { DAY_MS, HOUR_MS, MINUTE_MS, plus, SECOND_MS } from '../../shared/core/instant.ts';
import { sizesOfHouse } from './support/year.ts';

const NOW = '2026-11-22T10:00:00.000Z';

const complaints = (people: number, of: Partial<Complaint> = {}): Complaint[] =>
  Array.from({ length: people }, (_, index) => ({
    person: `p${index}`,
    at: plus(NOW, -index * SECOND_MS),
    components: ['storage'],
    ...of,
  }));

describe('a flood', () => {
  it('has the thresholds of the reference', () => {
    expect([0.02, 0.1, 0.5, 2].map(floodThreshold)).toEqual([5, 9, 18, 43]);
  });

  it('is five people who complain in a house where nobody does, and not four', () => {
    expect(floodIn(complaints(5), 0, NOW)).toMatchObject({ component: 'storage', people: 5, threshold: 5 });
    expect(floodIn(complaints(4), 0, NOW)).toBeUndefined();
  });

  it('is not one person who complains fifty times', () => {
    expect(floodIn(complaints(50, { person: 'one' }), 0, NOW)).toBeUndefined();
  });

  it('ends with its five minutes', () => {
    expect(floodIn(complaints(9, { at: plus(NOW, -FLOOD_WINDOW_MS) }), 0, NOW)).toBeUndefined();
  });

  it('is about the part that half of them name, and about none where they name none together', () => {
    const mixed = [...complaints(3), ...complaints(9, { components: [] }).slice(3)];
    expect(floodIn(mixed, 0, NOW)).not.toHaveProperty('component');
    const most = [...complaints(6), ...complaints(9, { components: [] }).slice(6)];
    expect(floodIn(most, 0, NOW)).toMatchObject({ component: 'storage', people: 6 });
  });

  it('takes the fewest people whose number is not chance, at whatever rate', () => {
    fc.assert(
      fc.property(fc.double({ min: 0, max: 20, noNaN: true }), (usual) => {
        const k = floodThreshold(usual);
        const mean = 2 * usual * 5;
        expect(k).toBeGreaterThanOrEqual(5);
        expect(tail(k, mean)).toBeLessThanOrEqual(1e-5);
        if (k > 5) expect(tail(k - 1, mean)).toBeGreaterThan(1e-5);
      }),
    );
  });

  it('takes more people where more is usual', () => {
    fc.assert(
      fc.property(fc.double({ min: 0, max: 10, noNaN: true }), fc.double({ min: 0, max: 10, noNaN: true }), (a, b) => {
        expect(floodThreshold(Math.max(a, b))).toBeGreaterThanOrEqual(floodThreshold(Math.min(a, b)));
      }),
    );
  });
});

describe('what is usual', () => {
  it('is nothing in a new house, and then the mean of the hours before', () => {
    const usual = counted(nothingUsual(plus(NOW, -2 * HOUR_MS)), plus(NOW, -90 * MINUTE_MS), 12);
    expect(usualRate(nothingUsual(NOW), NOW)).toBe(0);
    expect(usualRate(usual, NOW)).toBe(12 / 120);
  });

  it('is that of the same hour in the last weeks, this one left out', () => {
    let usual = nothingUsual(plus(NOW, -28 * DAY_MS));
    for (const weeks of [1, 2, 3, 4]) usual = counted(usual, plus(NOW, -weeks * 7 * DAY_MS), 60);
    usual = counted(usual, NOW, 6_000);
    expect(usualRate(usual, NOW)).toBe(1);
    expect(usualRate(usual, plus(NOW, HOUR_MS))).toBe(0);
  });

  it('forgets what is older than four weeks', () => {
    let usual = nothingUsual(plus(NOW, -100 * 7 * DAY_MS));
    for (let weeks = 90; weeks >= 0; weeks -= 1) usual = counted(usual, plus(NOW, -weeks * 7 * DAY_MS), 60);
    expect(Object.values(usual.hours).flat().length).toBeLessThanOrEqual(6);
  });
});

describe('a simulated year', () => {
  it('rings at a small house for no chance at all, and within minutes of an outage', () => {
    const years = sizesOfHouse(7);
    const [small, middle, large] = years as [(typeof years)[0], (typeof years)[0], (typeof years)[0]];
    expect(years.map(({ threshold }) => threshold)).toEqual([5, 9, 18]);
    expect(small.falseAlarms).toBeLessThanOrEqual(2);
    expect(middle.falseAlarms).toBeLessThanOrEqual(12);
    expect(large.falseAlarms).toBeLessThanOrEqual(40);
    expect(small.noticed['+1']?.p50).toBeLessThanOrEqual(6);
    expect(small.noticed['+10']?.p90).toBeLessThanOrEqual(2);
    expect(middle.noticed['+3']?.p90).toBeLessThanOrEqual(6);
    expect(large.noticed['+10']?.p90).toBeLessThanOrEqual(4);
  });
});
