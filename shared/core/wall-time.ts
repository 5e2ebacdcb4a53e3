import { DAY_MS, type Instant, instant, MINUTE_MS } from './instant.ts';

/** A time of day on a date as a clock on the wall shows it, in no zone yet. */
export type WallTime = { year: number; month: number; day: number; hour: number; minute: number };

/** Every zone that this runtime knows by its IANA name, like `Europe/Vienna`. */
export function isZone(name: string): boolean {
  try {
    return name !== '' && new Intl.DateTimeFormat('en', { timeZone: name }) !== undefined;
  } catch {
    return false;
  }
}

/** What clocks in `zone` show at an instant. */
export function wallTime(at: Instant, zone: string): WallTime {
  const parts = formatOf(zone).formatToParts(Date.parse(at));
  const part = (name: keyof WallTime) => Number(parts.find(({ type }) => type === name)?.value);
  return { year: part('year'), month: part('month'), day: part('day'), hour: part('hour'), minute: part('minute') };
}

/**
 * The instants at which clocks in `zone` show this time: one as a rule, two in the hour that is repeated in autumn, none
 * in the hour that is skipped in spring. Earlier first.
 */
export function instantsAt(wall: WallTime, zone: string): Instant[] {
  const same = candidates(wall, zone).filter((at) => shows(at, zone, wall));
  return same.map((ms) => instant(ms));
}

/** What a skipped time may have been meant as: what the clock shows if one forgot to turn it on, or turned it too early. */
export const nearSkipped = (wall: WallTime, zone: string): Instant[] => candidates(wall, zone).map((ms) => instant(ms));

/** An offset that holds a day before or after: a change of clocks lies between at most two. */
function candidates(wall: WallTime, zone: string): number[] {
  const asUtc = utcOf(wall);
  const offsets = [-DAY_MS, DAY_MS].map((away) => offsetMs(asUtc + away, zone));
  return [...new Set(offsets)].map((offset) => asUtc - offset).toSorted((a, b) => a - b);
}

const utcOf = ({ year, month, day, hour, minute }: WallTime): number => Date.UTC(year, month - 1, day, hour, minute);

/** How far the clocks in `zone` are ahead of UTC at an instant, in ms. */
export const offsetMs = (ms: number, zone: string): number =>
  utcOf(wallTime(instant(ms), zone)) - Math.floor(ms / MINUTE_MS) * MINUTE_MS;

const shows = (ms: number, zone: string, wall: WallTime): boolean => utcOf(wallTime(instant(ms), zone)) === utcOf(wall);

/** Made once a zone: making one takes longer than a hundred readings. */
const formats = new Map<string, Intl.DateTimeFormat>();

function formatOf(zone: string): Intl.DateTimeFormat {
  const known = formats.get(zone);
  if (known) return known;
  const numeric = 'numeric' as const;
  const parts = { year: numeric, month: numeric, day: numeric, hour: numeric, minute: numeric };
  const made = new Intl.DateTimeFormat('en-US', { timeZone: zone, hourCycle: 'h23', calendar: 'gregory', ...parts });
  formats.set(zone, made);
  return made;
}
