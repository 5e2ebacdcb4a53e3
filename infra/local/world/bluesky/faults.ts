import { json } from '../faulty/answer.ts';
import { FaultSet } from '../faulty/fault-set.ts';
import { type Plan, refusal, waysToLose, waysToRefuse } from '../faulty/plans.ts';
import { mentionFaults } from '../people/people.ts';
import { broken, unavailable, upstreamFailed } from './answers.ts';
import { tooManyOf } from './limits.ts';

const HOUR_MS = 3_600_000;

const plans = {
  ...waysToLose('the PDS', 200),
  ...waysToRefuse('https://bsky.app/', unavailable),
  '500-without-effect': refusal('500 InternalServerError, nothing was posted', () => broken().answer),
  '502-with-effect': { says: '502 UpstreamFailure, though it was posted', effect: true, answer: upstreamFailed },
  'empty-object': refusal('200 with {} and nothing posted', () => json(200, {})),
  'rate-limited': refusal('429, the points of the hour are spent', (fault, nowMs) =>
    tooManyOf(
      { points: fault.limit ?? 5_000, windowMs: HOUR_MS, left: 0, resetMs: nowMs + (fault.resetMs ?? HOUR_MS) },
      nowMs,
    ),
  ),
  'sign-in-limited': {
    ...refusal('429 to a sign-in: too many of them today (until in 24 h, or resetMs)', (fault, nowMs) =>
      tooManyOf(
        {
          points: fault.limit ?? 100,
          windowMs: 24 * HOUR_MS,
          left: 0,
          resetMs: nowMs + (fault.resetMs ?? 24 * HOUR_MS),
        },
        nowMs,
      ),
    ),
    only: 'sign-in',
  },
  'session-lost': { says: 'every token of every session is void from the next request on', effect: true },
} satisfies Record<string, Plan>;

const conditions = {
  'account-gone': { says: 'the account has been taken down: it can neither post nor sign in, and nothing is shown' },
  'account-deactivated': { says: 'the account is deactivated: it can sign in, and cannot post' },
  ...mentionFaults,
  'author-blocks-us': {
    says: 'whoever spoke to us has blocked us: what they said is shown as blocked, and told nowhere',
  },
  'answers-closed': { says: 'whoever speaks to us takes no answers: the PDS takes them, and nobody is shown them' },
  'handle-gone': { says: 'the handle does not lead to the account any more; its DID still does' },
};

export type BlueskyStruck = keyof typeof plans;
export type BlueskyLasting = keyof typeof conditions;

/** Bluesky's faults, with the short names that people type first. */
export const blueskyFaults = new FaultSet<BlueskyStruck, BlueskyLasting>(plans, conditions, {
  '429': 'rate-limited',
  '500': '500-without-effect',
  '502': '502-with-effect',
  '503': '503-without-effect',
});
