import { epochMs, type Instant } from '../../core/instant.ts';
import { type Answered, type Ask, type NetworkRequest, PAGES_AT_MOST } from '../networks/asking.ts';

/** Who may post, where. The token does not expire. */
export type MastodonCredentials = { server: string; accessToken: string };

/** The most that a page of statuses holds. */
const PAGE = 40;

/** Calls with the token of our account, which every function that speaks or listens there makes. */
export function mastodonAccount({ credentials, ask }: { credentials: () => Promise<MastodonCredentials>; ask: Ask }) {
  let own: { of: MastodonCredentials; id: string } | undefined;

  async function call(path: string, more: Partial<NetworkRequest> = {}) {
    const { server, accessToken } = await credentials();
    const { headers, ...rest } = more;
    const authorization = `Bearer ${accessToken}`;
    return ask({ method: 'GET', url: `${server}/api/${path}`, ...rest, headers: { authorization, ...headers } });
  }

  async function read(path: string): Promise<Answered | { unreadable: string }> {
    const answer = await call(path);
    if (answer.is !== 'answered') return { unreadable: answer.reason };
    return answer.status === 200 && answer.json !== undefined ? answer : { unreadable: reasonIn(answer) };
  }

  async function ownId(): Promise<string | undefined> {
    const of = await credentials();
    if (own?.of === of) return own.id;
    const answer = await read('v1/accounts/verify_credentials');
    const id = 'json' in answer ? answer.json?.id : undefined;
    if (typeof id !== 'string') return undefined;
    own = { of, id };
    return id;
  }

  /** Our statuses, newest first, as far back as `since`. */
  async function statuses(since: Instant): Promise<readonly Status[] | { unreadable: string }> {
    const id = await ownId();
    if (id === undefined) return { unreadable: 'Mastodon does not say who we are' };
    const all: Status[] = [];
    for (let pages = 0; pages < PAGES_AT_MOST; pages++) {
      const before = all.at(-1)?.id;
      const query = new URLSearchParams({ limit: String(PAGE), ...(before === undefined ? {} : { max_id: before }) });
      const answer = await read(`v1/accounts/${id}/statuses?${query}`);
      if ('unreadable' in answer) return answer;
      if (!Array.isArray(answer.json)) return { unreadable: reasonIn(answer) };
      const page = answer.json as readonly Status[];
      all.push(...page);
      const oldest = page.at(-1)?.created_at;
      if (oldest === undefined || Date.parse(oldest) < epochMs(since)) return all;
    }
    return { unreadable: 'its list of our statuses has no end' };
  }

  return { call, read, ownId, statuses };
}

export type Status = {
  id: string;
  url?: string | null;
  uri: string;
  created_at: string;
  in_reply_to_id?: string | null;
  content: string;
  visibility?: string;
  language?: string | null;
  account?: { id: string; acct: string };
  in_reply_to_account_id?: string | null;
  mentions?: readonly { id: string }[];
};

/** Where it stands, which ends with its id. */
export const receiptOf = ({ url, uri, id }: Status): string => {
  const address = url ?? uri;
  return address.endsWith(`/${id}`) ? address : `${address}#/${id}`;
};

export const reasonIn = ({ status, json }: Answered): string => {
  const said = typeof json?.error === 'string' ? [json.error] : [];
  return [`Mastodon answered ${status}`, ...said].join(': ').slice(0, 300);
};
