import type { IncomingMessage, ServerResponse } from 'node:http';
import { type Outcome, whole } from '../faulty/outcome.ts';
import { finished, sendOutcome } from '../faulty/send-outcome.ts';
import { readBody } from '../http.ts';
import type { Journal } from '../journal.ts';
import { invalid, noSuchRoute, unauthorized, wrongKindOfToken } from './answers.ts';
import { SignatureCheck, type XTokens } from './oauth1.ts';
import type { SimulatedX } from './simulated-x.ts';

/** Whose token a call takes: the account's (OAuth 1.0a), the app's (bearer), or either. */
const CALLS = [
  { name: 'post', method: 'POST', path: /^tweets$/, by: 'user' },
  { name: 'lookup', method: 'GET', path: /^tweets$/, by: 'either' },
  { name: 'counts', method: 'GET', path: /^tweets\/counts\/recent$/, by: 'app' },
  { name: 'one', method: 'GET', path: /^tweets\/([^/]+)$/, by: 'either' },
  { name: 'delete', method: 'DELETE', path: /^tweets\/([^/]+)$/, by: 'user' },
  { name: 'users', method: 'GET', path: /^users$/, by: 'either' },
  { name: 'me', method: 'GET', path: /^users\/me$/, by: 'user' },
  { name: 'timeline', method: 'GET', path: /^users\/([^/]+)\/tweets$/, by: 'either' },
  { name: 'mentions', method: 'GET', path: /^users\/([^/]+)\/mentions$/, by: 'either' },
  { name: 'messages', method: 'GET', path: /^dm_events$/, by: 'user' },
  { name: 'messages-with', method: 'GET', path: /^dm_conversations\/with\/([^/]+)\/dm_events$/, by: 'user' },
  { name: 'send-message', method: 'POST', path: /^dm_conversations\/with\/([^/]+)\/messages$/, by: 'user' },
] as const;

/** X's own API in front of the simulated account: authentication, routing, and answers that may never arrive. */
export function xRoutes(
  x: SimulatedX,
  { tokens, bearer }: { tokens: XTokens; bearer: string },
  journals: readonly Pick<Journal<never>, 'stored'>[],
  clockMs: () => number,
) {
  const signatures = new SignatureCheck(tokens);

  async function decide(request: IncomingMessage, body: string, url: URL): Promise<Outcome> {
    const host = request.headers.host ?? 'localhost';
    // A client that only redirects the socket signs for the real X.
    const origins = [`http://${host}`, `https://${host}`, 'https://api.x.com', 'https://api.twitter.com'];
    const { method = 'GET', url: target = '/' } = request;
    const { authorization, 'content-type': contentType = '' } = request.headers;
    const isForm = /^application\/x-www-form-urlencoded\b/i.test(contentType);
    const form = isForm ? new URLSearchParams(body) : undefined;
    if (authorization?.startsWith('Bearer ')) {
      if (authorization !== `Bearer ${bearer}`) return whole(unauthorized());
      return route(method, url, body, contentType, 'app');
    }
    const genuine = signatures.check({ method, target, origins, authorization, form }, clockMs());
    if (genuine !== 'ok') return whole({ ...unauthorized(), headers: { 'x-simulator-reason': genuine } });
    return route(method, url, body, contentType, 'user');
  }

  function route(method: string, url: URL, body: string, contentType: string, by: 'app' | 'user'): Outcome {
    const query = Object.fromEntries(url.searchParams);
    const path = url.pathname.slice('/2/'.length);
    const call = CALLS.find((one) => one.method === method && one.path.test(path));
    if (call === undefined) return whole(noSuchRoute());
    const [, id = ''] = call.path.exec(path) ?? [];
    if (id !== '' && !/^\d{1,19}$/.test(id)) {
      return whole(invalid({ id: [id] }, `The \`id\` query parameter value [${id}] is not valid`));
    }
    if (by === 'user' && call.by === 'app')
      return whole(wrongKindOfToken('OAuth 1.0a User Context', 'OAuth 2.0 Application-Only'));
    if (by === 'app' && call.by === 'user')
      return whole(wrongKindOfToken('OAuth 2.0 Application-Only', 'OAuth 1.0a User Context, OAuth 2.0 User Context'));
    switch (call.name) {
      case 'post':
        return posted(body, contentType, (json) => x.post(json, clockMs()));
      case 'lookup':
        return x.lookup((query.ids ?? '').split(','), query, clockMs());
      case 'counts':
        return x.counts(query, clockMs());
      case 'one':
        return oneOf(x.lookup([id], query, clockMs()));
      case 'delete':
        return x.remove(id, clockMs());
      case 'timeline':
        return x.timeline(id, query, clockMs());
      case 'mentions':
        return x.mentions(id, query, clockMs());
      case 'users':
        return x.users((query.ids ?? '').split(','), query, clockMs());
      case 'me':
        return x.me(clockMs());
      case 'messages':
        return x.messages(query, clockMs());
      case 'messages-with':
        return x.messages(query, clockMs(), id);
      case 'send-message':
        return posted(body, contentType, (json) => x.sendMessage(id, json, clockMs()));
    }
  }

  function posted(body: string, contentType: string, act: (json: unknown) => Outcome): Outcome {
    if (!/^application\/json\b/i.test(contentType)) {
      return whole(invalid({}, 'Requests with bodies must have content-type of application/json.'));
    }
    try {
      return act(JSON.parse(body));
    } catch (error) {
      if (error instanceof SyntaxError) return whole(invalid({}, 'Invalid JSON in the request body.'));
      throw error;
    }
  }

  return async function handle(request: IncomingMessage, response: ServerResponse, url: URL): Promise<void> {
    const outcome = await finished(
      await decide(request, await readBody(request), url),
      (nowMs) => x.settle(nowMs),
      clockMs,
    );
    // No answer, and no read, may tell of what a power cut could still undo.
    await Promise.all(journals.map((journal) => journal.stored()));
    sendOutcome(request, response, outcome);
  };
}

/** What a look at several told, as a look at one tells it. */
function oneOf(outcome: Outcome): Outcome {
  if (outcome.type !== 'answered' || outcome.answer.status !== 200) return outcome;
  const { data, ...rest } = outcome.answer.body as { data?: unknown[] };
  return { ...outcome, answer: { ...outcome.answer, body: { ...(data && { data: data[0] }), ...rest } } };
}
