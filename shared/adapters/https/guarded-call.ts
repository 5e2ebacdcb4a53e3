import { lookup as resolve } from 'node:dns/promises';
import * as http from 'node:http';
import * as https from 'node:https';
import type { LookupFunction } from 'node:net';
import { type ChosenBy, type UnfitAddress, unfitAddress } from '../../core/hooks/address.ts';
import { SECOND_MS } from '../../core/instant.ts';
import { LOOPBACK, type Nearby, nearbyIn, nearbyPort } from './nearby.ts';
import { isPublicAddress } from './public-address.ts';

/** Far less than a function has, and long enough for a receiver that is started by the call (docs/rules.md, Calls outside). */
export const CALL_DEADLINE_MS = 10 * SECOND_MS;

export type OutgoingCall = {
  url: string;
  /** `POST`, if not said. */
  method?: 'GET' | 'POST';
  body: string | Uint8Array;
  headers: Readonly<Record<string, string>>;
  /** The whole call, from the question for its name to the end of its answer. */
  deadlineMs?: number;
  /** How many bytes of the answer's body are kept, for whoever knows what to look for; the rest is never read. */
  readUpTo?: number;
  /** A stranger, if not said. */
  chosenBy?: ChosenBy;
};

/**
 * How far a call came. `not-allowed`: it was not made, and never will be. `not-sent`: nobody can have heard it. `unanswered`:
 * somebody may have. A reason names what failed and never the address, which is a secret.
 */
export type CallResult =
  | { is: 'answered'; status: number; headers: http.IncomingHttpHeaders; body: string }
  | { is: 'not-allowed'; why: UnfitAddress }
  | { is: 'not-sent'; reason: string }
  | { is: 'unanswered'; reason: string };

/** What a test puts in the place of the machine's resolver, of its environment, and of what the web can reach; and how long is waited. */
export type Surroundings = {
  resolve?: (host: string) => Promise<readonly { address: string; family: number }[]>;
  nearby?: Nearby;
  isPublic?: (address: string) => boolean;
  /** No call takes longer than this: of whoever has less time than a call may take. */
  atMostMs?: number;
};

/** Why `url` may not be called, from its spelling; undefined if it may. What this machine stands for itself is let through. */
export function unfitToCall(
  url: string,
  chosenBy: ChosenBy = 'stranger',
  nearby: Nearby = ownNearby(),
): UnfitAddress | undefined {
  if (URL.canParse(url) && nearbyPort(new URL(url), chosenBy, nearby) !== undefined) return undefined;
  return unfitAddress(url, chosenBy);
}

/**
 * The one way in which a host is called that somebody else chose: over https to a public address, checked when the
 * connection is made (a name that was harmless a moment ago may not be now), without following anybody anywhere, on a
 * connection of its own, within a deadline, and without reading more than was asked for.
 *
 * What this keeps safe is the function itself: on its loopback lies Lambda's runtime API (docs/adr/0045).
 */
export async function callOutside(call: OutgoingCall, surroundings: Surroundings = {}): Promise<CallResult> {
  const { readUpTo = 0, chosenBy = 'stranger', method = 'POST' } = call;
  const { nearby = ownNearby(), atMostMs = CALL_DEADLINE_MS } = surroundings;
  const deadlineMs = Math.min(call.deadlineMs ?? CALL_DEADLINE_MS, atMostMs);
  const why = unfitToCall(call.url, chosenBy, nearby);
  if (why !== undefined) return { is: 'not-allowed', why };

  const url = new URL(call.url);
  const port = nearbyPort(url, chosenBy, nearby);
  const signal = AbortSignal.timeout(deadlineMs);
  const common = {
    method,
    path: `${url.pathname}${url.search}`,
    headers: {
      'user-agent': 'Candor',
      ...call.headers,
      host: url.host,
      'content-length': Buffer.byteLength(call.body),
    },
    // A kept connection may be dead, and was checked for another call.
    agent: false,
    signal,
  } as const;
  return new Promise((settle) => {
    const progress = { sent: false };
    const request =
      port === undefined
        ? https.request({ ...common, host: url.hostname, port: url.port || 443, lookup: publicOnly(surroundings) })
        : http.request({ ...common, host: 'localhost', port, lookup: onLoopback });
    request.once('socket', (socket) => {
      socket.once(port === undefined ? 'secureConnect' : 'connect', () => {
        progress.sent = true;
      });
    });
    request.once('response', (response) => {
      const { statusCode: status = 0, headers } = response;
      void beginning(response, readUpTo).then((body) => settle({ is: 'answered', status, headers, body }));
    });
    request.on('error', (error: NodeJS.ErrnoException) => {
      if (error instanceof NotPublic) return settle({ is: 'not-allowed', why: 'not-public' });
      const reason = signal.aborted ? `no answer within ${deadlineMs / SECOND_MS} s` : (error.code ?? 'it failed');
      settle({ is: progress.sent ? 'unanswered' : 'not-sent', reason });
    });
    request.end(call.body);
  });
}

const ownNearby = (): Nearby => nearbyIn(process.env.CANDOR_NEARBY);

const resolveAll = (host: string) => resolve(host, { all: true });

class NotPublic extends Error {}

/** Gives the connection the very addresses that were checked. One of them that is not public condemns the name. */
const publicOnly =
  ({ resolve: resolver = resolveAll, isPublic = isPublicAddress }: Surroundings): LookupFunction =>
  (host, options, callback) => {
    resolver(host).then(
      (addresses) => {
        const isFit = addresses.length > 0 && addresses.every(({ address }) => isPublic(address));
        if (isFit) answer(addresses, options, callback);
        else callback(new NotPublic(), '', 0);
      },
      (error) => callback(error, '', 0),
    );
  };

const onLoopback: LookupFunction = (_host, options, callback) => {
  const addresses = LOOPBACK.map((address) => ({ address, family: address.includes(':') ? 6 : 4 }));
  process.nextTick(() => answer(addresses, options, callback));
};

function answer(
  addresses: readonly { address: string; family: number }[],
  { all }: Parameters<LookupFunction>[1],
  callback: Parameters<LookupFunction>[2],
): void {
  if (all) callback(null, [...addresses]);
  else callback(null, addresses[0]!.address, addresses[0]!.family);
}

/** At most `bytes` of the body; what was promised behind them, or broke off, is nobody's. */
async function beginning(response: http.IncomingMessage, bytes: number): Promise<string> {
  const chunks: Buffer[] = [];
  let read = 0;
  try {
    if (bytes > 0)
      for await (const chunk of response) {
        chunks.push(chunk);
        read += chunk.length;
        if (read >= bytes) break;
      }
  } catch {
    // The status line stands all the same.
  }
  response.destroy();
  return Buffer.concat(chunks).subarray(0, bytes).toString('utf8');
}
