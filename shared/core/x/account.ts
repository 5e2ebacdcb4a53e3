import type { Gate } from '../channel/gate.ts';
import type { Said, StandingPost } from '../channel/own-posts.ts';
import { type Instant, MINUTE_MS, msBetween, plus, SECOND_MS } from '../instant.ts';

/** An entry that a post speaks for. `into`: of another incident, where not it but a later entry of that one was said. */
export type Covered = Said & { into?: number };

/**
 * The one attempt in flight on the account, recorded before the post leaves. `text` is frozen: whatever is sent again
 * for this attempt is byte for byte the same, and it is what we look for on our own timeline.
 */
export type XAttempt = Said & {
  attemptId: string;
  /** Nobody wrote it: it is not sent again while automated posts are frozen. */
  automated: boolean;
  /** Entries that this post speaks for besides its own. */
  covers: readonly Covered[];
  text: string;
  /** The time in the text, and what makes the text unique. */
  marker: string;
  replyTo?: string;
  firstSentAt: Instant;
  sentAt: Instant;
  /** Until then the worker that holds the attempt is presumed to live. */
  leaseUntil: Instant;
  /** What X said, if it said anything that left it open whether the post exists. */
  answer?: { kind: 'unknown' | 'duplicate'; reason: string };
  /** Readings of our timeline since `sentAt` that did not show the post. */
  looks: number;
  lookedAt?: Instant;
  /** Incidents that were nudged while this attempt was in flight. The holder looks at them before it leaves. */
  again: readonly string[];
};

export type GateKind =
  | 'rate'
  | 'credits'
  | 'unauthorized'
  | 'suspended'
  | 'spend-cap'
  | 'not-permitted'
  | 'unreachable';

/** X takes no posts from us until then. */
export type XGate = Gate<GateKind>;

/** One attempt as the budget sees it. `digest` tells a text from others without keeping it. */
export type Spent = { at: Instant; dollars: number; digest: string };

/** What X's headers said about posts that are left. */
export type LearnedLimit = { limit: number; remaining: number; seenAt: Instant; resetAt: Instant };

/** What our readings of the whole timeline have shown. */
export type TimelineSeen = {
  readAt: Instant;
  /** Posts of ours that the last reading did not show: gone if the next one does not either. */
  missing: readonly string[];
  /** When posts of the last day were written that are not ours: they use up the same limit. */
  byHand: readonly Instant[];
};

/** Everything we know of the account. One record, changed by compare-and-swap only. */
export type XAccountState = {
  attempt?: XAttempt;
  gate?: XGate;
  /** Attempts of the last 24 hours, oldest first. */
  spent: readonly Spent[];
  month: { name: string; dollars: number };
  learned?: LearnedLimit;
  /** Incidents with a post on X and no last word there yet. */
  open: readonly string[];
  /** Set when X refused a reply to ourselves: from then on every post stands alone. */
  standalone?: { since: Instant; reason: string };
  /** Our posts of the last day that stand on X, oldest first. */
  posts?: readonly StandingPost[];
  timeline?: TimelineSeen;
  /** What a person was paged about, newest last, so that they are paged once. */
  paged: readonly string[];
};

export const freshXAccount = (): XAccountState => ({
  spent: [],
  month: { name: '', dollars: 0 },
  open: [],
  paged: [],
});

/** Longer than the longest post (8 s) and the writes behind it, so that a lease outlives its holder, not the reverse. */
export const LEASE_MS = 30 * SECOND_MS;

/** A worker that was suspended between recording an attempt and sending it must not send it much later. */
export const STALE_CLAIM_MS = 5 * SECOND_MS;

/**
 * When our timeline is read after a post without an answer, counted from sending it. X may finish a post after we gave
 * up on it and show it later still, so only a reading after the last of these counts as absence. The reference
 * simulation had an X of up to 129 s; the first readings only serve to find what is there soon.
 */
const LOOKS_AFTER_MS = [5, 40, 80, 150].map((seconds) => seconds * SECOND_MS);
const BETWEEN_LOOKS_MS = 15 * SECOND_MS;
const LATER_LOOKS_MS = MINUTE_MS;
const LOOKS_BEFORE_RESEND = 3;

/** Without proof after this, an attempt ends as `unknown` and is never sent again (docs/rules.md, X, unknown). */
export const GIVE_UP_MS = 15 * MINUTE_MS;

/** When the timeline is to be read next for an attempt in flight; never while its holder may still be at work. */
export function nextLookAt(attempt: XAttempt): Instant {
  const spread = LOOKS_AFTER_MS[attempt.looks];
  const bySchedule = spread === undefined ? undefined : plus(attempt.sentAt, spread);
  const apart = spread === undefined ? LATER_LOOKS_MS : BETWEEN_LOOKS_MS;
  const byDistance = attempt.lookedAt === undefined ? attempt.sentAt : plus(attempt.lookedAt, apart);
  return [bySchedule ?? byDistance, byDistance, attempt.leaseUntil].toSorted().at(-1)!;
}

export type AttemptAction = { type: 'busy'; until: Instant } | { type: 'wait'; until: Instant } | { type: 'look' };

/** What may be done about an attempt in flight that somebody else began. */
export function nextOfAttempt(attempt: XAttempt, now: Instant): AttemptAction {
  if (now < attempt.leaseUntil) return { type: 'busy', until: attempt.leaseUntil };
  const at = nextLookAt(attempt);
  return now < at ? { type: 'wait', until: at } : { type: 'look' };
}

/**
 * What follows from a reading of the timeline at `now` that does not show the post.
 *
 * Presence proves, absence does not: the same bytes are sent again only after several readings, the last of them late
 * enough for a slow X. After the word "duplicate" nothing is ever sent again.
 */
export function afterAbsence(attempt: XAttempt, now: Instant): 'look again' | 'send again' | 'give up' {
  if (msBetween(attempt.firstSentAt, now) >= GIVE_UP_MS) return 'give up';
  if (attempt.answer?.kind === 'duplicate') return 'look again';
  const lateEnough = msBetween(attempt.sentAt, now) >= LOOKS_AFTER_MS.at(-1)!;
  return lateEnough && attempt.looks + 1 >= LOOKS_BEFORE_RESEND ? 'send again' : 'look again';
}
