import type { Incident, ReportedIncident } from './incident.ts';
import { DAY_MS, type Instant, MINUTE_MS, msBetween, plus } from './instant.ts';
import { refuse } from './refusal.ts';

// A text that its author keeps to themselves, and may have published at a time that they set.

/** How far ahead the time of a kept text may lie (docs/rules.md, Kept text). */
export const KEPT_AT_MOST_MS = DAY_MS;

/** From so long after its time on a kept text is not published by itself any more (docs/rules.md, Kept text). */
export const KEPT_LATE_MS = 5 * MINUTE_MS;

/**
 * Why a kept text was not published at its time. `asked`: the lint asks about it. `refused`: what it says cannot be said
 * any more, as a time in it that has passed. `second-person`: somebody else has to read it now. `author-left`: whose word
 * it would have been is not of the house any more.
 */
export const KEPT_STOPS = [
  'over',
  'said-since',
  'frozen',
  'late',
  'second-person',
  'asked',
  'refused',
  'author-left',
] as const;
export type KeptStop = (typeof KEPT_STOPS)[number];

/** Refuses a time at which nothing can be published: one that has passed, or one too far ahead to mean anything. */
export function checkKeptTime(publishAt: Instant, now: Instant): void {
  if (publishAt <= now) refuse('kept-for-the-past', 'at');
  if (publishAt > plus(now, KEPT_AT_MOST_MS)) refuse('kept-too-long', 'at');
}

/**
 * Refuses a time behind one that the public was promised: by then the promise has slipped and somebody else has spoken, so
 * the text could never go out by itself.
 */
export function checkKeptBefore(incident: ReportedIncident, publishAt: Instant): void {
  const first = incident.promises
    .filter((row) => row.state === 'open' && row.at < publishAt)
    .map(({ at }) => at)
    .toSorted()[0];
  if (first !== undefined) refuse('kept-past-a-promise', 'at', `${first.slice(11, 16)} UTC`);
}

/** A text that is kept until a time. `seenSeq`: the newest entry when it was kept. */
export type KeptUntil = { publishAt: Instant; seenSeq: number };

/** Why a text whose time has come is not published by itself, as far as the chain and the clock tell; undefined if it may. */
export function whyNotByItself(
  { publishAt, seenSeq }: KeptUntil,
  incident: Incident,
  now: Instant,
  frozen: boolean,
): KeptStop | undefined {
  if (incident.phase !== 'open') return 'over';
  if (incident.head.seq !== seenSeq) return 'said-since';
  if (frozen) return 'frozen';
  return msBetween(publishAt, now) >= KEPT_LATE_MS ? 'late' : undefined;
}
