import { DAY_MS, HOUR_MS, type Instant, MINUTE_MS, plus } from '../instant.ts';
import type { Said, StandingPost, XAccountState } from './account.ts';
import { digestOf, type OwnPost } from './find.ts';

/** Readings cost money (at most $0.001 per post and day) and, on old plans, one of few reads. */
const WHILE_OPEN_MS = 15 * MINUTE_MS;
const WHILE_CALM_MS = HOUR_MS;
const TO_BE_SURE_MS = 2 * MINUTE_MS;

/** X may show a post later than it takes it; one that is younger proves nothing by its absence. */
const SURELY_VISIBLE_MS = 3 * MINUTE_MS;

/** So that the account's record stays small. */
const MOST_REMEMBERED = 300;
const MOST_BY_HAND = 1_000;

const ofLastDay = (account: XAccountState, now: Instant): readonly StandingPost[] =>
  (account.posts ?? []).filter((post) => post.at > plus(now, -DAY_MS));

/** The account with one more post that stands on X. Remembering it twice changes nothing. */
export function withPost(account: XAccountState, said: readonly Said[], id: string, at: Instant): XAccountState {
  const others = ofLastDay(account, at).filter((post) => post.id !== id);
  const posts = said.map(({ incident, seq }) => ({ incident, seq, id, at }));
  return { ...account, posts: [...others, ...posts].slice(-MOST_REMEMBERED) };
}

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

/** What is gone for certain: absent now, and absent in the reading before. */
export function goneFrom(account: XAccountState, own: readonly OwnPost[], now: Instant): readonly StandingPost[] {
  const before = account.timeline?.missing ?? [];
  return absentFrom(account, own, now).filter((post) => before.includes(post.id));
}

function absentFrom(account: XAccountState, own: readonly OwnPost[], now: Instant): readonly StandingPost[] {
  const shown = new Set(own.map((post) => post.id));
  const visible = plus(now, -SURELY_VISIBLE_MS);
  // The oldest may leave the part of the timeline that is read while we read it.
  const oldest = plus(now, SURELY_VISIBLE_MS - DAY_MS);
  return (account.posts ?? []).filter((post) => post.at < visible && post.at > oldest && !shown.has(post.id));
}

/** The account after a reading of the last day of our timeline. */
export function afterReading(account: XAccountState, own: readonly OwnPost[], now: Instant): XAccountState {
  const gone = new Set(goneFrom(account, own, now).map((post) => post.id));
  const ours = new Set((account.posts ?? []).map((post) => post.id));
  const sent = new Set(account.spent.map((one) => one.digest));
  const byHand = own
    .filter((post) => !ours.has(post.id) && !sent.has(digestOf(post.text)))
    .flatMap((post) => (post.at === undefined ? [] : [post.at]));
  const missing = absentFrom(account, own, now).filter((post) => !gone.has(post.id));
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

/** Posts of the last 24 hours that people wrote themselves, as far as our last reading knows. */
export const writtenByHand = (account: XAccountState, now: Instant): number =>
  (account.timeline?.byHand ?? []).filter((at) => at > plus(now, -DAY_MS)).length;
