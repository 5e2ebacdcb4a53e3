import { hashOf } from '../chain.ts';
import { retryAfterMs } from '../channel/gate.ts';
import { DAY_MS, type Instant, latest, MINUTE_MS, msBetween, plus, SECOND_MS } from '../instant.ts';
import type { DeskSource, Heard } from './mention.ts';

/**
 * Why somebody is written to. `reply`: a person answers; `receipt`: a message of theirs arrived; `solved`: it is over;
 * `correction`: it is not after all.
 */
export const ANSWER_KINDS = ['reply', 'receipt', 'solved', 'correction'] as const;
export type AnswerKind = (typeof ANSWER_KINDS)[number];

/**
 * What became of it. Under way: `claimed` (somebody sends it, or died over it), `waiting` (surely not sent, and tried
 * again), `doubt` (it may be there: it is looked for). At an end: `sent`; `by-hand`: a person said it themselves; `refused`;
 * `unsent`: surely not there; `unknown`: nobody knows, and it is not sent again.
 */
export type AnswerState = 'claimed' | 'waiting' | 'doubt' | 'sent' | 'by-hand' | 'refused' | 'unsent' | 'unknown';

/** One answer to one person about one incident: the record that two people cannot both make. */
export type Answer = {
  incident: string;
  source: DeskSource;
  person: string;
  kind: AnswerKind;
  /** Of what ends: the entry that said so, as each ending is told once. Absent of replies and receipts. */
  of?: number;
  /** The mention that it answers, by our id; none where somebody is told by themselves. */
  mention?: string;
  /** In a thread or as a message. */
  way: 'thread' | 'message' | 'hand';
  to: Pick<Heard, 'theirs' | 'author' | 'conversation' | 'thread' | 'direct'>;
  key: string;
  text: string;
  template?: string;
  by: string;
  /** The newest entry when it was made. */
  seq: number;
  at: Instant;
  state: AnswerState;
  /** When a holder is taken for dead, what waits is tried, or what is in doubt is looked for. */
  nextAt?: Instant;
  /** When it last left. */
  sentAt?: Instant;
  attempt: number;
  receipt?: string;
  why?: string;
  reason?: string;
  case?: string;
  version: number;
};

/** Longer than a call (10 s) and the writes behind it. */
const LEASE_MS = 30 * SECOND_MS;

/** Words about an outage are stale after so long; then it is better to say nothing (docs/rules.md, Desk). */
export const STALE_AFTER_MS = 30 * MINUTE_MS;

/** What ended is told within a day, or by hand (docs/rules.md, Report back). */
export const TOLD_WITHIN_MS = DAY_MS;

/** A place may show an answer later than it takes it: before this, that it is not there proves nothing. */
export const SURELY_VISIBLE_MS = 3 * MINUTE_MS;

/** So long an answer in doubt is looked for; after that nobody knows. */
const LOOKED_FOR_MS = 30 * MINUTE_MS;

export const expiresAt = ({ kind, at }: Pick<Answer, 'kind' | 'at'>): Instant =>
  plus(at, kind === 'reply' || kind === 'receipt' ? STALE_AFTER_MS : TOLD_WITHIN_MS);

const ENDED: readonly AnswerState[] = ['sent', 'by-hand', 'refused', 'unsent', 'unknown'];
export const isEnded = ({ state }: Pick<Answer, 'state'>): boolean => ENDED.includes(state);

/** True of one that is there: sent by us, or said by a person's own hand. */
export const isThere = ({ state }: Pick<Answer, 'state'>): boolean => state === 'sent' || state === 'by-hand';

/** Names whom it is for, among all places. */
export const recipientOf = ({ source, person }: Pick<Answer, 'source' | 'person'>): string => `${source}#${person}`;

/** True of one that stands, or may: whoever comes second is told so. What was surely not said keeps nobody from answering. */
export const isTold = ({ state, why }: Answer): boolean =>
  state === 'unsent' ? false : state === 'refused' ? why === 'blocked' : true;

export type NewAnswer = Omit<Answer, 'key' | 'state' | 'nextAt' | 'sentAt' | 'attempt' | 'version' | 'at'>;

/** A claim: whoever puts it first answers. `before`: one that ended unsent, in whose place it comes. */
export function claimed(made: NewAnswer, before: Answer | undefined, now: Instant): Answer {
  const { incident, source, person, kind, of } = made;
  const version = (before?.version ?? 0) + 1;
  // Another answer has another key: a place that knows the old one would take the new for a repetition.
  const key = hashOf({ incident, source, person, kind, of: of ?? 0, version }).slice(0, 32);
  return { ...made, key, at: now, state: 'claimed', nextAt: plus(now, LEASE_MS), attempt: 1, version };
}

/** A claim of what a person has said by their own hand: nothing is left to do. */
export function saidByHand({ nextAt: _nothing, ...claim }: Answer, now: Instant): Answer {
  return { ...claim, state: 'by-hand', sentAt: now };
}

/** The answer that its holder is about to send. */
export const sending = (answer: Answer, now: Instant): Answer => ({
  ...answer,
  state: 'claimed',
  nextAt: plus(now, LEASE_MS),
  sentAt: now,
  version: answer.version + 1,
});

/** What one attempt came to, as the port tells it. */
export type Outcome =
  | { outcome: 'sent'; receipt: string }
  | { outcome: 'refused'; why: string; reason: string }
  | { outcome: 'held'; reason: string; until?: Instant }
  | { outcome: 'not-sent' | 'unknown'; reason: string };

/** The answer after an attempt. */
export function afterAttempt(answer: Answer, outcome: Outcome, now: Instant): Answer {
  const { nextAt: _next, reason: _reason, ...rest } = answer;
  const after = { ...rest, version: answer.version + 1 };
  switch (outcome.outcome) {
    case 'sent':
      return { ...after, state: 'sent', receipt: outcome.receipt };
    case 'refused':
      return { ...after, state: 'refused', why: outcome.why, reason: outcome.reason };
    case 'held':
    case 'not-sent': {
      const soon = plus(now, retryAfterMs(answer.attempt));
      const asked = 'until' in outcome && outcome.until !== undefined ? latest(outcome.until, soon) : soon;
      return { ...after, state: 'waiting', nextAt: asked, reason: outcome.reason, attempt: answer.attempt + 1 };
    }
    case 'unknown':
      return { ...after, state: 'doubt', nextAt: plus(now, retryAfterMs(1)), reason: outcome.reason };
  }
}

/** What a look for an answer in doubt showed. */
export type Looked = { found: string } | { absent: true } | { unreadable: string };

/**
 * The answer after a look. It is never sent again: an answer that is surely not there waits for a person as if it had not
 * been made, and one of which nobody knows after half an hour stays so.
 */
export function afterLook(answer: Answer, looked: Looked, now: Instant): Answer {
  const { nextAt: _next, ...rest } = answer;
  const after = { ...rest, version: answer.version + 1 };
  const left = answer.sentAt ?? answer.at;
  if ('found' in looked) return { ...after, state: 'sent', receipt: looked.found };
  if ('absent' in looked && msBetween(left, now) >= SURELY_VISIBLE_MS)
    return { ...after, state: 'unsent', reason: 'it did not arrive' };
  if (msBetween(left, now) >= LOOKED_FOR_MS)
    return { ...after, state: 'unknown', reason: 'nobody could tell for half an hour whether it is there' };
  const again = plus(now, retryAfterMs(answer.attempt + 1));
  const visible = plus(left, SURELY_VISIBLE_MS);
  return {
    ...after,
    state: 'doubt',
    nextAt: 'absent' in looked ? latest(visible, now) : again,
    attempt: answer.attempt + 1,
  };
}

/** The answer after a doubt that no look can end: it is not sent again, and whoever looks there themselves knows more. */
export function undecidable(answer: Answer): Answer {
  const { nextAt: _next, ...rest } = answer;
  const reason = 'nobody can look there from here whether it arrived';
  return { ...rest, state: 'unknown', reason, version: answer.version + 1 };
}

/** It will not be said any more, and surely was not. */
export const dropped = (answer: Answer, reason: string): Answer => {
  const { nextAt: _next, ...rest } = answer;
  return { ...rest, state: 'unsent', reason, version: answer.version + 1 };
};

/** What is to be done next about an answer that is under way. */
export type NextStep =
  | { do: 'nothing' }
  | { do: 'wait'; until: Instant }
  | { do: 'send' | 'look' }
  | { do: 'drop'; reason: string };

/**
 * The next step at `now`. `outdated`: somebody spoke since it was made, or what it says does not hold any more; `mayAnswer`
 * is false while everything is frozen or the money is gone.
 */
export function nextStep(
  answer: Answer,
  { now, outdated, mayAnswer }: { now: Instant; outdated: boolean; mayAnswer: boolean },
): NextStep {
  if (isEnded(answer)) return { do: 'nothing' };
  const dueAt = answer.nextAt ?? now;
  // Who died before they noted that it leaves has not sent it: it waits like what was refused for now.
  const left = answer.state === 'doubt' || (answer.state === 'claimed' && answer.sentAt !== undefined);
  if (left) return now < dueAt ? { do: 'wait', until: dueAt } : { do: 'look' };
  if (answer.state === 'claimed' && now < dueAt) return { do: 'wait', until: dueAt };
  if (now >= expiresAt(answer)) return { do: 'drop', reason: 'it did not go out in time' };
  if (outdated) return { do: 'drop', reason: 'something newer was said meanwhile' };
  if (now < dueAt || !mayAnswer) return { do: 'wait', until: latest(dueAt, plus(now, SECOND_MS)) };
  return { do: 'send' };
}

/** How many people were answered by a person, each once: in public, in private or by hand. */
export const peopleAnswered = (answers: readonly Pick<Answer, 'kind' | 'state' | 'source' | 'person'>[]): number =>
  new Set(answers.filter((one) => one.kind === 'reply' && isThere(one)).map(recipientOf)).size;
