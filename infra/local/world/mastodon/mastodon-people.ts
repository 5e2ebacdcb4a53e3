import type { FaultBox } from '../faulty/fault-box.ts';
import { isOver, type Message, type People, type Said, type Spoken, troubled } from '../people/people.ts';
import { INSTANCE, type MastodonAccount } from './account.ts';
import type { MastodonLasting, MastodonStruck } from './faults.ts';
import { mentionsIn, personOf, speaksTo } from './persons.ts';
import type { Status, Statuses, StatusFact } from './statuses.ts';

type Parts = {
  account: () => MastodonAccount;
  statuses: Statuses;
  faults: FaultBox<MastodonStruck, MastodonLasting>;
  record: (fact: StatusFact) => void;
};

/** People on other instances, as far as they have to do with the account. */
export class MastodonPeople implements People {
  readonly #parts: Parts;

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  say(
    { from, text, replyTo, quote, language, toUs = true }: Spoken,
    nowMs: number,
  ): Said | { unknown: 'replyTo' | 'quote' } {
    const { statuses, account } = this.#parts;
    if (replyTo !== undefined && !statuses.get(replyTo, nowMs)) return { unknown: 'replyTo' };
    if (quote !== undefined && !statuses.get(quote, nowMs)) return { unknown: 'quote' };
    const isNamed = speaksTo(text, account());
    const named = toUs && !isNamed ? `${this.#us()} ${text}` : text;
    const quoted = quote === undefined ? {} : { quoted: quote };
    return saidOf(
      this.#put({ from, text: named, replyTo, language, ...quoted }, 'public', toUs || isNamed, nowMs),
      false,
    );
  }

  write({ from, text, language }: Pick<Spoken, 'from' | 'text' | 'language'>, nowMs: number): Message {
    const { account, statuses } = this.#parts;
    const named = speaksTo(text, account()) ? text : `${this.#us()} ${text}`;
    const last = statuses
      .all()
      .findLast((one) => one.visibility === 'direct' && withWhom(one, account()) === personOf(from).username);
    const { id, at } = this.#put({ from, text: named, language, replyTo: last?.id }, 'direct', true, nowMs);
    return { id, with: from, by: 'them', text, at };
  }

  takeBack(id: string, nowMs: number): boolean {
    const { statuses, record } = this.#parts;
    if (statuses.get(id, nowMs)?.author === undefined) return false;
    record({ type: 'deleted', id });
    return true;
  }

  said = (nowMs: number): Said[] =>
    this.#parts.statuses
      .said(nowMs)
      .filter(({ status }) => status.visibility !== 'direct')
      .map(({ status, gone }) => saidOf(status, gone));

  messages(): Message[] {
    const { statuses, account } = this.#parts;
    const theirs = statuses.said(0).map(({ status }) => status);
    const names = new Map(theirs.map(({ author }) => [author!.username, author!.name]));
    const nameOf = (username: string) => names.get(username) ?? username;
    return [...theirs, ...statuses.all()]
      .filter(({ visibility }) => visibility === 'direct')
      .toSorted((a, b) => (BigInt(a.id) < BigInt(b.id) ? -1 : 1))
      .map(({ id, text, at, author }) => ({
        ...{ id, with: author?.name ?? nameOf(withWhom({ text }, account()) ?? ''), by: author ? 'them' : 'us', at },
        text: text.replace(/^(@[\w.@-]+\s+)+/, ''),
      }));
  }

  #us = (): string => `@${this.#parts.account().username}@${new URL(INSTANCE).host}`;

  #put(
    { from, text, replyTo, language, quoted }: Spoken & { quoted?: string },
    visibility: 'public' | 'direct',
    isToUs: boolean,
    nowMs: number,
  ): Status {
    const { statuses, faults, record } = this.#parts;
    const status: Status = {
      ...{ id: statuses.nextId(nowMs), text, at: new Date(nowMs).toISOString(), replyTo: replyTo ?? null, visibility },
      ...{ language: language ?? 'en', author: personOf(from) },
      ...(quoted !== undefined && { quoted }),
      ...(isToUs && { word: this.#word(visibility, replyTo, nowMs) }),
      ...troubled(faults, nowMs),
    };
    record({ type: 'posted', ...status });
    return status;
  }

  /** Nobody outside is known to the account. What answers a private word of its own is never filtered. */
  #word(visibility: 'public' | 'direct', replyTo: string | undefined, nowMs: number): 'told' | 'filtered' | 'dropped' {
    const { statuses, faults } = this.#parts;
    const { for_not_following, for_not_followers, for_private_mentions } = statuses.policy;
    const parent = replyTo === undefined ? undefined : statuses.get(replyTo, nowMs);
    const isOurPrivate = parent !== undefined && parent.author === undefined && parent.visibility === 'direct';
    const applies = [for_not_following, for_not_followers, ...(visibility === 'direct' ? [for_private_mentions] : [])];
    if (faults.condition('strangers-dropped', nowMs) || applies.includes('drop')) return 'dropped';
    return !isOurPrivate && applies.includes('filter') ? 'filtered' : 'told';
  }
}

const withWhom = ({ text }: Pick<Status, 'text'>, account: MastodonAccount): string | undefined =>
  mentionsIn(text, account).find(({ id }) => id !== account.id)?.username;

const saidOf = ({ id, author, text, at, replyTo, ...more }: Status, gone: boolean): Said => ({
  ...{ id, from: author!.name, text, at, replyTo, gone: gone || isOver(more, Date.parse(at)) },
});
