import type { ChannelRules } from '../channel/owed.ts';
import type { PostClass } from '../channel/post-class.ts';
import { DAY_MS, type Instant, plus } from '../instant.ts';
import type { LearnedLimit, Spent, XAccountState } from './account.ts';
import { writtenByHand } from './timeline.ts';

export type XLimits = { postsPerDay: number; dollarsPerMonth: number };

/** What a house decides about X. */
export type XRules = ChannelRules & XLimits;

/** Prices of X's pay-per-use model since 2026-04-20 (docs.x.com/x-api/getting-started/pricing). */
const POST_DOLLARS = 0.015;
const POST_WITH_LINK_DOLLARS = 0.2;

export const priceOf = (post: { link: boolean }): number => (post.link ? POST_WITH_LINK_DOLLARS : POST_DOLLARS);

/** Routine updates and links may use this share of the month's money; the rest is for what matters more. */
const ROUTINE_SHARE = 0.8;

/**
 * Posts that must stay possible after one of this class, with `open` incidents that owe a resolution on X: a resolution
 * for each; for a routine update also two further incidents from beginning to end, two apologies and three spare
 * attempts. The numbers were tuned in a simulation of an account that may post 17 times a day.
 */
export function reserve(postClass: PostClass, open: number): number {
  switch (postClass) {
    case 'resolution':
      return 0;
    case 'opening':
      return open;
    case 'apology':
      return open + 4;
    case 'routine':
      return open + 10;
  }
}

/** Attempts that the last 24 hours still hold at `now`. */
export function stillSpent(spent: readonly Spent[], now: Instant): readonly Spent[] {
  const since = plus(now, -DAY_MS);
  return spent.filter((one) => one.at > since);
}

const monthOf = (at: Instant): string => at.slice(0, 7);

const dollarsSpent = (account: XAccountState, now: Instant): number =>
  account.month.name === monthOf(now) ? account.month.dollars : 0;

/** The posts that are left now, those of people counted: by our own cap, or by X's headers if that leaves less. */
export function postsLeft(account: XAccountState, limits: XLimits, now: Instant): number {
  const recent = stillSpent(account.spent, now);
  const ours = limits.postsPerDay - recent.length - writtenByHand(account, now);
  const { learned } = account;
  if (learned === undefined || learned.resetAt <= now) return ours;
  return Math.min(ours, learned.remaining - recent.filter((one) => one.at > learned.seenAt).length);
}

/** Whether there is room for one more post of this class, in posts and in money. */
export function admits(
  account: XAccountState,
  limits: XLimits,
  post: { class: PostClass; incident: string; link: boolean },
  now: Instant,
): boolean {
  const owing = new Set([...account.open, post.incident]).size;
  if (postsLeft(account, limits, now) < 1 + reserve(post.class, owing)) return false;
  const share = post.class === 'routine' || post.link ? ROUTINE_SHARE : 1;
  return dollarsSpent(account, now) + priceOf(post) <= limits.dollarsPerMonth * share;
}

/** When room is to be looked for again: as the oldest attempt leaves the window, or X's own window ends. */
export function roomAt(account: XAccountState, now: Instant): Instant | undefined {
  const oldest = stillSpent(account.spent, now)[0];
  const ours = oldest === undefined ? undefined : plus(oldest.at, DAY_MS);
  const theirs = account.learned !== undefined && account.learned.resetAt > now ? account.learned.resetAt : undefined;
  return [ours, theirs].filter((at) => at !== undefined).toSorted()[0];
}

/** Beyond this many a day only X's own limit counts: the record has to fit into one item of 400 KB. */
const MOST_COUNTED = 2_000;

/** The account after one more attempt, in posts and in money. */
export function spend(account: XAccountState, one: Spent): XAccountState {
  const dollars = Math.round((dollarsSpent(account, one.at) + one.dollars) * 1000) / 1000;
  return {
    ...account,
    spent: [...stillSpent(account.spent, one.at), one].slice(-MOST_COUNTED),
    month: { name: monthOf(one.at), dollars },
  };
}

/** The account as if the attempt of `at` had not been: it never left this machine. */
export function unspend(account: XAccountState, at: Instant): XAccountState {
  const one = account.spent.findLast((spent) => spent.at === at);
  if (one === undefined) return account;
  const dollars = Math.max(0, Math.round((account.month.dollars - one.dollars) * 1000) / 1000);
  const month = account.month.name === monthOf(at) ? { ...account.month, dollars } : account.month;
  return { ...account, spent: account.spent.filter((spent) => spent !== one), month };
}

/** The account after X's headers spoke of limits over 24 hours. */
export const withLearned = (account: XAccountState, learned: LearnedLimit | undefined): XAccountState =>
  learned === undefined ? account : { ...account, learned };
