import type { IncomingMessage, ServerResponse } from 'node:http';
import { gzipSync } from 'node:zlib';
import { readBody } from '../http.ts';
import type { Journal } from '../journal.ts';
import { type Answer, invalid, noSuchRoute, unauthorized } from './answers.ts';
import { SignatureCheck, type XTokens } from './oauth1.ts';
import type { Outcome, SimulatedX, XFact } from './simulated-x.ts';

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

  async function finished(outcome: Outcome): Promise<Outcome & { type: 'answered' }> {
    if (outcome.type === 'answered') return outcome;
    // What is being worked on is finished also when its client has left, as at X.
    while (clockMs() < outcome.atMs) {
      await new Promise((wake) => setTimeout(wake, outcome.atMs - clockMs()).unref());
    }
    x.settle(clockMs());
    return finished(outcome.result()!);
  }

  return async function handle(request: IncomingMessage, response: ServerResponse, url: URL): Promise<void> {
    const outcome = await finished(await decide(request, await readBody(request), url));
    // No answer, and no read, may tell of what a power cut could still undo.
    await journal.stored();
    send(request, response, outcome);
  };
}

const whole = (answer: Answer): Outcome => ({ type: 'answered', answer, arrives: 'whole' });

function send(request: IncomingMessage, response: ServerResponse, outcome: Outcome & { type: 'answered' }): void {
  const { answer, arrives, overMs = 0 } = outcome;
  const body = Buffer.from(typeof answer.body === 'string' ? answer.body : JSON.stringify(answer.body));
  const head = { 'content-type': 'application/json; charset=utf-8', ...answer.headers };
  const half = (bytes: Buffer) => bytes.subarray(0, Math.ceil(bytes.length / 2));
  const destroy = () => void request.socket.destroy();
  switch (arrives) {
    case 'whole':
      response.writeHead(answer.status, { ...head, 'content-length': body.length }).end(body);
      return;
    case 'nothing':
      destroy();
      return;
    case 'never':
      return;
    case 'empty':
      response.writeHead(answer.status, { ...head, 'content-length': 0 }).end();
      return;
    case 'head':
      response.writeHead(answer.status, { ...head, 'content-length': body.length });
      response.flushHeaders();
      response.socket?.write('', destroy);
      return;
    case 'half':
      response.writeHead(answer.status, { ...head, 'content-length': body.length });
      response.write(half(body), destroy);
      return;
    case 'half gzip':
      response.writeHead(answer.status, { ...head, 'content-encoding': 'gzip' });
      response.write(half(gzipSync(body)), destroy);
      return;
    case 'mangled':
      response.writeHead(answer.status, { ...head, 'content-encoding': 'gzip' }).end('this is not gzip');
      return;
    case 'dribbling':
      response.writeHead(answer.status, { ...head, 'content-length': body.length });
      dribble(response, body, overMs);
      return;
  }
}

/** Sends the body in ten pieces spread evenly over `overMs`, so that an idle timeout never fires. */
function dribble(response: ServerResponse, body: Buffer, overMs: number): void {
  const size = Math.ceil(body.length / 10);
  let sent = 0;
  const timer = setInterval(() => {
    if (response.destroyed) return clearInterval(timer);
    response.write(body.subarray(sent, sent + size));
    sent += size;
    if (sent < body.length) return;
    clearInterval(timer);
    response.end();
  }, overMs / 10);
  timer.unref();
}
