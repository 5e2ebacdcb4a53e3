import { type Answer, json, withHeaders } from '../faulty/answer.ts';
import { FarSide } from '../faulty/far-side.ts';
import { FaultBox } from '../faulty/fault-box.ts';
import { type Outcome, whole } from '../faulty/outcome.ts';
import type { Touched } from '../faulty/plans.ts';
import { type Journal, memoryJournal } from '../journal.ts';
import { type Account, names } from './accounts.ts';
import * as answers from './answers.ts';
import { Bill, type BillFact } from './bill.ts';
import { type AnswerFault, type Condition, xFaults } from './faults.ts';
import { Others, type OthersFact, type OthersPost } from './others.ts';
import { checkPostBody, type PostBody } from './post-body.ts';
import { Quota, quotaHeaders } from './quota.ts';
import { XReads } from './reads.ts';
import { DEFAULT_RULES, HOUR_MS, QUARTER_MS, type XRules } from './rules.ts';
import { XSends } from './sends.ts';
import { hasAddress, MAX_WEIGHT, normalised, weightOf } from './text.ts';
import { type Post, type Query, tweetObject } from './timeline.ts';
import { XPeople } from './x-people.ts';

/** What the journal holds. */
export type XFact = ({ type: 'post' } & Post) | { type: 'deleted'; id: string; at: string } | OthersFact;

export type { Outcome, XRules };

/** The moment that X's ids count from: 2010-11-04T01:42:54.657Z. */
const EPOCH_MS = 1_288_834_974_657n;

export const DEFAULT_ACCOUNT: Account = { id: '1700000000000000001', name: 'Status', username: 'status' };

/**
 * One account on X, with its rules and its faults. No clock, no sockets, no disk: time comes with each call and facts
 * leave through the journal, so the world's server and a simulation under a virtual clock run the same X.
 *
 * Facts are appended before a call returns; a server must wait for `journal.stored()` before it answers.
 */
export class SimulatedX {
  readonly faults = new FaultBox(xFaults);
  readonly account: Account;
  readonly #farSide: FarSide<AnswerFault, Condition>;
  readonly #rules: XRules;
  readonly #journal: Journal<XFact>;
  readonly #posts: Post[] = [];
  readonly #byId = new Map<string, Post>();
  readonly #deleted = new Set<string>();
  readonly #lastSaid = new Map<string, number>();
  /** The same without the names that X puts before an answer. */
  readonly #lastWords = new Map<string, number>();
  readonly #quota15 = new Quota(QUARTER_MS);
  readonly #quota24 = new Quota(24 * HOUR_MS);
  readonly #others = new Others();
  readonly people: XPeople;
  readonly bill: Bill;
  readonly #reads: XReads;
  readonly #sends: XSends;
  #lastId = 0n;

  constructor(
    options: { journal?: Journal<XFact>; bill?: Journal<BillFact>; account?: Account; rules?: Partial<XRules> } = {},
  ) {
    this.account = options.account ?? DEFAULT_ACCOUNT;
    this.#farSide = new FarSide(xFaults, this.faults, this.account.id);
    this.#rules = { ...DEFAULT_RULES, ...options.rules };
    this.#journal = options.journal ?? memoryJournal<XFact>();
    this.bill = new Bill(options.bill ?? memoryJournal<BillFact>());
    for (const fact of this.#journal.past) this.#apply(fact, true);
    const nextId = (nowMs: number) => this.#nextId(nowMs);
    const record = (fact: XFact) => this.#record(fact);
    const common = { account: this.account, others: this.#others };
    this.people = new XPeople({ ...common, faults: this.faults, ours: (id) => this.#standing(id), nextId, record });
    const acted = (touched: Touched, nowMs: number, effect: (atMs: number) => Answer) =>
      this.#acted(touched, nowMs, effect);
    const charged = { ...common, rules: this.#rules, bill: this.bill, acted };
    this.#reads = new XReads({ ...charged, visible: (nowMs) => this.#visible(nowMs), rootOf: this.#rootOf });
    this.#sends = new XSends({ ...charged, nextId, record });
  }

  /** `POST /2/tweets` with a parsed JSON body. */
  post(body: unknown, nowMs: number): Outcome {
    const parent = (body as PostBody | null)?.reply?.in_reply_to_tweet_id;
    const below = parent !== undefined && this.#others.get(parent) ? 'answer' : 'reply';
    const touched = (body as PostBody | null)?.reply ? below : 'post';
    return this.#acted(touched, nowMs, (atMs) => this.#accept(body, atMs));
  }

  /** `GET /2/users/{userId}/tweets`: ours, or what somebody has said whom we have heard. */
  timeline = (userId: string, query: Query, nowMs: number): Outcome => this.#reads.timeline(userId, query, nowMs);

  /** `GET /2/users/{userId}/mentions`: whoever names us, in the text or by answering us. */
  mentions = (userId: string, query: Query, nowMs: number): Outcome => this.#reads.mentions(userId, query, nowMs);

  /** `GET /2/tweets?ids=`. */
  lookup = (ids: readonly string[], query: Query, nowMs: number): Outcome => this.#reads.lookup(ids, query, nowMs);

  /** `GET /2/tweets/counts/recent`: of everybody's posts. */
  counts = (query: Query, nowMs: number): Outcome => this.#reads.counts(query, nowMs);

  /** `GET /2/users?ids=`. */
  users = (ids: readonly string[], query: Query, nowMs: number): Outcome => this.#reads.users(ids, query, nowMs);

  /** `GET /2/users/me`. */
  me = (nowMs: number): Outcome => this.#reads.me(nowMs);

  /** `GET /2/dm_events`, or those with one person (`GET /2/dm_conversations/with/{participantId}/dm_events`). */
  messages = (query: Query, nowMs: number, participantId?: string): Outcome =>
    this.#reads.messages(query, nowMs, participantId);

  /** `POST /2/dm_conversations/with/{participantId}/messages`: only to who has written first. */
  sendMessage = (participantId: string, body: unknown, nowMs: number): Outcome =>
    this.#sends.send(participantId, body, nowMs);

  /** `DELETE /2/tweets/{id}`. What X says about a post that is already gone is not documented; `false` is our guess. */
  remove(id: string, nowMs: number): Outcome {
    return this.#acted('other', nowMs, (atMs) => {
      this.bill.charge('deletion', [this.bill.nextCall()], atMs);
      return json(200, { data: { deleted: this.removeByHand(id, atMs) } });
    });
  }

  /** A post that a person writes in the app: no limits, no faults. `undefined` if it replies to nothing. */
  writeByHand(text: string, replyTo: string | null, nowMs: number): Post | undefined {
    if (replyTo !== null && !this.#standing(replyTo) && !this.#othersStanding(replyTo, nowMs)) return undefined;
    return this.#publish(normalised(text), replyTo, nowMs);
  }

  /** A person deletes a post in the app; false if it is not there. */
  removeByHand(id: string, nowMs: number): boolean {
    if (!this.#standing(id)) return false;
    this.#record({ type: 'deleted', id, at: new Date(nowMs).toISOString() });
    return true;
  }

  /** What stands on the timeline, oldest first, with its links as they were meant: the truth, whatever reads may see. */
  posts(): { id: string; text: string; at: string; replyTo: string | null }[] {
    const standing = this.#posts.filter(({ id }) => !this.#deleted.has(id));
    return standing.map(({ id, text, at, replyTo }) => ({ id, text, at, replyTo }));
  }

  /** The same for a page, with what others have said. */
  shown(nowMs: number): (ReturnType<SimulatedX['posts']>[number] & { by?: { name: string; handle: string } })[] {
    const theirs = this.#others.all().filter((post) => !this.#others.isGone(post, nowMs));
    const shown = theirs.map(({ id, text, at, replyTo, author: { name, username } }) => ({
      ...{ id, text, at, replyTo, by: { name, handle: username } },
    }));
    return [...this.posts(), ...shown].toSorted((a, b) => (BigInt(a.id) < BigInt(b.id) ? -1 : 1));
  }

  /** Finishes what X was still working on and is due by `nowMs`. Every call does this first. */
  settle(nowMs: number): void {
    this.#farSide.settle(nowMs);
  }

  /** When the next of those is due, in ms, if any: what a virtual clock needs to know. */
  nextSettleMs(): number | undefined {
    return this.#farSide.nextSettleMs();
  }

  /** The id that a post made at `atMs` gets, before counting: `since_id` searches rely on it. */
  static idAt = (atMs: number): string => ((BigInt(Math.floor(atMs)) - EPOCH_MS) << 22n).toString();

  #accept(body: unknown, nowMs: number): Answer {
    const { limited, headers } = this.#admitted(nowMs);
    if (limited) return answers.tooMany(headers());
    return withHeaders(this.#judged(body, nowMs), headers());
  }

  /** Every attempt that gets this far counts, also one that is then refused. Whether X counts those is not known. */
  #admitted(nowMs: number): { limited: boolean; headers: () => Record<string, string> } {
    const userLimit = this.faults.condition('limit-24h', nowMs);
    const perUser = userLimit ? (userLimit.limit ?? 17) : this.#rules.postsPer24Hours;
    const states = () => ({
      short: this.#quota15.state(this.#rules.postsPer15Min, nowMs),
      user: this.#quota24.state(perUser, nowMs),
      app: this.#quota24.state(this.#rules.postsPer24Hours, nowMs),
    });
    const { short, user, app } = states();
    const limited = short.remaining === 0 || user.remaining === 0 || app.remaining === 0;
    if (!limited) {
      this.#quota15.count(nowMs);
      this.#quota24.count(nowMs);
    }
    const headers = () => ({
      ...quotaHeaders('x-rate-limit', states().short),
      ...quotaHeaders('x-user-limit-24hour', states().user),
      ...quotaHeaders('x-app-limit-24hour', states().app),
    });
    return { limited, headers };
  }

  #judged(body: unknown, nowMs: number): Answer {
    const checked = checkPostBody(body);
    if (checked.refused) return checked.refused;
    const text = normalised(checked.text);
    if (weightOf(text) > MAX_WEIGHT) return answers.tooLong();
    const { replyTo } = checked;
    const theirs = replyTo === null ? undefined : this.#othersStanding(replyTo, nowMs);
    if (this.#saidLately(text, theirs, nowMs) && !this.faults.use('duplicate-filter-off', nowMs))
      return answers.duplicate();
    if (replyTo !== null && !theirs && !this.#standing(replyTo)) return answers.parentGone();
    if (theirs && !this.#mayAnswer(theirs)) return answers.notSummoned();
    const post = this.#publish(text, replyTo, nowMs);
    this.bill.charge(hasAddress(text) ? 'post-with-address' : theirs ? 'reply' : 'post', [post.id], nowMs);
    return json(201, { data: tweetObject(post, this.account, this.#rootOf(post), []) });
  }

  /**
   * Only below a post that names us in its own words, quotes us or answers us, and once: "max 1 reply per interaction". How
   * strictly X looks at the second half is not known; here it does.
   */
  #mayAnswer({ id, text, replyTo, quoted }: OthersPost): boolean {
    const isOurs = (post: string | null | undefined) => typeof post === 'string' && this.#byId.has(post);
    const isSummoned = names(text, this.account) || isOurs(replyTo) || isOurs(quoted);
    return isSummoned && !this.#posts.some((post) => post.replyTo === id);
  }

  /**
   * Also text that has been deleted since: people report refusals for it. That the same words to somebody else are none, as
   * X puts a name before them, is our guess.
   */
  #saidLately(text: string, theirs: OthersPost | undefined, nowMs: number): boolean {
    const isWide = this.faults.condition('duplicate-filter-wide', nowMs) !== undefined;
    const lastMs = isWide
      ? this.#lastWords.get(text)
      : this.#lastSaid.get(theirs ? `@${theirs.author.username} ${text}` : text);
    return lastMs !== undefined && nowMs - lastMs < this.#rules.duplicateWindowMs;
  }

  #publish(text: string, replyTo: string | null, nowMs: number): Post {
    const hidden = this.faults.use('delayed-visibility', nowMs);
    const theirs = replyTo === null ? undefined : this.#others.get(replyTo);
    const post: Post = {
      id: this.#nextId(nowMs),
      text,
      at: new Date(nowMs).toISOString(),
      replyTo,
      ...(theirs && { replyToUser: theirs.author.id, prefix: `@${theirs.author.username} ` }),
      ...(hidden ? { hiddenUntil: new Date(nowMs + (hidden.ms ?? 20_000)).toISOString() } : {}),
    };
    this.#record({ type: 'post', ...post });
    return post;
  }

  /** Two things of one millisecond still get different, rising ids, and a clock set back cannot reuse one. */
  #nextId(nowMs: number): string {
    const fromClock = BigInt(SimulatedX.idAt(nowMs));
    return String(fromClock > this.#lastId ? fromClock : this.#lastId + 1n);
  }

  #acted(touched: Touched, nowMs: number, effect: (atMs: number) => Answer): Outcome {
    this.settle(nowMs);
    if (this.#isSpent(nowMs)) return whole(answers.spendCap(this.account.id));
    return this.#farSide.disturbed(touched, nowMs, effect);
  }

  #isSpent(nowMs: number): boolean {
    const limit = this.faults.condition('bill-limit', nowMs);
    return limit !== undefined && this.bill.mills() >= (limit.limit ?? 2_000) * 10;
  }

  #visible(nowMs: number): Post[] {
    const now = new Date(nowMs).toISOString();
    return this.#posts.filter(({ id, hiddenUntil }) => !this.#deleted.has(id) && !(hiddenUntil && now < hiddenUntil));
  }

  #standing(id: string): Post | undefined {
    return this.#deleted.has(id) ? undefined : this.#byId.get(id);
  }

  #othersStanding(id: string, nowMs: number): OthersPost | undefined {
    const post = this.#others.get(id);
    return post && !this.#others.isGone(post, nowMs) ? post : undefined;
  }

  #rootOf = (post: Post): string => {
    let root = post;
    while (root.replyTo !== null) {
      const parent: Post | undefined = this.#byId.get(root.replyTo) ?? this.#others.get(root.replyTo);
      if (!parent) return root.replyTo;
      root = parent;
    }
    return root.id;
  };

  #record(fact: XFact): void {
    this.#journal.append(fact);
    this.#apply(fact, false);
  }

  #apply(fact: XFact, past: boolean): void {
    if (fact.type === 'deleted') {
      this.#deleted.add(fact.id);
      return;
    }
    if (BigInt(fact.id) > this.#lastId) this.#lastId = BigInt(fact.id);
    if (fact.type !== 'post') {
      this.#others.apply(fact);
      return;
    }
    const { type: _, ...post } = fact;
    const atMs = Date.parse(post.at);
    this.#posts.push(post);
    this.#byId.set(post.id, post);
    this.#lastSaid.set((post.prefix ?? '') + post.text, atMs);
    this.#lastWords.set(post.text, atMs);
    if (past) {
      // Refused attempts of before a restart are forgotten; the posts still count against the limits.
      this.#quota15.count(atMs);
      this.#quota24.count(atMs);
    }
  }
}
