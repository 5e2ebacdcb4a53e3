import { DAY_MS, type Instant, MINUTE_MS, plus } from '../instant.ts';

/** One entry of one incident. */
export type Said = { incident: string; seq: number };

/** A post of ours that a channel has taken, remembered for a day. */
export type StandingPost = Said & { id: string; at: Instant };

/** What an account remembers of its posts, and which of them its last reading did not show. */
export type Standing = {
  posts?: readonly StandingPost[];
  timeline?: { readAt: Instant; missing: readonly string[] };
};

/** A channel may show a post later than it takes it; one that is younger proves nothing by its absence. */
const SURELY_VISIBLE_MS = 3 * MINUTE_MS;

/** How soon what was missing is looked for again. */
export const TO_BE_SURE_MS = 2 * MINUTE_MS;

/** So that the account's record stays small. */
const MOST_REMEMBERED = 300;

/** Our posts of the last day. */
export const ofLastDay = ({ posts = [] }: Standing, now: Instant): readonly StandingPost[] =>
  posts.filter((post) => post.at > plus(now, -DAY_MS));

/** The account with one more post that stands there. Remembering it twice changes nothing. */
export function withPost<Account extends Standing>(
  account: Account,
  said: readonly Said[],
  id: string,
  at: Instant,
): Account {
  const others = ofLastDay(account, at).filter((post) => post.id !== id);
  const posts = said.map(({ incident, seq }) => ({ incident, seq, id, at }));
  return { ...account, posts: [...others, ...posts].slice(-MOST_REMEMBERED) };
}

/** What is gone for certain: absent now, and absent in the reading before. */
export function goneFrom(account: Standing, shown: ReadonlySet<string>, now: Instant): readonly StandingPost[] {
  const before = account.timeline?.missing ?? [];
  return absentFrom(account, shown, now).filter((post) => before.includes(post.id));
}

/** Our posts that a reading of the last day at `now` should have shown and did not. */
export function absentFrom(account: Standing, shown: ReadonlySet<string>, now: Instant): readonly StandingPost[] {
  const visible = plus(now, -SURELY_VISIBLE_MS);
  // The oldest may leave the part of the timeline that is read while we read it.
  const oldest = plus(now, SURELY_VISIBLE_MS - DAY_MS);
  return (account.posts ?? []).filter((post) => post.at < visible && post.at > oldest && !shown.has(post.id));
}
