import type { IncomingMessage } from 'node:http';
import * as http from 'node:http';
import * as https from 'node:https';
import type { Socket } from 'node:net';
import { ApiResponseError, type ITwitterApiClientPlugin, TwitterApi } from 'twitter-api-v2';
import type { XAnswer } from './classify.ts';

/** OAuth 1.0a tokens of app and account. They do not expire, so no refresh can come between a claim and its post. */
export type XTokens = { appKey: string; appSecret: string; accessToken: string; accessSecret: string };

/** Where X is, and how long one call may take by the clock on the wall. */
export type XServer = {
  baseUrl: string;
  deadlineMs?: number;
  /** For tests against a server whose certificate nobody signed. */
  agent?: https.Agent;
};

/** How far a call got that has no complete answer. Before the connection stood, nothing can have been sent. */
export type CallResult = ({ type: 'answered' } & XAnswer) | { type: 'unanswered'; connected: boolean; reason: string };

const LIBRARY_BASE = 'https://api.x.com';

/** An X that has not answered by then will be asked again, by reading the timeline. */
export const DEADLINE_MS = 8_000;

/**
 * One call through twitter-api-v2, with what the library leaves to its users: a deadline (it has none), no compression
 * (a truncated gzip body hangs it, a broken one kills the process), a fresh connection (a kept one may be dead, and the
 * failure says nothing), and how far the call got (its errors do not tell, and it calls a bare 201 a success). `tokens`: the account's, or the app's bearer
 * token, which is all that counts take.
 */
export async function guardedCall(
  tokens: XTokens | string,
  server: XServer,
  call: (client: TwitterApi) => Promise<unknown>,
): Promise<CallResult> {
  const progress: { connected: boolean; response?: IncomingMessage } = { connected: false };
  const secure = server.baseUrl.startsWith('https:');
  const settings = {
    // The library always speaks through `https`; an agent of the other protocol is what makes it speak http.
    httpAgent: server.agent ?? new (secure ? https : http).Agent({ keepAlive: false }),
    compression: 'identity' as const,
    plugins: [guard(server, progress)],
  };
  const client =
    typeof tokens === 'string' ? new TwitterApi(tokens, settings) : new TwitterApi({ ...tokens }, settings);
  try {
    const body = await call(client);
    return answered(progress.response, body) ?? unanswered(progress.connected, 'the call ended without an answer');
  } catch (error) {
    const body = error instanceof ApiResponseError ? error.data : undefined;
    return answered(progress.response, body) ?? unanswered(progress.connected, causeOf(error));
  }
}

function guard(server: XServer, progress: { connected: boolean; response?: IncomingMessage }): ITwitterApiClientPlugin {
  const base = server.baseUrl.replace(/\/$/, '');
  const ready = base.startsWith('https:') ? 'secureConnect' : 'connect';
  return {
    onBeforeRequestConfig({ params }) {
      params.url = params.url.replace(LIBRARY_BASE, base);
      params.requestEventDebugHandler = (event: string, data?: { socket?: Socket; res?: IncomingMessage }) => {
        if (event === 'response' && data?.res) progress.response = data.res;
        if (event === 'socket') {
          data?.socket?.once(ready, () => {
            progress.connected = true;
          });
        }
      };
    },
    onBeforeRequest({ requestOptions }) {
      Object.assign(requestOptions, { signal: AbortSignal.timeout(server.deadlineMs ?? DEADLINE_MS) });
    },
  };
}

/** A status line is an answer even where the body broke off; what its body would have said is then unknown. */
function answered(response: IncomingMessage | undefined, body: unknown): CallResult | undefined {
  if (response?.statusCode === undefined) return undefined;
  return { type: 'answered', status: response.statusCode, headers: response.headers, body };
}

const unanswered = (connected: boolean, reason: string): CallResult => ({ type: 'unanswered', connected, reason });

/** The library's own getter for the cause of a failed request is always undefined; the cause sits in its options. */
function causeOf(error: unknown): string {
  const cause = (error as { _options?: { error?: unknown } })._options?.error ?? error;
  const { code, message } = cause as { code?: string; message?: string };
  return [code, message].filter((part) => part).join(': ') || String(cause);
}
