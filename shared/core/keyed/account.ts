import { type Closing, type Gate, gateAfter } from '../channel/gate.ts';
import { absentFrom, goneFrom, ofLastDay, type Standing, TO_BE_SURE_MS } from '../channel/own-posts.ts';
import { DAY_MS, HOUR_MS, type Instant, plus } from '../instant.ts';

/** Why a network takes nothing from us. `gone`: the account, its name or its server is not there any more. */
export type KeyedGateKind = 'rate' | 'unauthorized' | 'suspended' | 'gone' | 'unreachable';

export type KeyedGate = Gate<KeyedGateKind>;

/** What a server says of how long a post may be there, and when it said so. */
export type LearnedLimits = { limit: number; perUrl: number; at: Instant };

/** Everything we know of an account on a channel that goes by keys. One record, changed by compare-and-swap only. */
export type KeyedAccount = Standing & {
  gate?: KeyedGate;
  limits?: LearnedLimits;
  /** What a person was paged about, newest last, so that they are paged once. */
  paged: readonly string[];
};

export const NEW_KEYED_ACCOUNT: KeyedAccount = { paged: [] };

/** How many of the things that people were paged about are remembered. */
const REMEMBERED = 50;

/** The account once people were told of `key`; undefined if they were already. */
export const paged = (account: KeyedAccount, key: string): KeyedAccount | undefined =>
  account.paged.includes(key) ? undefined : { ...account, paged: [...account.paged, key].slice(-REMEMBERED) };

/** The account after one more refusal that concerns all of it. */
export const closedBy = (account: KeyedAccount, refusal: Closing<KeyedGateKind>, now: Instant): KeyedAccount => ({
  ...account,
  gate: gateAfter(account.gate, refusal, now),
});

/** True if it was just closed and a person has to mend it: a limit ends by itself, and so does what we do not reach, mostly. */
export const needsPerson = ({ kind, tries }: KeyedGate): boolean =>
  tries === 1 && kind !== 'rate' && kind !== 'unreachable';

/** The account after a post got through. */
export const reopened = ({ gate: _gate, ...account }: KeyedAccount): KeyedAccount => account;

/** Whether the server is to be asked again how long a post may be. */
export const limitsAreOld = ({ limits }: KeyedAccount, now: Instant): boolean =>
  limits === undefined || now >= plus(limits.at, DAY_MS);

/** The incident to be nudged so that what stands there is read, if it is time: hourly while a post is younger than a day, and soon where one was missing. */
export function readingDue(account: KeyedAccount, now: Instant): string | undefined {
  const posts = ofLastDay(account, now);
  const newest = posts.at(-1);
  if (newest === undefined) return undefined;
  const wait = account.timeline !== undefined && account.timeline.missing.length > 0 ? TO_BE_SURE_MS : HOUR_MS;
  return now >= plus(account.timeline?.readAt ?? posts[0]!.at, wait) ? newest.incident : undefined;
}

/** The account with the reading noted before it is made, so that only one worker makes it. */
export const reading = (account: KeyedAccount, now: Instant): KeyedAccount => ({
  ...account,
  timeline: { missing: [], ...account.timeline, readAt: now },
});

/** The account after a reading that showed these of our posts. */
export function afterReading(account: KeyedAccount, shown: ReadonlySet<string>, now: Instant): KeyedAccount {
  const gone = new Set(goneFrom(account, shown, now).map((post) => post.id));
  const missing = absentFrom(account, shown, now).filter((post) => !gone.has(post.id));
  return {
    ...account,
    posts: (account.posts ?? []).filter((post) => !gone.has(post.id)),
    timeline: { readAt: now, missing: missing.map((post) => post.id) },
  };
}
