import { type Answer, json } from '../faulty/answer.ts';
import { invalid } from './answers.ts';
import type { DirectMessage } from './others.ts';
import { type Account, listOf, type Query } from './timeline.ts';

/** For how long X tells of messages. */
const TOLD_MS = 30 * 86_400_000;

const PARAMETERS = ['dm_event.fields', 'event_types', 'expansions', 'max_results', 'pagination_token', 'user.fields'];
const FIELDS = ['attachments', 'created_at', 'dm_conversation_id', 'entities', 'event_type', 'id', 'sender_id', 'text'];

/** Messages, newest first. `messages`: those that the call may tell of, oldest first. */
export function messagesPage(
  messages: readonly DirectMessage[],
  account: Account,
  query: Query,
  nowMs: number,
): { answer: Answer; told: readonly DirectMessage[] } {
  const refused = (name: string, message: string) => ({
    answer: invalid({ [name]: [query[name]] }, message),
    told: [],
  });
  const strange = Object.keys(query).find((name) => !PARAMETERS.includes(name));
  if (strange !== undefined) return refused(strange, `The query parameter [${strange}] is not one of [${PARAMETERS}]`);
  const fields = listOf(query['dm_event.fields']);
  const wrong = fields.find((field) => !FIELDS.includes(field));
  if (wrong !== undefined)
    return refused(
      'dm_event.fields',
      `The \`dm_event.fields\` query parameter value [${wrong}] is not one of [${FIELDS}]`,
    );
  const size = Number(query.max_results ?? 100);
  if (!Number.isInteger(size) || size < 1 || size > 100)
    return refused(
      'max_results',
      `The \`max_results\` query parameter value [${query.max_results}] is not between 1 and 100`,
    );
  const before =
    query.pagination_token === undefined ? undefined : /^before-(\d+)-?$/.exec(query.pagination_token)?.[1];
  if (query.pagination_token !== undefined && before === undefined)
    return refused(
      'pagination_token',
      `The \`pagination_token\` query parameter value [${query.pagination_token}] is not valid`,
    );

  const kinds = listOf(query.event_types);
  const chosen = messages
    .filter(({ id, at }) => nowMs - Date.parse(at) < TOLD_MS && (before === undefined || BigInt(id) < BigInt(before)))
    .filter(() => kinds.length === 0 || kinds.includes('MessageCreate'))
    .toReversed();
  const told = chosen.slice(0, size);
  if (told.length === 0) return { answer: json(200, { meta: { result_count: 0 } }), told };
  const next = chosen.length > size ? { next_token: `before-${told.at(-1)!.id}` } : {};
  const users = new Map(told.map((message) => [senderOf(message, account).id, senderOf(message, account)]));
  const includes = listOf(query.expansions).includes('sender_id') ? { includes: { users: [...users.values()] } } : {};
  const data = told.map((message) => eventOf(message, account, fields));
  return { answer: json(200, { data, ...includes, meta: { result_count: told.length, ...next } }), told };
}

export const conversationOf = (account: Account, participantId: string): string =>
  [account.id, participantId].toSorted((a, b) => (BigInt(a) < BigInt(b) ? -1 : 1)).join('-');

const senderOf = (message: DirectMessage, account: Account): Account => (message.by === 'us' ? account : message.with);

function eventOf(message: DirectMessage, account: Account, fields: readonly string[]): object {
  const all: Record<string, unknown> = {
    created_at: message.at,
    dm_conversation_id: conversationOf(account, message.with.id),
    sender_id: senderOf(message, account).id,
  };
  const asked = fields.filter((field) => field in all).map((field) => [field, all[field]]);
  return { event_type: 'MessageCreate', id: message.id, text: message.text, ...Object.fromEntries(asked) };
}

/** The words of a message to be sent, or X's refusal of its shape. */
export function checkMessageBody(body: unknown): string | Answer {
  if (typeof body !== 'object' || body === null || Array.isArray(body)) return invalid({}, '$: object expected');
  const strange = Object.keys(body).find((name) => !['text', 'attachments'].includes(name));
  if (strange !== undefined)
    return invalid(
      {},
      `$.${strange}: is not defined in the schema and the schema does not allow additional properties`,
    );
  const { text } = body as { text?: unknown };
  if (typeof text !== 'string' || text.trim() === '') return invalid({}, '$.text: string expected');
  return text;
}
