import type { IncomingMessage, ServerResponse } from 'node:http';
import { gzipSync } from 'node:zlib';
import type { Outcome } from './outcome.ts';

/** Waits until the far side has done what it works on, by the clock of the world. */
export async function finished(
  outcome: Outcome,
  settle: (nowMs: number) => void,
  clockMs: () => number,
): Promise<Outcome & { type: 'answered' }> {
  if (outcome.type === 'answered') return outcome;
  // What is being worked on is finished also when its client has left, as it is out there.
  while (clockMs() < outcome.atMs) {
    await new Promise((wake) => setTimeout(wake, outcome.atMs - clockMs()).unref());
  }
  settle(clockMs());
  return finished(outcome.result()!, settle, clockMs);
}

/** Sends an answer, or as much of it as arrives. */
export function sendOutcome(
  request: IncomingMessage,
  response: ServerResponse,
  outcome: Outcome & { type: 'answered' },
): void {
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
