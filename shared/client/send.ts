import { Unreachable } from './problem.ts';

/** What the client needs of its surroundings; each part can be replaced in a test. */
export type ClientSurroundings = {
  fetch: (url: string, init: RequestInit) => Promise<Response>;
  wait: (ms: number) => Promise<void>;
  now: () => number;
  random: () => number;
};

const FIRST_WAIT_MS = 250;
const LONGEST_WAIT_MS = 8_000;

/** How often and how long we try before we give up. */
export type Patience = {
  attempts: number;
  /** One attempt. Longer than the API itself takes to give up on what it calls, unless the caller has less time. */
  answerWithinMs?: number;
  /** Longer than this we do not sleep for anybody: a person is waiting, and gets the refusal instead. */
  longestRetryAfterMs?: number;
  /** Ends whatever is tried: the caller has no more time than this for all that it calls. */
  until?: AbortSignal | undefined;
};

/** For whoever has time: a person at a terminal, a script. */
export const USUAL_PATIENCE = { answerWithinMs: 15_000, longestRetryAfterMs: 60_000 } as const;

/** 429 and 503 say "later", and the gateway's 502 and 504 say nothing about the command: its key makes asking again safe. */
const LATER = [429, 502, 503, 504];

/**
 * Sends one request, again after a network error or an answer that means "later", with growing, jittered waits.
 * The caller passes a request that is safe to repeat. Throws `Unreachable` if nobody ever answered.
 */
export async function sendPatiently(
  surroundings: ClientSurroundings,
  patience: Patience,
  url: string,
  init: RequestInit,
): Promise<Response> {
  const { attempts, until, answerWithinMs, longestRetryAfterMs } = { ...USUAL_PATIENCE, ...patience };
  for (let attempt = 1; ; attempt++) {
    const tired = AbortSignal.timeout(answerWithinMs);
    const signal = until === undefined ? tired : AbortSignal.any([tired, until]);
    const answer = await surroundings
      .fetch(url, { ...init, redirect: 'manual', signal })
      .catch((cause: unknown) => new Unreachable(url, cause));
    const last = attempt >= attempts || until?.aborted;
    if (answer instanceof Unreachable) {
      if (last) throw answer;
      await surroundings.wait(backOffMs(surroundings, attempt));
      continue;
    }
    if (!LATER.includes(answer.status) || last) return answer;
    const asked = retryAfterMs(answer, surroundings.now());
    if (asked !== undefined && asked > longestRetryAfterMs) return answer;
    await answer.body?.cancel();
    await surroundings.wait(asked ?? backOffMs(surroundings, attempt));
  }
}

/** Full jitter over the upper half: callers that failed together do not come back together. */
const backOffMs = (surroundings: ClientSurroundings, attempt: number): number =>
  Math.min(FIRST_WAIT_MS * 2 ** (attempt - 1), LONGEST_WAIT_MS) * (0.5 + surroundings.random() / 2);

/** `Retry-After` in either of its forms, seconds or a date. */
function retryAfterMs(response: Response, now: number): number | undefined {
  const value = response.headers.get('retry-after');
  if (value === null) return undefined;
  const ms = /^\d+$/.test(value.trim()) ? Number(value) * 1000 : Date.parse(value) - now;
  return Number.isNaN(ms) ? undefined : Math.max(0, ms);
}
