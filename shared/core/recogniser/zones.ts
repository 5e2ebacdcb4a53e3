import { instant, MINUTE_MS } from '../instant.ts';
import { offsetMs, type WallTime, wallTime } from '../wall-time.ts';

/**
 * Names of zones as status pages write them. `PST` in July means the clock on the wall in California, so the letters
 * name the region and the date decides on summer time.
 */
const REGIONS: readonly (readonly [RegExp, string])[] = [
  [/^(?:utc|gmt|z|zulu)$/i, 'UTC'],
  [/^(?:p[sd]?t|(?:us\/)?pacific(?: time)?|america\/los_angeles)$/i, 'America/Los_Angeles'],
  [/^(?:m[sd]?t|(?:us\/)?mountain(?: time)?)$/i, 'America/Denver'],
  [/^(?:c[sd]t|(?:us\/)?central(?: time)?)$/i, 'America/Chicago'],
  [/^(?:e[sd]?t|(?:us\/)?eastern(?: time)?)$/i, 'America/New_York'],
  [/^(?:bst|london(?: time)?)$/i, 'Europe/London'],
  [/^(?:ces?t)$/i, 'Europe/Paris'],
  [/^(?:ees?t)$/i, 'Europe/Athens'],
  [/^ist$/i, 'Asia/Kolkata'],
  [/^sgt$/i, 'Asia/Singapore'],
  [/^jst$/i, 'Asia/Tokyo'],
  [/^ae[sd]t$/i, 'Australia/Sydney'],
];

/** A pattern that finds what `regionOf` understands, and offsets such as UTC+2 or +02:00. */
export const ZONE_PATTERN = String.raw`(?:(?:UTC|GMT)\s?[+-]\d{1,2}(?::?\d{2})?|[+-]\d{2}:\d{2}|US\/(?:Pacific|Mountain|Central|Eastern)|America\/Los_Angeles|(?:Pacific|Mountain|Central|Eastern)(?: Time)?|UTC|GMT|Zulu|P[SD]?T|M[SD]T|C[SD]T|E[SD]T|ET|BST|CES?T|EES?T|IST|SGT|JST|AE[SD]T|Z)(?![A-Za-z])`;

/** The instant, in ms since the epoch, at which clocks in `zone` (as it was written) show this; UTC if it is unknown. */
export function instantMsOf(wall: WallTime, zone: string | undefined): number {
  const asUtc = Date.UTC(wall.year, wall.month - 1, wall.day, wall.hour, wall.minute);
  const fixed = fixedOffsetMs(zone);
  if (fixed !== undefined) return asUtc - fixed;
  const region = regionOf(zone);
  // The offset depends on the instant that we look for; the second look is right on all but the hour of the change.
  const guess = asUtc - offsetMs(asUtc, region);
  return asUtc - offsetMs(guess, region);
}

/** What clocks in `zone` show at an instant. */
export function wallTimeAt(epochMs: number, zone: string | undefined): WallTime {
  const fixed = fixedOffsetMs(zone);
  return fixed === undefined ? wallTime(instant(epochMs), regionOf(zone)) : wallTime(instant(epochMs + fixed), 'UTC');
}

const regionOf = (zone: string | undefined): string =>
  REGIONS.find(([name]) => zone !== undefined && name.test(zone))?.[1] ?? 'UTC';

function fixedOffsetMs(zone: string | undefined): number | undefined {
  const match = /^(?:UTC|GMT)?\s?([+-])(\d{1,2}):?(\d{2})?$/i.exec(zone ?? '');
  if (!match) return undefined;
  return (match[1] === '-' ? -1 : 1) * (Number(match[2]) * 60 + Number(match[3] ?? 0)) * MINUTE_MS;
}
