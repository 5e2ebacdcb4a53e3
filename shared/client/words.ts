import type { PromiseName, PromiseSource } from '../core/entry.ts';
import { DAY_MS, HOUR_MS, type Instant, MINUTE_MS, msBetween, SECOND_MS } from '../core/instant.ts';
import type { ApiHouse, ApiIncident, ApiPromise } from './types.ts';

/** What we call the three clocks when we talk to the commander. */
export const PROMISE_WORDS: Record<PromiseName, string> = {
  nextUpdateBy: 'next update',
  restoreBy: 'restored',
  reportBy: 'report',
};

const SOURCE_WORDS: Record<Exclude<PromiseSource, 'person'>, string> = {
  default: 'set from the cadence',
  machine: 'set by an alarm',
  pipeline: 'given in an apology',
};

/** How colleagues call each other, and programs, by what stands beside what they said. */
export type Names = ReadonlyMap<string, string>;

/** Puts a name in place of what stands beside what somebody said. */
export type Called = (actor: string) => string;

/** Every name that a house knows. */
export const namesIn = ({ people, programs = [] }: Pick<ApiHouse, 'people' | 'programs'>): Names =>
  new Map([...programs, ...people].map(({ id, name }) => [id.toLowerCase(), name]));

/** How colleagues call whoever `called` names, also where it says that they came by a link. */
export function nameIn(names: Names | undefined, called: string): string {
  const [id = '', byLink = ''] = called.split(/( \(by link\))$/);
  return `${names?.get(id.toLowerCase()) ?? id}${byLink}`;
}

/** Who gave a promise, for `reader`: you did, or whoever said it, by name. */
export function sourceWords(
  { source, seq }: ApiPromise,
  { entries }: ApiIncident,
  reader: string | undefined,
  called: Called = (actor) => actor,
): string {
  if (source !== 'person') return SOURCE_WORDS[source];
  const actor = entries.find((entry) => entry.seq === seq)?.actor;
  if (actor === undefined) return 'as was said';
  return actor === reader ? 'as you said' : `as ${called(actor)} said`;
}

const SHORT_SPAN_MS = 10 * MINUTE_MS;

/**
 * `14:30 UTC`, with the date unless it is today and within 12 hours of `now`, and with seconds where `spanMs` (how
 * long the promise runs) is under 10 minutes. Cut off, never rounded up: a time must not look later than it is.
 */
export function clockTime(at: Instant, now: Instant, spanMs = Number.POSITIVE_INFINITY): string {
  const time = at.slice(11, spanMs < SHORT_SPAN_MS ? 19 : 16);
  const near = at.slice(0, 10) === now.slice(0, 10) && Math.abs(msBetween(now, at)) <= 12 * HOUR_MS;
  return near ? `${time} UTC` : `${at.slice(0, 10)} ${time} UTC`;
}

/** `2 d 3 h`, `1 h 5 min`, `12 min`, `45 s`: the two largest parts, cut off. */
export function span(ms: number): string {
  const left = Math.abs(ms);
  if (left >= DAY_MS) return parts([left / DAY_MS, 'd'], [(left % DAY_MS) / HOUR_MS, 'h']);
  if (left >= HOUR_MS) return parts([left / HOUR_MS, 'h'], [(left % HOUR_MS) / MINUTE_MS, 'min']);
  if (left >= SHORT_SPAN_MS) return parts([left / MINUTE_MS, 'min']);
  if (left >= MINUTE_MS) return parts([left / MINUTE_MS, 'min'], [(left % MINUTE_MS) / SECOND_MS, 's']);
  return `${Math.floor(left / SECOND_MS)} s`;
}

const parts = (...numbers: readonly [number, string][]): string =>
  numbers
    .map(([number, unit]) => [Math.floor(number), unit] as const)
    .filter(([number]) => number > 0)
    .map(([number, unit]) => `${number} ${unit}`)
    .join(' ');

/** `in 12 min` or `3 min late`. */
export function distance(at: Instant, now: Instant): string {
  const ms = msBetween(now, at);
  return ms >= 0 ? `in ${span(ms)}` : `${span(ms)} late`;
}

/** The promises that the newest entry made, each with its source. */
export const promisesMadeBy = (incident: ApiIncident, seq: number): readonly ApiPromise[] =>
  incident.promises.filter((row) => row.seq === seq);

/** The promise that binds now, if there is one. */
export const standing = (incident: ApiIncident, promise: PromiseName): ApiPromise | undefined =>
  incident.promises.findLast((row) => row.promise === promise && row.state === 'open');

/** How long a promise runs from the entry that made it. */
export function spanOf(incident: ApiIncident, row: ApiPromise): number {
  const madeAt = row.madeAt ?? incident.entries.find((entry) => entry.seq === row.seq)?.at;
  return madeAt === undefined ? Number.POSITIVE_INFINITY : msBetween(madeAt, row.at);
}

/** True if nothing more is owed to the public about it, apart from a report. */
export const isOver = ({ phase }: Pick<ApiIncident, 'phase'>): boolean => phase !== 'open' && phase !== 'scheduled';
