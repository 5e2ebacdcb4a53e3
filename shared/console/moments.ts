import { type Names, nameIn } from '../client/words.ts';
import { DAY_MS, type Instant, instant, MINUTE_MS, msBetween, plus } from '../core/instant.ts';
import { type Permission, rolesAllow } from '../core/roles.ts';
import { instantsAt, nearSkipped, type WallTime, wallTime } from '../core/wall-time.ts';
import type { Voice } from '../wording/sentences.ts';
import { promisedTime } from '../wording/time.ts';

/** When and where a page is looked at, and how times are said on it. */
export type Look = {
  now: Instant;
  /** The zone of whoever looks, by its IANA name; UTC or empty where we do not know it. */
  zone: string;
  voice: Voice;
  /** The name of whoever looks, as entries name who said them. */
  reader?: string;
  /** The groups of whoever looks; where nobody says them, every button is shown, and the API decides. */
  groups?: readonly string[];
  /** How colleagues call each other, by sign-in name. */
  names?: Names;
};

/** True if whoever looks may do what a button does: nobody is shown one that would be refused. */
export const mayDo = ({ groups }: Pick<Look, 'groups'>, permission: Permission): boolean =>
  groups === undefined || rolesAllow(groups, permission);

/** How colleagues call whoever `called` names, also where it says that they came by a link. */
export const calledBy = ({ names }: Pick<Look, 'names'>, called: string): string => nameIn(names, called);

/** A time of day that a person typed in their own zone: an instant, or what they may have meant. */
export type ReadTime =
  | { type: 'at'; at: Instant }
  /** Clocks show it twice, or never on that day. The person says which is meant. */
  | { type: 'repeated' | 'skipped'; choices: readonly Instant[] };

const CLOCK = /^(?:(\d{4})-(\d{2})-(\d{2})[T ])?(\d{1,2}):(\d{2})$/;

/**
 * `14:30` or `2026-11-23 14:30` as clocks in `zone` show it; without a date the one that is nearest to `now`. Undefined
 * for anything else, above all for what names its own zone.
 */
export function readInZone(written: string, zone: string, now: Instant): ReadTime | undefined {
  const parts = CLOCK.exec(written.trim());
  if (!parts) return undefined;
  const [year, month, day, hour = 0, minute = 0] = parts
    .slice(1)
    .map((part) => (part === undefined ? undefined : Number(part)));
  if (hour > 23 || minute > 59) return undefined;
  if (year !== undefined && month !== undefined && day !== undefined)
    return onDate({ year, month, day, hour, minute }, zone);
  const times = [-1, 0, 1].map((days) => onDate({ ...wallTime(plus(now, days * DAY_MS), zone), hour, minute }, zone));
  return times.toSorted((a, b) => distance(a, now) - distance(b, now))[0];
}

function onDate(wall: WallTime, zone: string): ReadTime {
  const [first, second] = instantsAt(wall, zone);
  if (first === undefined) return { type: 'skipped', choices: nearSkipped(wall, zone) };
  return second === undefined ? { type: 'at', at: first } : { type: 'repeated', choices: [first, second] };
}

const distance = (time: ReadTime, now: Instant): number =>
  Math.abs(msBetween(now, time.type === 'at' ? time.at : (time.choices[0] as Instant)));

const ROUND_MS = 5 * MINUTE_MS;

/** The next full five minutes: nobody reads 22:13 as a promise that was thought about. */
export const roundedUp = (at: Instant): Instant => instant(Math.ceil(Date.parse(at) / ROUND_MS) * ROUND_MS);

/** `23:15 in Vienna`: how a clock in `zone` shows an instant; empty where that is UTC. */
export function localTime(at: Instant, zone: string): string {
  if (isUtc(zone)) return '';
  const { hour, minute } = wallTime(at, zone);
  return `${String(hour).padStart(2, '0')}:${String(minute).padStart(2, '0')} in ${placeOf(zone)}`;
}

/** Both, side by side: `22:15 UTC (23:15 in Vienna)`. */
export function bothTimes({ voice, zone, now }: Look, at: Instant): string {
  const local = localTime(at, zone);
  return local === '' ? promisedTime(voice, at, now) : `${promisedTime(voice, at, now)} (${local})`;
}

export const isUtc = (zone: string): boolean => ['UTC', 'Etc/UTC', 'Etc/GMT', 'GMT', ''].includes(zone);

/** `Vienna` for `Europe/Vienna`. */
export const placeOf = (zone: string): string => zone.slice(zone.lastIndexOf('/') + 1).replaceAll('_', ' ');

/** How a time stands in a field: short where it is near, and always with its zone. */
export function shortTime(at: Instant, now: Instant): string {
  const near = Math.abs(msBetween(now, at)) < DAY_MS / 2;
  const minutes = at.endsWith(':00.000Z');
  if (!minutes) return at;
  return near ? `${at.slice(11, 16)}Z` : `${at.slice(0, 16)}Z`;
}
