import type { IncomingMessage, ServerResponse } from 'node:http';
import { type Outcome, whole } from '../faulty/outcome.ts';
import { finished, sendOutcome } from '../faulty/send-outcome.ts';
import { readBody } from '../http.ts';
import type { Journal } from '../journal.ts';
import { invalid, noSuchRoute, unauthorized } from './answers.ts';
import { SignatureCheck, type XTokens } from './oauth1.ts';
import type { SimulatedX, XFact } from './simulated-x.ts';

/** X's own API in front of the simulated account: authentication, routing, and answers that may never arrive. */
export function xRoutes(x: SimulatedX, tokens: XTokens, journal: Journal<XFact>, clockMs: () => number) {
  const signatures = new SignatureCheck(tokens);

  async function decide(request: IncomingMessage, body: string, url: URL): Promise<Outcome> {
    const host = request.headers.host ?? 'localhost';
    // A client that only redirects the socket signs for the real X.
    const origins = [`http://${host}`, `https://${host}`, 'https://api.x.com', 'https://api.twitter.com'];
    const { method = 'GET', url: target = '/' } = request;
    const { authorization, 'content-type': contentType = '' } = request.headers;
    const isForm = /^application\/x-www-form-urlencoded\b/i.test(contentType);
    const form = isForm ? new URLSearchParams(body) : undefined;
    const genuine = signatures.check({ method, target, origins, authorization, form }, clockMs());
    if (genuine !== 'ok') return whole({ ...unauthorized(), headers: { 'x-simulator-reason': genuine } });
    return route(method, url, body, contentType);
  }

  function route(method: string, url: URL, body: string, contentType: string): Outcome {
    const query = Object.fromEntries(url.searchParams);
    const [, , resource, id, sub, ...rest] = url.pathname.split('/');
    const call = `${method} ${resource}${id === undefined ? '' : id === 'me' ? '/me' : '/:id'}${sub === undefined ? '' : `/${sub}`}`;
    if (rest.length > 0) return whole(noSuchRoute());
    if (id !== undefined && id !== 'me' && !/^\d{1,19}$/.test(id)) {
      return whole(invalid({ id: [id] }, `The \`id\` query parameter value [${id}] is not valid`));
    }
    switch (call) {
      case 'POST tweets':
        return posted(body, contentType);
      case 'GET tweets':
        return x.lookup((query.ids ?? '').split(','), query, clockMs());
      case 'DELETE tweets/:id':
        return x.remove(id!, clockMs());
      case 'GET users/:id/tweets':
        return x.timeline(id!, query, clockMs());
      case 'GET users/me':
        return x.me(clockMs());
      default:
        return whole(noSuchRoute());
    }
  }

  function posted(body: string, contentType: string): Outcome {
    if (!/^application\/json\b/i.test(contentType)) {
      return whole(invalid({}, 'Requests with bodies must have content-type of application/json.'));
    }
    try {
      return x.post(JSON.parse(body), clockMs());
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
    await journal.stored();
    sendOutcome(request, response, outcome);
  };
}
