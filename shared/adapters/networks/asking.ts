import type { IncomingHttpHeaders } from 'node:http';
import type { Closing } from '../../core/channel/gate.ts';
import { instant } from '../../core/instant.ts';
import type { KeyedGateKind } from '../../core/keyed/account.ts';
import type { SayOutcome } from '../../ports/keyed-channel.ts';
import { type CallResult, callOutside, type Surroundings } from '../https/guarded-call.ts';
import { retryAfterMs } from '../https/retry-after.ts';

/** A request to a network's server. A body is sent as JSON. */
export type NetworkRequest = {
  method: 'GET' | 'POST';
  url: string;
  headers?: Readonly<Record<string, string>>;
  body?: object;
};

/** How far it got; what was answered, as JSON where it is. */
export type NetworkAnswer =
  | {
      is: 'answered';
      status: number;
      headers: IncomingHttpHeaders;
      json: Readonly<Record<string, unknown>> | undefined;
    }
  | { is: 'not-sent' | 'unanswered'; reason: string };

export type Answered = NetworkAnswer & { is: 'answered' };

/** One attempt, never repeated. */
export type Ask = (request: NetworkRequest) => Promise<NetworkAnswer>;

/** A query in which a name may stand more than once, as lists are given. */
export function queryOf(pairs: readonly (readonly [string, string])[]): URLSearchParams {
  const query = new URLSearchParams();
  for (const [name, value] of pairs) query.append(name, value);
  return query;
}

/** A server that says that there is always more is not believed for ever. */
export const PAGES_AT_MOST = 25;

/** A hundred posts with all that a network tells of each. */
const READ_UP_TO = 2_000_000;

/** Asks over the web, under the guard that every call to somebody else's server has. */
export const askingOutside =
  (surroundings: Surroundings = {}): Ask =>
  async ({ method, url, headers, body }) => {
    const json = body === undefined ? '' : JSON.stringify(body);
    const answer = await callOutside(
      {
        url,
        method,
        body: json,
        headers: { accept: 'application/json', ...(body && { 'content-type': 'application/json' }), ...headers },
        readUpTo: READ_UP_TO,
        chosenBy: 'house',
      },
      surroundings,
    );
    return heard(answer);
  };

function heard(answer: CallResult): NetworkAnswer {
  if (answer.is === 'not-allowed') return { is: 'not-sent', reason: `its address may not be called: ${answer.why}` };
  if (answer.is !== 'answered') return answer;
  return { is: 'answered', status: answer.status, headers: answer.headers, json: objectIn(answer.body) };
}

/** The object or list that a body holds; undefined for what is neither, or broke off. */
export function objectIn(body: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const json: unknown = JSON.parse(body);
    return typeof json === 'object' && json !== null ? (json as Readonly<Record<string, unknown>>) : undefined;
  } catch {
    return undefined;
  }
}

/** What every network means by an answer that is about the account, and not about one post; undefined for others. */
export function closingOf(
  answer: Answered,
  reason: string,
  resetAt: string | undefined,
  nowMs: number,
): Closing<KeyedGateKind> | undefined {
  switch (answer.status) {
    case 401:
      return { kind: 'unauthorized', reason };
    case 403:
      return { kind: 'suspended', reason };
    case 429: {
      const wait = retryAfterMs(answer.headers, nowMs);
      const until = resetAt ?? (wait === undefined ? undefined : instant(nowMs + wait));
      return { kind: 'rate', reason, ...(until === undefined ? {} : { until }) };
    }
    case 410:
      return { kind: 'gone', reason };
    default:
      return answer.status >= 300 && answer.status < 400 ? { kind: 'gone', reason } : undefined;
  }
}

/** What it means for a post that its request was not answered. */
export function unheard({ is, reason }: NetworkAnswer & { is: 'not-sent' | 'unanswered' }): SayOutcome {
  if (is === 'unanswered') return { outcome: 'unknown', reason };
  return isNobody(reason)
    ? { outcome: 'closed', kind: 'gone', reason: 'no server has this name' }
    : { outcome: 'not-sent', reason };
}

/** No server of this name exists any more; everything else may pass. */
export const isNobody = (reason: string): boolean => reason === 'ENOTFOUND';
