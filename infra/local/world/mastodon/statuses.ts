import { isHidden, isOver, type Troubled } from '../people/people.ts';
import { INSTANCE, type MastodonAccount } from './account.ts';
import { mentionsIn, type Person, personUrl } from './persons.ts';
import { contentOf } from './text.ts';

/** A status as the journal has it. `key`: the idempotency key that it came with. */
export type Status = Troubled & {
  id: string;
  text: string;
  at: string;
  replyTo: string | null;
  visibility: string;
  language: string | null;
  key?: string;
  /** Who said it; the account itself, if left out. */
  author?: Person;
  /** Of somebody else's: what the account's policy has made of the word that it came. */
  word?: 'told' | 'filtered' | 'dropped';
  /** The status that it shows around its words. */
  quoted?: string;
};

export type StatusFact =
  | ({ type: 'posted' } & Status)
  | { type: 'deleted'; id: string }
  | { type: 'policy'; policy: Partial<Policy> };

/** What becomes of words from people whom the account does not know, and of those that only it can read. */
export type Policy = Record<(typeof POLICIES)[number], 'accept' | 'filter' | 'drop'>;

export const POLICIES = [
  'for_not_following',
  'for_not_followers',
  'for_new_accounts',
  'for_private_mentions',
  'for_limited_accounts',
] as const;

/** How long an instance keeps the key of a request (app/services/post_status_service.rb). */
const KEY_LIVES_MS = 3_600_000;

/** What stands on the account and what others have said to it, oldest first, and what its keys made. */
export class Statuses {
  #all: Status[] = [];
  #gone = new Map<string, Status>();
  #lastId = 0n;
  /** As Mastodon has it for a new account: whoever writes privately and is not known is filtered. */
  policy: Policy = {
    ...{ for_not_following: 'accept', for_not_followers: 'accept', for_new_accounts: 'accept' },
    ...{ for_private_mentions: 'filter', for_limited_accounts: 'filter' },
  };

  apply(fact: StatusFact): void {
    if (fact.type === 'policy') {
      this.policy = { ...this.policy, ...fact.policy };
      return;
    }
    if (fact.type === 'deleted') {
      const gone = this.get(fact.id);
      if (gone) this.#gone.set(gone.id, gone);
      this.#all = this.#all.filter(({ id }) => id !== fact.id);
      return;
    }
    const { type: _type, ...status } = fact;
    this.#all.push(status);
    this.#lastId = BigInt(status.id);
  }

  /** Rises also within a millisecond, and where a clock was set back. */
  nextId(nowMs: number): string {
    const fromClock = BigInt(nowMs) << 16n;
    return String(fromClock > this.#lastId ? fromClock : this.#lastId + 1n);
  }

  /** Ours. */
  all = (): readonly Status[] => this.#all.filter(({ author }) => author === undefined);

  /** What others have said that stands. */
  others = (nowMs: number): Status[] => this.#all.filter((one) => one.author !== undefined && !isOver(one, nowMs));

  /** What others have ever said. */
  said = (nowMs: number): { status: Status; gone: boolean }[] =>
    [...this.#gone.values(), ...this.#all]
      .filter(({ author }) => author !== undefined)
      .toSorted((a, b) => (BigInt(a.id) < BigInt(b.id) ? -1 : 1))
      .map((status) => ({ status, gone: this.#gone.has(status.id) || isOver(status, nowMs) }));

  /** Whoever said it, if it stands. */
  get(id: string, nowMs = 0): Status | undefined {
    const found = this.#all.find((one) => one.id === id);
    return found && isOver(found, nowMs) ? undefined : found;
  }

  /** The words that came to the account, newest first: with when they came, and in which order. */
  words(nowMs: number): { id: string; at: string; status: Status }[] {
    return this.#all
      .filter((one) => one.word !== undefined && one.word !== 'dropped' && !isOver(one, nowMs) && !isHidden(one, nowMs))
      .map((status) => ({ id: wordId(status), at: status.hiddenUntil ?? status.at, status }))
      .toSorted((a, b) => (BigInt(a.id) < BigInt(b.id) ? 1 : -1));
  }

  /** What a request with this key made, while the key is kept and the status stands. */
  madeBy = (key: string, nowMs: number): Status | undefined =>
    this.#all.find((one) => one.key === key && nowMs - Date.parse(one.at) < KEY_LIVES_MS);
}

/** What names the word that a status came: it rises with when it came, which may be later than when it was said. */
function wordId({ id, hiddenUntil }: Status): string {
  if (hiddenUntil === undefined) return id;
  return String((BigInt(Date.parse(hiddenUntil)) << 16n) | (BigInt(id) & 0xffffn));
}

/** A status as the API tells it. `parent`: what it answers, where that is known. */
export const statusView = (status: Status, account: MastodonAccount, parent?: Status) => {
  const { id, text, at, replyTo, visibility, language, author } = status;
  const of = author === undefined ? `${INSTANCE}/@${account.username}` : personUrl(author);
  return {
    id,
    created_at: at,
    in_reply_to_id: replyTo,
    in_reply_to_account_id: replyTo === null ? null : (parent?.author?.id ?? account.id),
    sensitive: false,
    spoiler_text: '',
    visibility,
    language,
    uri: author === undefined ? `${INSTANCE}/users/${account.username}/statuses/${id}` : `${of}/${id}`,
    url: `${of}/${id}`,
    replies_count: 0,
    reblogs_count: 0,
    favourites_count: 0,
    edited_at: null,
    content: contentOf(text),
    reblog: null,
    account: author === undefined ? accountView(account) : personView(author),
    media_attachments: [],
    mentions: mentionsIn(text, account),
    tags: [],
    emojis: [],
    card: null,
    poll: null,
  };
};

const personView = (person: Person) => ({
  id: person.id,
  username: person.username,
  acct: person.acct,
  display_name: person.name,
  locked: false,
  bot: false,
  url: personUrl(person),
  uri: personUrl(person),
});

export const accountView = ({ id, username, name }: MastodonAccount) => ({
  id,
  username,
  acct: username,
  display_name: name,
  locked: false,
  bot: true,
  url: `${INSTANCE}/@${username}`,
  uri: `${INSTANCE}/users/${username}`,
});
