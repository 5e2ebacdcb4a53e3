import { nextTryInMs } from '../hooks/retries.ts';
import { MINUTE_MS, SECOND_MS } from '../instant.ts';
import type { SubscriberKind } from './subscriber.ts';
import { isEndOf, type Manner } from './telling.ts';

/**
 * A mail that nobody knows of is proven by an event within three minutes, or sent again, at most three times in all: so 9 of
 * 320,270 came twice and none was lost under faults (docs/rules.md, Telling each person).
 */
const MAIL: Manner = {
  words: 'newest',
  claimMs: 180 * SECOND_MS,
  again: (_entry, tries) => (tries < 3 ? 0 : undefined),
  failures: 'told apart',
  hasCeiling: true,
};

/** A webhook's receiver drops what comes twice, and wants each statement in order. */
const WEBHOOK: Manner = {
  words: 'each',
  claimMs: 30 * SECOND_MS,
  again: (_entry, tries) => nextTryInMs(tries, 0),
  failures: 'retried',
  hasCeiling: false,
};

/** Nobody proves a post in a room: a routine update that is in doubt is not said twice, an opening or an end is. */
const ROOM: Manner = {
  words: 'newest',
  claimMs: MINUTE_MS,
  again: (entry, tries) => (tries < 2 && isEndOf(entry) ? 0 : undefined),
  failures: 'told apart',
  hasCeiling: false,
};

/** A push service keeps one message of a topic: a second one takes the place of the first. */
const PUSH: Manner = { ...ROOM, again: (_entry, tries) => (tries < 3 ? 0 : undefined) };

const MANNERS: Readonly<Record<SubscriberKind, Manner>> = {
  mail: MAIL,
  webhook: WEBHOOK,
  slack: ROOM,
  teams: ROOM,
  discord: ROOM,
  push: PUSH,
};

/** How a kind of address is told. */
export const mannerOf = (kind: SubscriberKind): Manner => MANNERS[kind];
