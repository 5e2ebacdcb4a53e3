import { withHeaders } from '../faulty/answer.ts';
import { FaultSet } from '../faulty/fault-set.ts';
import { type Plan, refusal, waysToLose, waysToRefuse } from '../faulty/plans.ts';
import { mentionFaults } from '../people/people.ts';
import { broken, tooMany, unavailable } from './answers.ts';
import { limitHeaders } from './limit.ts';

const FIVE_MINUTES_MS = 300_000;

const plans = {
  ...waysToLose('the instance', 200),
  ...waysToRefuse('https://joinmastodon.org/', unavailable),
  '500-without-effect': refusal('500, nothing was posted', broken),
  '500-with-effect': { says: '500, though it was posted', effect: true, answer: broken },
  'rate-limited': refusal('429, the requests of five minutes are spent', (fault, nowMs) =>
    withHeaders(tooMany(), limitHeaders(0, nowMs + (fault.resetMs ?? FIVE_MINUTES_MS))),
  ),
} satisfies Record<string, Plan>;

const conditions = {
  '500-on-repeat': { says: 'a request whose key was used is answered 500 (mastodon/mastodon#40399)' },
  'token-revoked': { says: 'the token lets nobody in any more' },
  suspended: { says: 'the account is suspended: it can read, and not post' },
  ...mentionFaults,
  'author-blocks-us': { says: 'whoever spoke to us has blocked us: what they said is not there for us, says a 404' },
  'strangers-dropped': { says: 'what people say whom the account does not know is never told to it' },
  'instance-gone': { says: 'the instance is closed: 410 to everything' },
};

export type MastodonStruck = keyof typeof plans;
export type MastodonLasting = keyof typeof conditions;

/** Mastodon's faults, with the short names that people type first. */
export const mastodonFaults = new FaultSet<MastodonStruck, MastodonLasting>(plans, conditions, {
  '429': 'rate-limited',
  '500': '500-without-effect',
  '503': '503-without-effect',
});
