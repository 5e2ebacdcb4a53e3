import { type Answer, json } from '../faulty/answer.ts';
import type { NetworkRequest } from '../networks/network.ts';
import { INSTANCE, type MastodonAccount } from './account.ts';
import * as answers from './answers.ts';
import { accountView, type Status, type Statuses, statusView } from './statuses.ts';
import { charactersOf, MAX_CHARACTERS, PER_URL } from './text.ts';

/** What an account may ask and do. `record` keeps a fact. */
export type Calls = { account: MastodonAccount; statuses: Statuses; isBlocked: boolean };

/** A body as JSON or as a form, as the instance takes either. */
export function fieldsOf({ headers, body }: NetworkRequest): Readonly<Record<string, unknown>> | undefined {
  if (!/\bjson\b/.test(headers['content-type'] ?? '')) return Object.fromEntries(new URLSearchParams(body));
  try {
    const json: unknown = JSON.parse(body === '' ? '{}' : body);
    return typeof json === 'object' && json !== null ? (json as Record<string, unknown>) : {};
  } catch {
    return undefined;
  }
}

/** How many statuses are shown at a time to who asks for them by id. */
const IDS_AT_MOST = 20;

const VISIBILITIES = ['public', 'unlisted', 'private', 'direct'];

/** The status that a request asks for, or why there is none. */
export function statusAsked(request: NetworkRequest, { statuses, isBlocked }: Calls, nowMs: number): Status | Answer {
  const fields = fieldsOf(request);
  if (fields === undefined) return json(400, { error: 'Error occurred while parsing request parameters' });
  const { status = '', in_reply_to_id: parent, visibility = 'public', language } = fields;
  const text = String(status).replaceAll('\r\n', '\n').trim();
  const replyTo = parent === undefined || parent === null || parent === '' ? null : String(parent);
  const answered = replyTo === null ? undefined : statuses.get(replyTo, nowMs);
  // Who has blocked us is not told from who has deleted it: neither is there for us.
  if (replyTo !== null && (answered === undefined || (answered.author && isBlocked))) return answers.parentNotFound();
  if (text === '') return answers.invalid("Text can't be blank");
  if (charactersOf(text) > MAX_CHARACTERS) return answers.invalid(`Text character limit of ${MAX_CHARACTERS} exceeded`);
  if (!VISIBILITIES.includes(String(visibility))) return answers.invalid('Visibility is not included in the list');
  const key = request.headers['idempotency-key'];
  return {
    id: statuses.nextId(nowMs),
    text,
    at: new Date(nowMs).toISOString(),
    replyTo,
    visibility: String(visibility),
    language: typeof language === 'string' ? language : null,
    ...(key === undefined ? {} : { key }),
  };
}

/** What is read; undefined where there is no such call. */
export function readAnswer({ path, query }: NetworkRequest, calls: Calls, nowMs: number): Answer | undefined {
  const { account, statuses, isBlocked } = calls;
  const find = (id: string) => {
    const found = statuses.get(id, nowMs);
    return found?.author && isBlocked ? undefined : found;
  };
  const view = (one: Status) =>
    statusView(one, account, one.replyTo === null ? undefined : statuses.get(one.replyTo, nowMs));
  if (path === '/api/v1/accounts/verify_credentials') return json(200, { ...accountView(account), source: {} });
  if (path === '/api/v1/statuses') {
    const ids = (query['id[]'] ?? '').split(',').slice(0, IDS_AT_MOST);
    return json(200, ids.flatMap((id) => find(id) ?? []).map(view));
  }
  const [, id, sub] = /^\/api\/v1\/statuses\/(\d+)(\/source)?$/.exec(path) ?? [];
  const status = id === undefined ? undefined : find(id);
  if (id !== undefined && status === undefined) return answers.notFound();
  if (status !== undefined) return json(200, sub ? { id, text: status.text, spoiler_text: '' } : view(status));
  const [, whose] = /^\/api\/v1\/accounts\/(\d+)\/statuses$/.exec(path) ?? [];
  if (whose === undefined) return undefined;
  if (whose === account.id) return pageOf(query, statuses.all(), calls);
  const theirs = statuses
    .others(nowMs)
    .filter(({ author, visibility }) => author!.id === whose && visibility !== 'direct');
  return theirs.length > 0 ? pageOf(query, theirs, calls) : answers.notFound();
}

/** Newest first, in pages that end where the next begins. */
function pageOf(query: NetworkRequest['query'], all: readonly Status[], { account, statuses }: Calls): Answer {
  const limit = Math.min(40, Number(query.limit ?? 20) || 20);
  const within = ({ id, replyTo }: Status) =>
    (query.max_id === undefined || BigInt(id) < BigInt(query.max_id)) &&
    (query.since_id === undefined || BigInt(id) > BigInt(query.since_id)) &&
    !(query.exclude_replies === 'true' && replyTo !== null);
  const page = all.filter(within).toReversed().slice(0, limit);
  const last = page.at(-1);
  const next =
    last === undefined
      ? {}
      : { link: `<${INSTANCE}/api/v1/accounts/${account.id}/statuses?max_id=${last.id}>; rel="next"` };
  return json(
    200,
    page.map((one) => statusView(one, account, one.replyTo === null ? undefined : statuses.get(one.replyTo))),
    next,
  );
}

/** What an instance says of itself to anybody. */
export const instanceView = (version: 1 | 2): object => ({
  ...(version === 2 ? { domain: new URL(INSTANCE).host } : { uri: new URL(INSTANCE).host }),
  title: 'Simulated',
  version: '4.5.0',
  configuration: {
    statuses: { max_characters: MAX_CHARACTERS, max_media_attachments: 4, characters_reserved_per_url: PER_URL },
  },
});
