import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { adviseEta } from '../../shared/core/advisor/advise.ts';
import { calibratedLevels, LEVELS, learnt, uncalibrated } from '../../shared/core/advisor/calibration.ts';
import type { ResolvedIncident } from '../../shared/core/advisor/past.ts';
import { otherTeams } from '../../shared/core/advisor/prior.ts';
import { addCensored, effectiveSize, quantiles, scaledTo, totalWeight } from '../../shared/core/advisor/weighted.ts';
import { MINUTE_MS } from '../../shared/core/instant.ts';
import { past, year } from './made-up.ts';

const NOW = '2026-11-22T10:00:00.000Z';

const at = (
  elapsedMinutes: number,
  history: readonly ResolvedIncident[],
  more: Partial<Parameters<typeof adviseEta>[0]> = {},
) =>
  adviseEta({
    status: 'investigating',
    elapsedMs: elapsedMinutes * MINUTE_MS,
    inStatusMs: elapsedMinutes * MINUTE_MS,
    history,
    open: [],
    now: NOW,
    ...more,
  });

const minutesOf = (advice: ReturnType<typeof adviseEta>) => Object.values(advice.quantiles).map((one) => one.minutes);
const newestFirst = (history: readonly ResolvedIncident[]) => history.toReversed();

describe('advice to a team without history', () => {
  it("is other teams' experience, and says so", () => {
    const { basis, quantiles: times } = at(0, []);
    expect(basis).toMatchObject({ own: 0, history: 0, prior: true });
    expect(basis.label).toContain("other teams' experience");
    expect(times.p50.minutes).toBeGreaterThan(45);
    expect(times.p50.minutes).toBeLessThan(120);
  });

  it.each([
    ['investigating', 0, [6, 18, 30, 45, 62, 86, 125, 191, 330, 1408], [73, 251, 682, 1408]],
    ['investigating', 60, [12, 36, 59, 88, 122, 170, 246, 375, 649, 2768], [144, 493, 1341, 2768]],
    ['identified', 60, [10, 29, 48, 72, 100, 139, 202, 307, 532, 2266], [118, 404, 1098, 2266]],
    ['monitoring', 600, [10, 29, 47, 71, 98, 137, 198, 302, 523, 2230], [116, 397, 1080, 2230]],
  ] as const)('is what was measured elsewhere: %s, after %i minutes', (status, age, others, advised) => {
    expect(otherTeams(status, age).map(({ value }) => Math.round(Math.exp(value)))).toEqual(others);
    expect(minutesOf(at(age, [], { status, inStatusMs: 0 }))).toEqual(advised);
  });

  it('expects less after a fix than before', () => {
    const investigating = at(60, []);
    const monitoring = at(60, [], { status: 'monitoring', inStatusMs: 0 });
    expect(monitoring.quantiles.p80.minutes).toBeLessThan(investigating.quantiles.p80.minutes / 2);
  });

  it('expects the more the longer it has lasted', () => {
    expect(minutesOf(at(240, [])).every((minutes, index) => minutes > minutesOf(at(0, []))[index]!)).toBe(true);
  });
});

describe('advice from the own history', () => {
  const hourLong = newestFirst(Array.from({ length: 60 }, (_, index) => past(index * 600, 55 + (index % 11))));

  it('follows what the own incidents did, and names how many they are', () => {
    const { basis, quantiles: times } = at(30, hourLong);
    expect(basis).toMatchObject({ own: 60, history: 60, prior: false });
    expect(basis.label).toBe('60 incidents of your own that lasted this long');
    expect(Math.abs(times.p50.minutes - 30)).toBeLessThanOrEqual(4);
  });

  it('counts only incidents that lasted longer than this one has', () => {
    expect(at(61, hourLong).basis.own).toBe(hourLong.filter((one) => minutesLong(one) > 61).length);
    expect(at(66, hourLong).basis).toMatchObject({ own: 0, prior: true });
  });

  it('looks at how long a fix had been out, not only at how long it all had lasted', () => {
    // A fix is out after one to five hours, and the incident is over 20 minutes later: the age alone would mislead.
    const history = newestFirst(
      Array.from({ length: 60 }, (_, index) => {
        const fixed = 60 + (index % 5) * 60;
        return past(index * 600, fixed + 20, { monitoring: fixed });
      }),
    );
    const monitoring = at(60, history, { status: 'monitoring', inStatusMs: 0 });
    expect(monitoring.basis.matching).toBe(60);
    expect(monitoring.quantiles.p50.minutes).toBeLessThan(60);
    expect(at(60, history).quantiles.p50.minutes).toBeGreaterThan(90);
  });

  it('gives the newest incidents more weight', () => {
    const improved = newestFirst([
      ...Array.from({ length: 200 }, (_, index) => past(index * 600, 300)),
      ...Array.from({ length: 200 }, (_, index) => past((200 + index) * 600, 30)),
    ]);
    expect(at(0, improved).quantiles.p50.minutes).toBeLessThan(60);
    expect(at(0, improved.toReversed()).quantiles.p50.minutes).toBeGreaterThan(200);
  });

  it('expects longer while other incidents are open longer than any that ended', () => {
    const open = Array.from({ length: 30 }, () => ({ ageMs: 3000 * MINUTE_MS }));
    expect(at(0, hourLong, { open }).quantiles.p80.minutes).toBeGreaterThan(at(0, hourLong).quantiles.p80.minutes);
  });

  it('shows a wide interval as it is', () => {
    const wild = newestFirst(Array.from({ length: 80 }, (_, index) => past(index * 9000, index % 2 === 0 ? 15 : 3000)));
    const { p50, p95 } = at(0, wild).quantiles;
    expect(p95.minutes / p50.minutes).toBeGreaterThan(10);
  });

  it('names the instants that its minutes mean', () => {
    const { p80 } = at(30, hourLong).quantiles;
    expect(Date.parse(p80.at) - Date.parse(NOW)).toBe(p80.minutes * MINUTE_MS);
  });
});

describe('the quantiles', () => {
  it('rise with their level, whatever happened and whatever was learnt', () => {
    const status = fc.constantFrom('investigating', 'identified', 'monitoring');
    const kept = fc.array(fc.boolean(), { minLength: 4, maxLength: 4 });
    fc.assert(
      fc.property(
        fc.nat(60),
        fc.nat(1000),
        fc.nat(500),
        status,
        fc.array(fc.tuple(status, kept), { maxLength: 400 }),
        (count, seed, elapsed, phase, lessons) => {
          const calibration = lessons.reduce((learning, [of, was]) => learnt(learning, of, was), uncalibrated);
          const levels = calibratedLevels(calibration, phase);
          expect(levels.every((level, index) => index === 0 || level > levels[index - 1]!)).toBe(true);
          const minutes = minutesOf(
            at(elapsed, newestFirst(year(count, seed)), { status: phase, inStatusMs: 0, calibration }),
          );
          expect(minutes.every((one, index) => one >= 1 && (index === 0 || one >= minutes[index - 1]!))).toBe(true);
        },
      ),
      { numRuns: 60 },
    );
  });

  it('stand in the middle of each value’s weight', () => {
    const sample = [1, 2, 3, 4].map((value) => ({ value, weight: 1 }));
    expect(quantiles(sample, [0.125, 0.5, 0.875, 0.99])).toEqual([1, 2.5, 4, 4]);
    expect(effectiveSize(sample)).toBe(4);
  });

  it('count what was scaled in the same proportions, whatever it weighed before', () => {
    const weights = (...before: number[]) => {
      const sample = before.map((weight, value) => ({ value, weight }));
      return scaledTo(sample, 6).map(({ weight }) => weight);
    };
    expect(weights(1, 2)).toEqual([2, 4]);
    expect(weights(1)).toEqual([6]);
    expect(weights(0.25, 0.75)).toEqual([1.5, 4.5]);
    expect(weights()).toEqual([]);
  });

  it('take in an open incident as one that lies somewhere above its age', () => {
    const sample = [1, 2, 3].map((value) => ({ value, weight: 1 }));
    addCensored(sample, 1.5);
    expect(sample.map(({ weight }) => weight)).toEqual([1, 1.5, 1.5]);
    addCensored(sample, 9);
    expect(sample.at(-1)?.weight).toBe(2.5);
    expect(totalWeight(sample)).toBe(5);
  });
});

describe('calibration', () => {
  it('moves a level up after misses and down after hits, in its own status only', () => {
    const missed = learnt(uncalibrated, 'monitoring', [false, false, false, false]);
    const kept = learnt(uncalibrated, 'monitoring', [true, true, true, true]);
    expect(missed.monitoring.every((shift) => shift > 0)).toBe(true);
    expect(kept.monitoring.every((shift) => shift < 0)).toBe(true);
    expect(missed.investigating).toEqual(LEVELS.map(() => 0));
  });
});

const minutesLong = (one: ResolvedIncident): number =>
  (Date.parse(one.resolvedAt) - Date.parse(one.openedAt)) / MINUTE_MS;
