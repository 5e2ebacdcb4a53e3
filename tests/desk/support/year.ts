import { type Complaint, FLOOD_WINDOW_MS, floodIn, floodThreshold } from '../../../shared/core/desk/flood.ts';
import { percentile } from '../../../shared/core/desk/report.ts';
import { counted, nothingUsual, type Usual, usualRate } from '../../../shared/core/desk/usual-rate.ts';
import { DAY_MS, HOUR_MS, type Instant, instant, MINUTE_MS } from '../../../shared/core/instant.ts';
import { chanceFrom } from '../../x/support/chance.ts';

/** What a year shows of a house of one size: invented traffic, with the rule that is built in. */
export type Year = {
  /** Complaints a minute in normal times. */
  usual: number;
  threshold: number;
  falseAlarms: number;
  /** Minutes until an outage is noticed that adds so many complaints a minute; absent where under 90 % are within the hour. */
  noticed: Readonly<Record<string, { p50: number; p90: number } | undefined>>;
};

const BEGUN_MS = Date.parse('2025-12-01T00:00:00.000Z');
const YEAR_MS = 365 * DAY_MS;

/** Whoever complains does so again and again, but only once every few minutes: mostly they are different people. */
const PEOPLE = 1_000_000;

/** Louder by day than by night, between a half and one and a half times the mean. */
const curve = (ms: number): number => 1 + 0.5 * Math.sin(((ms % DAY_MS) / DAY_MS - 0.375) * 2 * Math.PI);

/** A burst of ten minutes once a week, four times as loud: a campaign, a match, a joke. */
const BURST_MS = 10 * MINUTE_MS;
const TIMES_LOUDER = 4;

/** A year of complaints at a house with so many a minute, and outages in copies of it. After four weeks of learning. */
export function simulatedYear(usual: number, seed: number, outages = 100): Year {
  const chance = chanceFrom(seed);
  const poisson = (mean: number): number => {
    let left = Math.exp(-mean);
    let drawn = chance.between(0, 1_000_000) / 1_000_000;
    let k = 0;
    for (; drawn > left && k < 500; k += 1) {
      drawn -= left;
      left *= mean / (k + 1);
    }
    return k;
  };
  const inMinute = (ms: number, mean: number): Complaint[] =>
    Array.from({ length: poisson(mean) }, () => ({
      person: String(chance.between(0, PEOPLE)),
      at: instant(ms + chance.between(0, MINUTE_MS - 1)),
      components: ['api'],
    }));

  let known: Usual = nothingUsual(instant(BEGUN_MS - 28 * DAY_MS));
  let recent: Complaint[] = [];
  let falseAlarms = 0;
  let thisHour = 0;
  let quietUntil = 0;
  const rates: { ms: number; rate: number }[] = [];
  let burstAt = BEGUN_MS + chance.between(0, 7 * DAY_MS);
  for (let ms = BEGUN_MS - 28 * DAY_MS; ms < BEGUN_MS + YEAR_MS; ms += MINUTE_MS) {
    if (ms > burstAt + BURST_MS) burstAt += 7 * DAY_MS + chance.between(-DAY_MS, DAY_MS);
    const louder = ms >= burstAt && ms < burstAt + BURST_MS ? TIMES_LOUDER : 1;
    const said = inMinute(ms, usual * curve(ms) * louder);
    const now: Instant = instant(ms + MINUTE_MS);
    // By the hour, as it is looked up: this one is left out of what is usual anyhow.
    thisHour += said.length;
    if ((ms + MINUTE_MS) % HOUR_MS === 0) {
      known = counted(known, instant(ms), thisHour);
      thisHour = 0;
    }
    recent = [...recent.filter(({ at }) => Date.parse(at) > ms + MINUTE_MS - FLOOD_WINDOW_MS), ...said];
    if (ms < BEGUN_MS) continue;
    if (ms % HOUR_MS === 0) rates.push({ ms, rate: usualRate(known, now) });
    // Most minutes hold too few for any threshold: nobody need count whose they are.
    if (recent.length < 5 || ms < quietUntil) continue;
    if (floodIn(recent, usualRate(known, now), now) === undefined) continue;
    falseAlarms += 1;
    quietUntil = ms + HOUR_MS;
  }

  const noticed = Object.fromEntries(
    [1, 3, 10].map((added) => {
      const delays = Array.from({ length: outages }, () => {
        const { ms: begun, rate } = chance.oneOf(rates);
        let window: Complaint[] = [];
        for (let ms = begun - FLOOD_WINDOW_MS; ms < begun + HOUR_MS; ms += MINUTE_MS) {
          const mean = usual * curve(ms) + (ms >= begun ? added : 0);
          window = [
            ...window.filter(({ at }) => Date.parse(at) > ms + MINUTE_MS - FLOOD_WINDOW_MS),
            ...inMinute(ms, mean),
          ];
          const now = instant(ms + MINUTE_MS);
          if (ms >= begun && floodIn(window, rate, now) !== undefined) return (ms - begun) / MINUTE_MS + 1;
        }
        return Number.POSITIVE_INFINITY;
      });
      const p90 = percentile(delays, 0.9);
      return [`+${added}`, p90 === Number.POSITIVE_INFINITY ? undefined : { p50: percentile(delays, 0.5), p90 }];
    }),
  );
  return { usual, threshold: floodThreshold(usual), falseAlarms, noticed };
}

/** A small, a middle and a large house, with a year each from a seed. */
export const sizesOfHouse = (seed: number): Year[] => [0.02, 0.1, 0.5].map((usual) => simulatedYear(usual, seed));

/** Years of several sizes of house as one table. */
export const yearTable = (years: readonly Year[]): string =>
  [
    'complaints a minute | threshold | false alarms a year | +1 p50/p90 min | +3 | +10',
    ...years.map(({ usual, threshold, falseAlarms, noticed }) =>
      [
        String(usual),
        String(threshold),
        String(falseAlarms),
        ...['+1', '+3', '+10'].map((name) => {
          const delay = noticed[name];
          return delay === undefined ? 'not within the hour' : `${delay.p50}/${delay.p90}`;
        }),
      ].join(' | '),
    ),
  ].join('\n');
