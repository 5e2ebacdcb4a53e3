import { digestOf } from '../../core/channel/digest.ts';
import { epochMs, type Instant, MINUTE_MS, plus } from '../../core/instant.ts';
import type { Clock } from '../../ports/clock.ts';
import type { FindOutcome, KeyedChannel, SayOutcome } from '../../ports/keyed-channel.ts';
import { type Answered, type Ask, closingOf, type NetworkRequest, PAGES_AT_MOST, unheard } from '../networks/asking.ts';
import { textIn } from './text-in.ts';

/** Who may post, where. The token does not expire. */
export type MastodonCredentials = { server: string; accessToken: string };

export type MastodonParts = {
  credentials: () => Promise<MastodonCredentials>;
  ask: Ask;
  clock: Clock;
  /** BCP 47, of what is posted. */
  language: string;
};

/** The most that a page of statuses holds. */
const PAGE = 40;

/** Our clock and the server's may differ. */
const CLOCK_SKEW_MS = MINUTE_MS;

/**
 * Our account on an instance of Mastodon. A request with an `Idempotency-Key` that was used within the hour is answered as
 * the first was; after that, and where a server answers the repeat with an error, our own statuses tell what stands there.
 */
export function mastodonChannel({ credentials, ask, clock, language }: MastodonParts): KeyedChannel {
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

  return {
    async say({ text, key, thread }): Promise<SayOutcome> {
      const answer = await call('v1/statuses', {
        method: 'POST',
        headers: { 'idempotency-key': key },
        body: {
          status: text,
          // A thread's first is for everybody; what follows does not flood the timeline of the instance.
          visibility: thread === undefined ? 'public' : 'unlisted',
          language,
          ...(thread === undefined ? {} : { in_reply_to_id: idIn(thread.parent) }),
        },
      });
      if (answer.is !== 'answered') return unheard(answer);
      return judged(answer, thread !== undefined, clock);
    },

    async find({ digest, createdAt, thread }, known): Promise<FindOutcome> {
      const since = plus(createdAt, -CLOCK_SKEW_MS);
      const all = await statuses(since);
      if ('unreadable' in all) return all;
      const answers = thread === undefined ? null : idIn(thread.parent);
      const found = all.findLast(
        (status) =>
          Date.parse(status.created_at) >= epochMs(since) &&
          !known.has(receiptOf(status)) &&
          (status.in_reply_to_id ?? null) === answers &&
          digestOf(textIn(status.content)) === digest,
      );
      return found === undefined ? 'absent' : { found: receiptOf(found) };
    },

    async standing(since) {
      const all = await statuses(since);
      return 'unreadable' in all ? all : { receipts: new Set(all.map(receiptOf)) };
    },

    async limits() {
      const answer = await read('v2/instance');
      if ('unreadable' in answer) return undefined;
      const { configuration } = (answer.json ?? {}) as {
        configuration?: { statuses?: { max_characters?: unknown; characters_reserved_per_url?: unknown } };
      };
      const { max_characters: limit, characters_reserved_per_url: perUrl } = configuration?.statuses ?? {};
      return typeof limit === 'number' && typeof perUrl === 'number' ? { limit, perUrl } : undefined;
    },
  };
}

type Status = {
  id: string;
  url?: string | null;
  uri: string;
  created_at: string;
  in_reply_to_id?: string | null;
  content: string;
};

/** Where it stands, which ends with its id. */
const receiptOf = ({ url, uri, id }: Status): string => {
  const address = url ?? uri;
  return address.endsWith(`/${id}`) ? address : `${address}#/${id}`;
};

const idIn = (receipt: string): string => receipt.slice(receipt.lastIndexOf('/') + 1);

const reasonIn = ({ status, json }: Answered): string => {
  const said = typeof json?.error === 'string' ? [json.error] : [];
  return [`Mastodon answered ${status}`, ...said].join(': ').slice(0, 300);
};

/** What an answer to a new status means. Only a 200 with its id is success, and only a 4xx is a refusal. */
function judged(answer: Answered, isReply: boolean, clock: Clock): SayOutcome {
  const status = answer.json as Status | undefined;
  if (answer.status === 200 && typeof status?.id === 'string' && typeof status.uri === 'string')
    return { outcome: 'delivered', receipt: receiptOf(status) };
  const reason = reasonIn(answer);
  const reset = Date.parse(String(answer.headers['x-ratelimit-reset'] ?? ''));
  const resetAt = Number.isFinite(reset) ? new Date(reset).toISOString() : undefined;
  const closing = closingOf(answer, reason, resetAt, epochMs(clock.now()));
  if (closing !== undefined) return { outcome: 'closed', ...closing };
  if (answer.status === 404)
    return isReply ? { outcome: 'refused', why: 'parent-gone', reason } : { outcome: 'closed', kind: 'gone', reason };
  // A refusal whose reason did not arrive is not believed.
  if (answer.status >= 400 && answer.status < 500 && answer.status !== 408 && typeof answer.json?.error === 'string')
    return { outcome: 'refused', why: 'refused', reason };
  return { outcome: 'unknown', reason };
}
