import { createServer, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { onTestFinished } from 'vitest';
import type { Surroundings } from '../../shared/adapters/https/guarded-call.ts';
import { nearbyIn } from '../../shared/adapters/https/nearby.ts';
import type { RoomWords } from '../../shared/ports/carrier.ts';

export type Heard = { path: string; headers: IncomingHttpHeaders; body: Buffer };

/** Somebody who answers under `host` as the example says, and what they heard. Stopped after the test. */
export async function givenHost(
  host: string,
  answer: (response: ServerResponse, heard: Heard, request: IncomingMessage) => void,
): Promise<{ heard: Heard[]; surroundings: Surroundings; stop: () => void }> {
  const heard: Heard[] = [];
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const one = { path: request.url ?? '', headers: request.headers, body: Buffer.concat(chunks) };
    heard.push(one);
    answer(response, one, request);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const stop = () => {
    server.closeAllConnections();
    server.close();
  };
  onTestFinished(stop);
  const { port } = server.address() as AddressInfo;
  return { heard, stop, surroundings: { nearby: nearbyIn(`${host}=${port}`) } };
}

/** An answer with this status, and what else the example says. */
export const answering =
  (status: number, headers: Record<string, string> = {}, body = '') =>
  (response: ServerResponse): void => {
    response.writeHead(status, headers).end(body);
  };

export const words = (said: Partial<RoomWords> = {}): RoomWords => ({
  headline: 'Example Cloud: Identified: Checkout fails',
  message: 'We know the cause.\n\nA repair is on its way.',
  lines: ['Next update by 14:30 UTC.', 'Said at 14:00 UTC on 22 Nov 2026.'],
  page: { label: 'Everything that was said', url: 'https://status.example.com/incidents/i1' },
  stop: { label: 'Stop these messages', url: 'https://status.example.com/s/u/t0k.en' },
  ...said,
});
