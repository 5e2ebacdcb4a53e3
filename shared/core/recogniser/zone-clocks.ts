import { DAY_MS, instant, MINUTE_MS } from '../instant.ts';
import { offsetMs, type WallTime, wallTime } from '../wall-time.ts';
import type { Meaning } from './zone-abbreviations.ts';

/**
 * What is known of the clocks of whoever wrote a text. Zones are IANA ids or offsets such as `+05:30`. `bare`: what a
 * time without a zone is read in; where these disagree, or there is none, it is not read. `near`: where the writers
 * are at home, which decides a name that means several zones.
 */
export type Clocks = { bare: readonly string[]; near: readonly string[] };

/** Of our own texts: a time without a zone is taken as UTC, and the lint asks for the zone. */
export const OUR_CLOCKS: Clocks = { bare: ['UTC'], near: [] };

/** The zones that a name with these meanings has for writers with these clocks; several if nothing decides. */
export function zonesMeant(means: readonly Meaning[], { near }: Clocks): readonly string[] {
  const here = means.length === 1 && means[0]!.homes.length === 0 ? [] : near.flatMap((zone) => meantNear(means, zone));
  if (here.length > 0) return [...new Set(here)];
  return means.filter(({ local }) => !local).map(({ zone }) => zone);
}

/** What a page in `near` means: its own clocks where they are of that name, else what is meant where it is at home. */
function meantNear(means: readonly Meaning[], near: string): readonly string[] {
  const home = means.filter(({ homes, zone }) =>
    [...homes, zone].some((place) => (place.endsWith('/') ? near.startsWith(place) : near === place)),
  );
  const own = home.some(({ zone }) => standardMs(zone) === standardMs(near));
  return own ? [near] : home.map(({ zone }) => zone);
}

/** How far clocks are ahead of UTC outside of summer time, in ms. Any year does: the rules of today. */
const standardMs = (zone: string): number =>
  Math.min(...[0, 182].map((days) => offsetAtMs(Date.UTC(2026, 0, 1) + days * DAY_MS, zone)));

/** The instant, in ms since the epoch, at which clocks in `zone` show this. */
export function instantMsOf(wall: WallTime, zone: string): number {
  const asUtc = Date.UTC(wall.year, wall.month - 1, wall.day, wall.hour, wall.minute);
  // The offset depends on the instant that we look for; the second look is right on all but the hour of the change.
  return asUtc - offsetAtMs(asUtc - offsetAtMs(asUtc, zone), zone);
}

/** What clocks in `zone` show at an instant. */
export const wallTimeAt = (epochMs: number, zone: string): WallTime => {
  const fixed = fixedMs(zone);
  if (fixed === undefined) return wallTime(instant(epochMs), zone);
  const at = new Date(epochMs + fixed);
  return {
    year: at.getUTCFullYear(),
    month: at.getUTCMonth() + 1,
    day: at.getUTCDate(),
    hour: at.getUTCHours(),
    minute: at.getUTCMinutes(),
  };
};

const offsetAtMs = (epochMs: number, zone: string): number => fixedMs(zone) ?? offsetMs(epochMs, zone);

function fixedMs(zone: string): number | undefined {
  if (zone === 'UTC' || zone === 'Etc/GMT') return 0;
  const match = /^([+-])(\d{2}):(\d{2})$/.exec(zone);
  return match ? (match[1] === '-' ? -1 : 1) * (Number(match[2]) * 60 + Number(match[3])) * MINUTE_MS : undefined;
}

const ids = new Map<string, string>();

/** The IANA zone of this name, however its letters are written, under one name for all its aliases; undefined if none is. */
export function ianaZone(name: string): string | undefined {
  const key = name.toLowerCase();
  const known = ids.get(key);
  if (known !== undefined) return known;
  try {
    const id = new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone;
    // Only what is a zone is kept: texts must not be able to fill the memory.
    ids.set(key, id);
    return id;
  } catch {
    return undefined;
  }
}
