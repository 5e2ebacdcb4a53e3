import { digestOf } from '../channel/digest.ts';
import { absentFrom, goneFrom, ofLastDay, TO_BE_SURE_MS } from '../channel/own-posts.ts';
import { DAY_MS, HOUR_MS, type Instant, MINUTE_MS, plus } from '../instant.ts';
import type { XAccountState } from './account.ts';
import type { OwnPost } from './find.ts';

/** Readings cost money (at most $0.001 per post and day) and, on old plans, one of few reads. */
const WHILE_OPEN_MS = 15 * MINUTE_MS;
const WHILE_CALM_MS = HOUR_MS;

/** So that the account's record stays small. */
const MOST_BY_HAND = 1_000;

/**
 * The incident to be nudged so that our timeline is read, if it is time: four times an hour while an incident is open on
 * X, hourly afterwards, never without a post of ours within a day; once more soon where one was missing.
 */
export function timelineDue(account: XAccountState, now: Instant): string | undefined {
  const posts = ofLastDay(account, now);
  const newest = posts.at(-1);
  if (newest === undefined || account.attempt !== undefined) return undefined;
  const { timeline } = account;
  const every = account.open.length > 0 ? WHILE_OPEN_MS : WHILE_CALM_MS;
  const wait = timeline !== undefined && timeline.missing.length > 0 ? TO_BE_SURE_MS : every;
  return now >= plus(timeline?.readAt ?? posts[0]!.at, wait) ? newest.incident : undefined;
}

/** The account with the reading noted before it is made, so that only one worker makes it. */
export const reading = (account: XAccountState, now: Instant): XAccountState => ({
  ...account,
  timeline: { missing: [], byHand: [], ...account.timeline, readAt: now },
});

/** The account after a reading of the last day of our timeline. */
export function afterReading(account: XAccountState, own: readonly OwnPost[], now: Instant): XAccountState {
  const shown = idsOf(own);
  const gone = new Set(goneFrom(account, shown, now).map((post) => post.id));
  const ours = new Set((account.posts ?? []).map((post) => post.id));
  const sent = new Set(account.spent.map((one) => one.digest));
  const byHand = own
    .filter((post) => !ours.has(post.id) && !sent.has(digestOf(post.text)))
    .flatMap((post) => (post.at === undefined ? [] : [post.at]));
  const missing = absentFrom(account, shown, now).filter((post) => !gone.has(post.id));
  return {
    ...account,
    posts: (account.posts ?? []).filter((post) => !gone.has(post.id)),
    timeline: {
      readAt: now,
      missing: [...new Set(missing.map((post) => post.id))],
      byHand: byHand.toSorted().slice(-MOST_BY_HAND),
    },
  };
}

/** The ids that a reading showed. */
export const idsOf = (own: readonly OwnPost[]): ReadonlySet<string> => new Set(own.map((post) => post.id));

/** Posts of the last 24 hours that people wrote themselves, as far as our last reading knows. */
export const writtenByHand = (account: XAccountState, now: Instant): number =>
  (account.timeline?.byHand ?? []).filter((at) => at > plus(now, -DAY_MS)).length;
