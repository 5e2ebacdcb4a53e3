import type { IncomingMessage, ServerResponse } from 'node:http';
import { readBody } from './http.ts';
import { type Inbox, type MessageSent, messageSchema } from './inbox.ts';

/**
 * `POST /hooks/{name}`: an incoming webhook as Slack's, with Slack's answers, that delivers into `{name}`'s inbox.
 * An optional field `candor` says what `text` alone cannot: `{to, kind, incident, promise, links}`.
 */
export async function receiveHook(
  inbox: Inbox,
  name: string,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const answer = (status: number, text: string) => {
    response.writeHead(status, { 'content-type': 'text/plain; charset=utf-8' }).end(text);
  };
  let payload: unknown;
  try {
    payload = JSON.parse(await readBody(request));
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
  }
  if (typeof payload !== 'object' || payload === null) return answer(400, 'invalid_payload');
  const { text, candor } = payload as { text?: unknown; candor?: object };
  if (typeof text !== 'string' || text === '') return answer(400, 'no_text');
  const message = messageSchema.safeParse({ kind: 'reminder', to: name, ...candor, text });
  if (!message.success) return answer(400, `invalid_payload: candor.${message.error.issues[0]?.path.join('.')}`);
  await inbox.receive(message.data as MessageSent);
  answer(200, 'ok');
}
