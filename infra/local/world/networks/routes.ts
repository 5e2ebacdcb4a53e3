import type { IncomingMessage, ServerResponse } from 'node:http';
import { finished, sendOutcome } from '../faulty/send-outcome.ts';
import { readBody } from '../http.ts';
import { queryIn } from './network.ts';
import type { RunningNetwork } from './running.ts';

/** The servers of the networks, each below its own path. True if the request was for one of them. */
export function networkRoutes(networks: readonly RunningNetwork[], clockMs: () => number) {
  return async function handle(request: IncomingMessage, response: ServerResponse, url: URL): Promise<boolean> {
    const network = networks.find(({ mount }) => url.pathname.startsWith(`${mount}/`));
    if (!network) return false;
    const { simulated, journal, mount } = network;
    const body = await readBody(request);
    const asked = {
      method: request.method ?? 'GET',
      path: url.pathname.slice(mount.length),
      query: queryIn(url.searchParams),
      headers: Object.fromEntries(Object.entries(request.headers).map(([name, value]) => [name, String(value)])),
      body,
    };
    const outcome = simulated.answer(asked, clockMs());
    const answered = await finished(outcome, (nowMs) => simulated.settle(nowMs), clockMs);
    // No answer, and no read, may tell of what a power cut could still undo.
    await journal.stored();
    sendOutcome(request, response, answered);
    return true;
  };
}
