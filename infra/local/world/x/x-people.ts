import type { FaultBox } from '../faulty/fault-box.ts';
import { type Message, type People, type Said, type Spoken, troubled } from '../people/people.ts';
import { type Account, accountOf, names } from './accounts.ts';
import type { AnswerFault, Condition } from './faults.ts';
import type { Others, OthersFact, OthersPost } from './others.ts';
import type { Post } from './timeline.ts';

type Parts = {
  account: Account;
  others: Others;
  faults: FaultBox<AnswerFault, Condition>;
  /** A post of ours that stands. */
  ours: (id: string) => Post | undefined;
  nextId: (nowMs: number) => string;
  record: (fact: OthersFact) => void;
};

const QUARTER_MS = 15 * 60_000;

/** Everybody else on X, as far as they have to do with us. */
export class XPeople implements People {
  readonly #parts: Parts;

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  say(
    { from, text, replyTo, quote, language, toUs = true }: Spoken,
    nowMs: number,
  ): Said | { unknown: 'replyTo' | 'quote' } {
    const { account, others, ours, nextId, record } = this.#parts;
    const parent = replyTo === undefined ? undefined : (ours(replyTo) ?? this.#standing(replyTo, nowMs));
    if (replyTo !== undefined && parent === undefined) return { unknown: 'replyTo' };
    const quoted = quote === undefined ? undefined : (ours(quote) ?? this.#standing(quote, nowMs));
    if (quote !== undefined && quoted === undefined) return { unknown: 'quote' };
    const prefix = parent === undefined ? '' : prefixBelow(parent, account);
    const isNamed = names(prefix + text, account);
    const at = new Date(nowMs).toISOString();
    const post: OthersPost = {
      id: nextId(nowMs),
      author: accountOf(from),
      // Who speaks to us without a name or below us cannot be heard by anybody there.
      text: toUs && !isNamed ? `@${account.username} ${text}` : text,
      ...{ at, replyTo: replyTo ?? null },
      ...(parent && { replyToUser: (parent.author ?? account).id, prefix }),
      ...(quote !== undefined && { quoted: quote }),
      ...(language !== undefined && { language }),
      ...this.#trouble(nowMs),
    };
    record({ type: 'said', ...post });
    return saidOf(post, others.isGone(post, nowMs));
  }

  write({ from, text }: Pick<Spoken, 'from' | 'text'>, nowMs: number): Message {
    const { nextId, record } = this.#parts;
    const message = {
      id: nextId(nowMs),
      with: accountOf(from),
      by: 'them',
      text,
      at: new Date(nowMs).toISOString(),
    } as const;
    record({ type: 'message', ...message });
    return { ...message, with: from };
  }

  takeBack(id: string, nowMs: number): boolean {
    if (this.#standing(id, nowMs) === undefined) return false;
    this.#parts.record({ type: 'taken-back', id, at: new Date(nowMs).toISOString() });
    return true;
  }

  said = (nowMs: number): Said[] =>
    this.#parts.others.all().map((post) => saidOf(post, this.#parts.others.isGone(post, nowMs)));

  messages = (): Message[] => this.#parts.others.messages().map((message) => ({ ...message, with: message.with.name }));

  #standing(id: string, nowMs: number): OthersPost | undefined {
    const post = this.#parts.others.get(id);
    return post === undefined || this.#parts.others.isGone(post, nowMs) ? undefined : post;
  }

  /** What the faults in force make of something that is said now. */
  #trouble(nowMs: number): Pick<OthersPost, 'hiddenUntil' | 'goneAt' | 'lostBehindMs'> {
    const { faults } = this.#parts;
    const missed = faults.use('mention-missed', nowMs);
    return { ...troubled(faults, nowMs), ...(missed && { lostBehindMs: missed.ms ?? QUARTER_MS }) };
  }
}

/** Whom X names before the words of an answer: whose post it is, and everybody named there. */
function prefixBelow({ author, prefix = '', text }: Post, us: Account): string {
  const theirs = author?.username ?? us.username;
  const named = author !== undefined && names(prefix + text, us) && theirs !== us.username ? [us.username] : [];
  return [theirs, ...named].map((name) => `@${name} `).join('');
}

const saidOf = ({ id, author, text, at, replyTo }: OthersPost, gone: boolean): Said => ({
  ...{ id, from: author.name, text, at, replyTo, gone },
});
