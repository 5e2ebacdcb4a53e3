import http from 'node:http';
import { close, listen } from './listen.ts';

export interface LoopbackServer {
  readonly port: number;
  /** Replaces what answers. Until the first time every request gets 503. */
  serve(listener: http.RequestListener): void;
  stop(): Promise<void>;
}

/**
 * Listens on 127.0.0.1, and on ::1 where the machine has it, because `localhost` may mean either. `port` 0 picks a
 * free one. Rejects with `EADDRINUSE` if somebody else listens there.
 */
export async function listenOnLoopback(port: number): Promise<LoopbackServer> {
  let answer: http.RequestListener = (_request, response) => {
    response.writeHead(503, { 'content-type': 'text/plain', 'retry-after': '1' }).end('Starting.\n');
  };
  const serverFor = () =>
    http.createServer({ noDelay: true, keepAliveTimeout: 60_000 }, (request, response) => {
      // Node's own is the machine's, whatever the time is in the cloud.
      response.setHeader('date', new Date().toUTCString());
      answer(request, response);
    });

  const [ipv4, ipv6] = [serverFor(), serverFor()];
  const servers = [ipv4];
  const chosen = await listen(ipv4, port, '127.0.0.1');
  try {
    await listen(ipv6, chosen, '::1');
    servers.push(ipv6);
  } catch (error) {
    // A machine without IPv6 is fine; another program that answers for `localhost` is not.
    if (port !== 0 && (error as NodeJS.ErrnoException).code === 'EADDRINUSE') {
      await close(ipv4);
      throw error;
    }
  }
  return {
    port: chosen,
    serve(listener) {
      answer = listener;
    },
    async stop() {
      await Promise.all(servers.map(close));
    },
  };
}
