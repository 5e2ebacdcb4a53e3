import { type Answer, json, withHeaders } from '../faulty/answer.ts';
import { FarSide } from '../faulty/far-side.ts';
import { FaultBox } from '../faulty/fault-box.ts';
import type { Outcome } from '../faulty/outcome.ts';
import { type Journal, memoryJournal } from '../journal.ts';
import * as answers from './answers.ts';
import { type AnswerFault, type Condition, xFaults } from './faults.ts';
import { checkPostBody, type PostBody } from './post-body.ts';
import { Quota, quotaHeaders } from './quota.ts';
import { MAX_WEIGHT, normalised, weightOf } from './text.ts';
import {
  type Account,
  lookedUp,
  type Post,
  type Query,
  refusedParameter,
  timelinePage,
  tweetObject,
} from './timeline.ts';

/** What the journal holds. */
export type XFact = ({ type: 'post' } & Post) | { type: 'deleted'; id: string; at: string };

export type { Outcome };

/** Numbers that the real X chooses. The defaults are those of x.com's documents of August 2026, or marked as guesses. */
export type XRules = {
  /** Posts per user and 15 minutes. */
  postsPer15Min: number;
  readsPer15Min: number;
  /** Documented per app; the per-user cap that people report is set by the fault `limit-24h`. */
  postsPer24Hours: number;
  /** For how long the same text is refused. Undocumented; 24 hours is a guess on the strict side. */
  duplicateWindowMs: number;
};

const HOUR_MS = 3_600_000;
const DEFAULT_RULES: XRules = {
  postsPer15Min: 100,
  readsPer15Min: 900,
  postsPer24Hours: 10_000,
  duplicateWindowMs: 24 * HOUR_MS,
};

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
  readonly #quota15 = new Quota(15 * 60_000);
  readonly #quota24 = new Quota(24 * HOUR_MS);
  readonly #reads = new Quota(15 * 60_000);
  #lastId = 0n;

  constructor(options: { journal?: Journal<XFact>; account?: Account; rules?: Partial<XRules> } = {}) {
    this.account = options.account ?? DEFAULT_ACCOUNT;
    this.#farSide = new FarSide(xFaults, this.faults, this.account.id);
    this.#rules = { ...DEFAULT_RULES, ...options.rules };
    this.#journal = options.journal ?? memoryJournal<XFact>();
    for (const fact of this.#journal.past) this.#apply(fact, true);
  }

  /** `POST /2/tweets` with a parsed JSON body. */
  post(body: unknown, nowMs: number): Outcome {
    this.settle(nowMs);
    const touched = (body as PostBody | null)?.reply ? 'reply' : 'post';
    return this.#farSide.disturbed(touched, nowMs, (atMs) => this.#accept(body, atMs));
  }

  /** `GET /2/users/{userId}/tweets`. */
  timeline(userId: string, query: Query, nowMs: number): Outcome {
    return this.#read(nowMs, () =>
      userId === this.account.id
        ? timelinePage(this.#visible(nowMs), this.account, this.#rootOf, query)
        : answers.notFound('user', 'id', userId),
    );
  }

  /** `GET /2/tweets?ids=`. */
  lookup(ids: readonly string[], query: Query, nowMs: number): Outcome {
    const find = (id: string) => this.#visible(nowMs).find((post) => post.id === id);
    return this.#read(nowMs, () => {
      const { ids: _, ...rest } = query;
      return refusedParameter(rest, []) ?? lookedUp(ids, find, this.account, this.#rootOf, query);
    });
  }

  /** `GET /2/users/me`. */
  me(nowMs: number): Outcome {
    return this.#read(nowMs, () => json(200, { data: this.account }));
  }

  /** `DELETE /2/tweets/{id}`. What X says about a post that is already gone is not documented; `false` is our guess. */
  remove(id: string, nowMs: number): Outcome {
    this.settle(nowMs);
    return this.#farSide.disturbed('other', nowMs, (atMs) =>
      json(200, { data: { deleted: this.removeByHand(id, atMs) } }),
    );
  }

  /** A post that a person writes in the app: no limits, no faults. `undefined` if it replies to nothing. */
  writeByHand(text: string, replyTo: string | null, nowMs: number): Post | undefined {
    if (replyTo !== null && !this.#standing(replyTo)) return undefined;
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
    if (this.#saidLately(text, nowMs) && !this.faults.use('duplicate-filter-off', nowMs)) return answers.duplicate();
    if (checked.replyTo !== null && !this.#standing(checked.replyTo)) return answers.parentGone();
    const post = this.#publish(text, checked.replyTo, nowMs);
    return json(201, { data: tweetObject(post, this.account, this.#rootOf(post), []) });
  }

  /** Also text that has been deleted since: people report refusals for it. */
  #saidLately(text: string, nowMs: number): boolean {
    const lastMs = this.#lastSaid.get(text);
    return lastMs !== undefined && nowMs - lastMs < this.#rules.duplicateWindowMs;
  }

  #publish(text: string, replyTo: string | null, nowMs: number): Post {
    // Two posts of one millisecond still get different, rising ids, and a clock set back cannot reuse one.
    const fromClock = BigInt(SimulatedX.idAt(nowMs));
    const id = fromClock > this.#lastId ? fromClock : this.#lastId + 1n;
    const hidden = this.faults.use('delayed-visibility', nowMs);
    const post: Post = {
      id: id.toString(),
      text,
      at: new Date(nowMs).toISOString(),
      replyTo,
      ...(hidden ? { hiddenUntil: new Date(nowMs + (hidden.ms ?? 20_000)).toISOString() } : {}),
    };
    this.#record({ type: 'post', ...post });
    return post;
  }

  #read(nowMs: number, answer: () => Answer): Outcome {
    this.settle(nowMs);
    return this.#farSide.disturbed('read', nowMs, () => {
      const headers = () => quotaHeaders('x-rate-limit', this.#reads.state(this.#rules.readsPer15Min, nowMs));
      if (this.#reads.state(this.#rules.readsPer15Min, nowMs).remaining === 0) return answers.tooMany(headers());
      this.#reads.count(nowMs);
      return withHeaders(answer(), headers());
    });
  }

  #visible(nowMs: number): Post[] {
    const now = new Date(nowMs).toISOString();
    return this.#posts.filter(({ id, hiddenUntil }) => !this.#deleted.has(id) && !(hiddenUntil && now < hiddenUntil));
  }

  #standing(id: string): Post | undefined {
    return this.#deleted.has(id) ? undefined : this.#byId.get(id);
  }

  #rootOf = (post: Post): string => {
    let root = post;
    while (root.replyTo !== null) {
      const parent = this.#byId.get(root.replyTo);
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
    const { type: _, ...post } = fact;
    const atMs = Date.parse(post.at);
    this.#posts.push(post);
    this.#byId.set(post.id, post);
    this.#lastSaid.set(post.text, atMs);
    this.#lastId = BigInt(post.id);
    if (past) {
      // Refused attempts of before a restart are forgotten; the posts still count against the limits.
      this.#quota15.count(atMs);
      this.#quota24.count(atMs);
    }
  }
}
