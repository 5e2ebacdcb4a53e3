import { type Answer, json } from '../faulty/answer.ts';
import type { NetworkRequest } from '../networks/network.ts';
import { INSTANCE } from './account.ts';
import * as answers from './answers.ts';
import { type Calls, fieldsOf } from './calls.ts';
import { POLICIES, type Policy, type Status, statusView } from './statuses.ts';

const PAGE = { usual: 40, most: 80 };

/**
 * `GET /api/v1/notifications`: what others have said to the account, newest first, in pages that a Link header joins. What
 * the account's policy has filtered is only told to who asks for it.
 */
export function notificationsPage({ query }: NetworkRequest, { account, statuses }: Calls, nowMs: number): Answer {
  const limit = Math.min(PAGE.most, Number(query.limit ?? PAGE.usual) || PAGE.usual);
  const types = (query['types[]'] ?? '').split(',').filter((type) => type !== '');
  const excluded = (query['exclude_types[]'] ?? '').split(',');
  const filtered = ['true', '1'].includes(query.include_filtered ?? '');
  const kindOf = ({ quoted, replyTo, text }: Status) =>
    quoted !== undefined && replyTo === null && !text.includes('@') ? 'quote' : 'mention';
  const all = statuses
    .words(nowMs)
    .filter(({ status }) => filtered || status.word === 'told')
    .filter(
      ({ status }) => (types.length === 0 || types.includes(kindOf(status))) && !excluded.includes(kindOf(status)),
    )
    .filter(({ id }) => query.max_id === undefined || BigInt(id) < BigInt(query.max_id))
    .filter(({ id }) => query.since_id === undefined || BigInt(id) > BigInt(query.since_id))
    .filter(({ id }) => query.min_id === undefined || BigInt(id) > BigInt(query.min_id));
  // `min_id` asks for those right behind it, wherever the newest are.
  const page = query.min_id === undefined ? all.slice(0, limit) : all.slice(-limit);
  const at = (parameter: string, id: string) => `<${INSTANCE}/api/v1/notifications?${parameter}=${id}>`;
  const [first, last] = [page[0], page.at(-1)];
  const link =
    first && last ? { link: `${at('max_id', last.id)}; rel="next", ${at('min_id', first.id)}; rel="prev"` } : {};
  return json(
    200,
    page.map(({ id, at: created, status }) => {
      const parent = status.replyTo === null ? undefined : statuses.get(status.replyTo, nowMs);
      const view = statusView(status, account, parent);
      const common = { id, type: kindOf(status), created_at: created, group_key: `ungrouped-${id}` };
      return { ...common, account: view.account, status: view, ...(status.word === 'filtered' && { filtered: true }) };
    }),
    link,
  );
}

/** `/api/v2/notifications/policy` as it is. */
export const policyView = (policy: Policy): Answer =>
  json(200, { ...policy, summary: { pending_requests_count: 0, pending_notifications_count: 0 } });

/** The policy that a request asks for, or why it is none. */
export function policyAsked(request: NetworkRequest): Partial<Policy> | Answer {
  const fields = fieldsOf(request) ?? {};
  const asked = POLICIES.filter((name) => fields[name] !== undefined).map(
    (name) => [name, String(fields[name])] as const,
  );
  const wrong = asked.find(([, value]) => !['accept', 'filter', 'drop'].includes(value));
  return wrong ? answers.invalid(`${wrong[0]} is not included in the list`) : Object.fromEntries(asked);
}
