import { type Answer, json, withHeaders } from '../faulty/answer.ts';
import type { Outcome } from '../faulty/outcome.ts';
import type { Touched } from '../faulty/plans.ts';
import { type Account, names } from './accounts.ts';
import * as answers from './answers.ts';
import type { Bill } from './bill.ts';
import { countsAnswer } from './counts.ts';
import { messagesPage } from './messages.ts';
import type { Others, OthersPost } from './others.ts';
import type { Priced } from './prices.ts';
import { Quota, quotaHeaders } from './quota.ts';
import { QUARTER_MS, type XRules } from './rules.ts';
import { listOf, lookedUp, mentionsPage, type Post, type Query, refusedParameter, timelinePage } from './timeline.ts';

type Parts = {
  account: Account;
  rules: XRules;
  others: Others;
  bill: Bill;
  /** Our posts that reads may see by now, oldest first. */
  visible: (nowMs: number) => readonly Post[];
  rootOf: (post: Post) => string;
  /** What comes of a call that would have `effect`. */
  acted: (touched: Touched, nowMs: number, effect: (atMs: number) => Answer) => Outcome;
};

/** What can be read on X: each kind of call with its own limit, and charged by what it tells. */
export class XReads {
  readonly #parts: Parts;
  readonly #posts = new Quota(QUARTER_MS);
  readonly #mentions = new Quota(QUARTER_MS);
  readonly #counts = new Quota(QUARTER_MS);
  readonly #messages = new Quota(QUARTER_MS);
  readonly #conversations = new Quota(QUARTER_MS);
  readonly #users = new Quota(QUARTER_MS);

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  /** `GET /2/users/{userId}/tweets`: ours, or what somebody has said whom we have heard. */
  timeline(userId: string, query: Query, nowMs: number): Outcome {
    return this.#read(nowMs, this.#posts, this.#parts.rules.readsPer15Min, () => {
      const isOurs = userId === this.#parts.account.id;
      const theirs = this.#parts.others.visible(nowMs).filter(({ author }) => author.id === userId);
      if (!isOurs && theirs.length === 0) return answers.notFound('user', 'id', userId);
      const posts = isOurs ? this.#parts.visible(nowMs) : theirs;
      const answer = timelinePage(posts, this.#parts.account, this.#parts.rootOf, query);
      return this.#charged(answer, isOurs ? 'own-post-read' : 'post-read', query, nowMs);
    });
  }

  /** `GET /2/users/{userId}/mentions`: whoever names us, in the text or by answering us. */
  mentions(userId: string, query: Query, nowMs: number): Outcome {
    return this.#read(nowMs, this.#mentions, this.#parts.rules.mentionReadsPer15Min, () => {
      if (userId !== this.#parts.account.id) return answers.notFound('user', 'id', userId);
      const isLost = ({ id, lostBehindMs }: Pick<OthersPost, 'id' | 'lostBehindMs'>) =>
        lostBehindMs !== undefined &&
        query.since_id !== undefined &&
        /^\d{1,19}$/.test(query.since_id) &&
        BigInt(query.since_id) > BigInt(id) - (BigInt(lostBehindMs) << 22n);
      // Also ours, where they name ourselves: whoever listens has to leave them out.
      const posts = [...this.#parts.visible(nowMs), ...this.#parts.others.visible(nowMs)]
        .filter((post) => names((post.prefix ?? '') + post.text, this.#parts.account) && !isLost(post))
        .toSorted((a, b) => (BigInt(a.id) < BigInt(b.id) ? -1 : 1));
      return this.#charged(
        mentionsPage(posts, this.#parts.account, this.#parts.rootOf, query),
        'mention-read',
        query,
        nowMs,
      );
    });
  }

  /** `GET /2/tweets?ids=`. */
  lookup(ids: readonly string[], query: Query, nowMs: number): Outcome {
    const all = new Map(
      [...this.#parts.visible(nowMs), ...this.#parts.others.visible(nowMs)].map((post) => [post.id, post]),
    );
    return this.#read(nowMs, this.#posts, this.#parts.rules.readsPer15Min, () => {
      const { ids: _, ...rest } = query;
      const refused = refusedParameter(rest, []);
      if (refused) return refused;
      const answer = lookedUp(ids, (id) => all.get(id), this.#parts.account, this.#parts.rootOf, query);
      return this.#charged(answer, 'post-read', query, nowMs);
    });
  }

  /** `GET /2/tweets/counts/recent`: of everybody's posts. */
  counts(query: Query, nowMs: number): Outcome {
    return this.#read(nowMs, this.#counts, this.#parts.rules.countsPer15Min, () => {
      const answer = countsAnswer(
        [...this.#parts.visible(nowMs), ...this.#parts.others.visible(nowMs)],
        this.#parts.account,
        query,
        nowMs,
      );
      if (answer.status === 200) this.#parts.bill.charge('counts-request', [this.#parts.bill.nextCall()], nowMs);
      return answer;
    });
  }

  /** `GET /2/users?ids=`. */
  users(ids: readonly string[], query: Query, nowMs: number): Outcome {
    return this.#read(nowMs, this.#users, this.#parts.rules.readsPer15Min, () => {
      const { ids: _, 'user.fields': __, ...rest } = query;
      const refused = refusedParameter(rest, []);
      if (refused) return refused;
      const known = new Map(this.#parts.others.people().map((one) => [one.id, one]));
      known.set(this.#parts.account.id, this.#parts.account);
      const found = ids.flatMap((id) => known.get(id) ?? []);
      const missing = ids.filter((id) => !known.has(id));
      const answer = json(200, {
        ...(found.length > 0 && { data: found }),
        ...(missing.length > 0 && { errors: missing.map((id) => answers.notFoundError('user', 'ids', id)) }),
      });
      return this.#charged(answer, 'user-read', query, nowMs);
    });
  }

  /** `GET /2/users/me`. */
  me(nowMs: number): Outcome {
    return this.#read(nowMs, this.#posts, this.#parts.rules.readsPer15Min, () => {
      this.#parts.bill.charge('user-read', [this.#parts.account.id], nowMs);
      return json(200, { data: this.#parts.account });
    });
  }

  /** `GET /2/dm_events`, or those with one person (`GET /2/dm_conversations/with/{participantId}/dm_events`). */
  messages(query: Query, nowMs: number, participantId?: string): Outcome {
    const quota = participantId === undefined ? this.#messages : this.#conversations;
    return this.#read(nowMs, quota, this.#parts.rules.messagesPer15Min, () => {
      const all = this.#parts.others.messages();
      const asked = participantId === undefined ? all : all.filter((message) => message.with.id === participantId);
      const { answer, told } = messagesPage(asked, this.#parts.account, query, nowMs);
      this.#parts.bill.charge(
        'message-read',
        told.map(({ id }) => id),
        nowMs,
      );
      if (answer.status === 200) this.#chargeUsers(answer.body, query, nowMs);
      return answer;
    });
  }

  #read(nowMs: number, quota: Quota, limit: number, answer: () => Answer): Outcome {
    return this.#parts.acted('read', nowMs, () => {
      const headers = () => quotaHeaders('x-rate-limit', quota.state(limit, nowMs));
      if (quota.state(limit, nowMs).remaining === 0) return answers.tooMany(headers());
      quota.count(nowMs);
      return withHeaders(answer(), headers());
    });
  }

  /** Charges what a page told: each post, and each user who came along. */
  #charged(answer: Answer, unit: Priced, query: Query, nowMs: number): Answer {
    if (answer.status !== 200) return answer;
    const { data = [] } = answer.body as { data?: readonly { id: string }[] };
    this.#parts.bill.charge(
      unit,
      data.map(({ id }) => id),
      nowMs,
    );
    this.#chargeUsers(answer.body, query, nowMs);
    return answer;
  }

  #chargeUsers(body: unknown, query: Query, nowMs: number): void {
    if (listOf(query.expansions).length === 0) return;
    const { includes } = body as { includes?: { users?: readonly { id: string }[] } };
    this.#parts.bill.charge(
      'user-read',
      (includes?.users ?? []).map(({ id }) => id),
      nowMs,
    );
  }
}
