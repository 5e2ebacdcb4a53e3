import { randomUUID } from 'node:crypto';
import type { Part } from '../hosts.ts';

export type OutsideAnswer = { status: number; headers?: Record<string, string>; body?: string };

const text = (status: number, body: string): OutsideAnswer => ({
  status,
  body,
  headers: { 'content-type': 'text/plain' },
});
const json = (status: number, body: object, headers: Record<string, string> = {}): OutsideAnswer => ({
  status,
  body: JSON.stringify(body),
  headers: { 'content-type': 'application/json', ...headers },
});

/** What a service says to a body that it does not take; undefined if it takes it. */
export function refusalOf(part: Part, body: unknown): OutsideAnswer | undefined {
  const said = typeof body === 'object' && body !== null ? (body as Record<string, unknown>) : undefined;
  switch (part) {
    case 'slack':
      return said === undefined ? text(400, 'invalid_payload') : slackRefusal(said);
    case 'discord':
      return said === undefined
        ? json(400, { code: 50109, message: 'The request body contains invalid JSON.' })
        : discordRefusal(said);
    case 'teams':
      return isCard(said) ? undefined : json(400, { error: { code: 'TriggerInputSchemaMismatch' } });
    case 'hooks':
    case 'push':
      return undefined;
  }
}

type SlackBlock = { type?: unknown; text?: { text?: unknown } };

/** https://docs.slack.dev/reference/block-kit/blocks: 50 blocks, a header of 150 characters, a section of 3,000; all of them about 13,200. */
function slackRefusal({ text: said, blocks = [] }: Record<string, unknown>): OutsideAnswer | undefined {
  if (!Array.isArray(blocks) || blocks.length > 50) return text(400, 'invalid_blocks');
  const lengths = blocks.map(({ text: inside }: SlackBlock) => String(inside?.text ?? '').length);
  const isLong = blocks.some(({ type }: SlackBlock, index) => lengths[index]! > (type === 'header' ? 150 : 3_000));
  if (isLong || lengths.reduce((total, one) => total + one, 0) > 13_200) return text(400, 'invalid_blocks');
  return typeof said === 'string' || blocks.length > 0 ? undefined : text(400, 'no_text');
}

function discordRefusal({ content, embeds }: Record<string, unknown>): OutsideAnswer | undefined {
  if (typeof content !== 'string' && !Array.isArray(embeds))
    return json(400, { code: 50006, message: 'Cannot send an empty message' });
  const isLong = typeof content === 'string' && content.length > 2_000;
  return isLong ? json(400, { code: 50035, message: 'Invalid Form Body' }) : undefined;
}

function isCard(said: Record<string, unknown> | undefined): boolean {
  const [card] = Array.isArray(said?.attachments) ? said.attachments : [];
  return card?.contentType === 'application/vnd.microsoft.card.adaptive' && JSON.stringify(said).length <= 28_672;
}

/** What a service says to what it has taken as its number `id`. */
export function takenBy(part: Part, id: string, url: URL): OutsideAnswer {
  switch (part) {
    case 'slack':
      return text(200, 'ok');
    case 'discord': {
      const limits = { 'x-ratelimit-limit': '5', 'x-ratelimit-remaining': '4', 'x-ratelimit-reset-after': '2' };
      if (url.searchParams.get('wait') !== 'true') return { status: 204, headers: limits };
      return json(200, { id: id.padStart(19, '1'), type: 0 }, limits);
    }
    case 'teams':
      return { status: 202, headers: { 'x-ms-workflow-run-id': randomUUID() } };
    case 'push':
      return { status: 201, headers: { location: `https://updates.push.services.mozilla.com/m/${id}` } };
    case 'hooks':
      return { status: 204 };
  }
}

/** What a service says of this status, in its own words where it has some. */
export function saying(part: Part, status: number, retryAfterMs: number): OutsideAnswer {
  const seconds = retryAfterMs / 1000;
  const headers: Record<string, string> = status === 429 ? { 'retry-after': String(Math.ceil(seconds)) } : {};
  if (status === 307) headers.location = 'http://127.0.0.1:9001/2018-06-01/runtime/invocation/next';
  switch (part) {
    case 'slack':
      return { status, headers, body: SLACK[status] ?? 'rollup_error' };
    case 'discord':
      if (status === 429)
        return json(429, { message: 'You are being rate limited.', retry_after: seconds, global: false }, headers);
      return json(
        status,
        status === 404 ? { code: 10015, message: 'Unknown Webhook' } : { code: 0, message: 'Error' },
        headers,
      );
    case 'teams':
      return json(status, { error: { code: status === 404 ? 'WorkflowNotFound' : 'Error' } }, headers);
    case 'hooks':
    case 'push':
      return { status, headers, body: 'words that nobody is to be shown' };
  }
}

const SLACK: Readonly<Record<number, string>> = {
  200: 'ok',
  400: 'invalid_payload',
  404: 'no_service',
  410: 'channel_is_archived',
  429: 'rate_limited',
};
