import type { Carried, Challenge, HookKeys, SignedCall } from '../../ports/carrier.ts';
import { type Answered, carriedBy, type Verdict } from '../https/carried.ts';
import { CALL_DEADLINE_MS, callOutside, type OutgoingCall, type Surroundings } from '../https/guarded-call.ts';
import { publicKeyText, signedHeaders } from './signature.ts';

const WHO = 'the webhook';

/**
 * Calls a webhook by Standard Webhooks 1.0.0, once for each body and in order, all within the time of one call; the first
 * that is not taken ends it. On the next try all are sent again: a receiver knows those that it has by their id.
 */
export async function carryWebhook(
  address: string,
  calls: readonly SignedCall[],
  keys: HookKeys,
  surroundings?: Surroundings,
): Promise<Carried> {
  const until = Date.now() + CALL_DEADLINE_MS;
  let carried: Carried = { is: 'taken', receipt: '' };
  for (const call of calls) {
    const deadlineMs = until - Date.now();
    if (deadlineMs <= 0) return { is: 'not-now', reason: `${WHO} was too slow for all that belongs together` };
    const result = await signedCall(address, call, keys, { deadlineMs }, surroundings);
    carried = carriedBy(result, WHO, { verdict, receipt: () => call.id });
    if (carried.is !== 'taken') return carried;
  }
  return carried;
}

/** So much of the answer to a challenge is read: it may be wrapped in JSON, and is not a page. */
const ANSWER_BYTES = 2_000;

/**
 * Sends `challenge` to an endpoint, which proves by echoing it (alone or anywhere in a JSON answer) that it wants our calls:
 * whoever names the server of somebody else gets no further. The call brings what its later ones are checked by, because
 * whoever typed the address may not be its owner. `refused`: it answered, without the echo.
 */
export async function challengeWebhook(
  address: string,
  { id, challenge, unsubscribe }: Challenge,
  keys: HookKeys,
  surroundings?: Surroundings,
): Promise<Carried> {
  const body = JSON.stringify({
    type: 'endpoint.challenge',
    timestamp: new Date().toISOString(),
    data: { challenge, secret: keys.secret, publicKey: publicKeyText(keys), unsubscribe },
  });
  const result = await signedCall(address, { id, body }, keys, { readUpTo: ANSWER_BYTES }, surroundings);
  const carried = carriedBy(result, WHO, { verdict, receipt: () => id });
  if (carried.is !== 'taken' || result.is !== 'answered' || result.body.includes(challenge)) return carried;
  return { is: 'refused', reason: `${WHO} answered ${result.status} without the challenge` };
}

const signedCall = (
  url: string,
  { id, body }: SignedCall,
  keys: HookKeys,
  how: Pick<OutgoingCall, 'deadlineMs' | 'readUpTo'>,
  surroundings?: Surroundings,
) => {
  const headers = { 'content-type': 'application/json', ...signedHeaders(id, body, Date.now(), keys) };
  return callOutside({ url, body, headers, ...how }, surroundings);
};

/** Only 410 says that nobody wants more; any other answer is a failure, which the same call may overcome. */
function verdict({ status }: Answered): Verdict {
  if (status >= 200 && status < 300) return 'taken';
  return status === 410 ? 'gone' : 'not-now';
}
