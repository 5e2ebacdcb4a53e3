import { INSTANCE, type MastodonAccount } from './account.ts';
import { contentOf } from './text.ts';

/** A status as the journal has it. `key`: the idempotency key that it came with. */
export type Status = {
  id: string;
  text: string;
  at: string;
  replyTo: string | null;
  visibility: string;
  language: string | null;
  key?: string;
};

export type StatusFact = ({ type: 'posted' } & Status) | { type: 'deleted'; id: string };

/** How long an instance keeps the key of a request (app/services/post_status_service.rb). */
const KEY_LIVES_MS = 3_600_000;

/** What stands on the account, oldest first, and what its keys made. */
export class Statuses {
  #all: Status[] = [];
  #lastId = 0n;

  apply(fact: StatusFact): void {
    if (fact.type === 'deleted') {
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

  all = (): readonly Status[] => this.#all;

  get = (id: string): Status | undefined => this.#all.find((one) => one.id === id);

  /** What a request with this key made, while the key is kept and the status stands. */
  madeBy = (key: string, nowMs: number): Status | undefined =>
    this.#all.find((one) => one.key === key && nowMs - Date.parse(one.at) < KEY_LIVES_MS);
}

/** A status as the API tells it. */
export const statusView = ({ id, text, at, replyTo, visibility, language }: Status, account: MastodonAccount) => ({
  id,
  created_at: at,
  in_reply_to_id: replyTo,
  in_reply_to_account_id: replyTo === null ? null : account.id,
  sensitive: false,
  spoiler_text: '',
  visibility,
  language,
  uri: `${INSTANCE}/users/${account.username}/statuses/${id}`,
  url: `${INSTANCE}/@${account.username}/${id}`,
  replies_count: 0,
  reblogs_count: 0,
  favourites_count: 0,
  edited_at: null,
  content: contentOf(text),
  reblog: null,
  account: accountView(account),
  media_attachments: [],
  mentions: [],
  tags: [],
  emojis: [],
  card: null,
  poll: null,
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
