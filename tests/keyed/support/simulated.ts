import type { Outcome } from '../../../infra/local/world/faulty/outcome.ts';
import { memoryJournal } from '../../../infra/local/world/journal.ts';
import { queryIn } from '../../../infra/local/world/networks/network.ts';
import { NETWORKS } from '../../../infra/local/world/networks/shipped.ts';
import { type Ask, type NetworkAnswer, objectIn } from '../../../shared/adapters/networks/asking.ts';
import type { NetworkSecret } from '../../../shared/adapters/networks/secret.ts';
import { SECOND_MS } from '../../../shared/core/instant.ts';
import type { KeyedChannelName } from '../../../shared/core/keyed/shipped.ts';
import type { VirtualClock } from '../../x/support/virtual-clock.ts';

/** What our client waits for an answer (shared/adapters/https/guarded-call.ts). */
const DEADLINE_MS = 10 * SECOND_MS;

/** The world's network without sockets, under a virtual clock. A lost answer costs its whole deadline. */
export function simulated(name: KeyedChannelName, clock: VirtualClock) {
  const { begin, secret } = NETWORKS.find((one) => one.name === name)!;
  const network = begin(memoryJournal());
  const server = 'https://network.example.com';

  function settled(outcome: Outcome): (Outcome & { type: 'answered' }) | undefined {
    if (outcome.type === 'answered') return outcome;
    if (outcome.atMs > clock.ms + DEADLINE_MS) return undefined;
    clock.ms = outcome.atMs;
    network.settle(clock.ms);
    const result = outcome.result();
    return result === undefined ? undefined : settled(result);
  }

  const ask: Ask = async ({ method, url, headers = {}, body }): Promise<NetworkAnswer> => {
    clock.ms += 100;
    const { pathname, searchParams } = new URL(url);
    const request = {
      method,
      path: pathname,
      query: queryIn(searchParams),
      headers: { ...headers, ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
      body: body === undefined ? '' : JSON.stringify(body),
    };
    const outcome = settled(network.answer(request, clock.ms));
    // A connection that breaks off says so at once; who is silent is waited for.
    if (outcome === undefined || ['never', 'dribbling'].includes(outcome.arrives)) {
      clock.ms += DEADLINE_MS;
      return { is: 'unanswered', reason: 'no answer within 10 s' };
    }
    if (outcome.arrives === 'nothing') return { is: 'unanswered', reason: 'ECONNRESET' };
    const { status, headers: sent, body: said } = outcome.answer;
    const text = typeof said === 'string' ? said : JSON.stringify(said);
    return { is: 'answered', status, headers: sent, json: outcome.arrives === 'whole' ? objectIn(text) : undefined };
  };

  return { network, ask, secret: secret(server) as NetworkSecret };
}
