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
const ANSWER_WITHIN_MS = 15_000;
/** Longer than this we do not sleep for anybody: a person is waiting, and gets the refusal instead. */
const LONGEST_RETRY_AFTER_MS = 60_000;

/** 429 and 503 say "later", and the gateway's 502 and 504 say nothing about the command: its key makes asking again safe. */
const LATER = [429, 502, 503, 504];

/**
 * Sends one request, again after a network error or an answer that means "later", with growing, jittered waits.
 * The caller passes a request that is safe to repeat. Throws `Unreachable` if nobody ever answered.
 */
export async function sendPatiently(
  surroundings: ClientSurroundings,
  attempts: number,
  url: string,
  init: RequestInit,
): Promise<Response> {
  for (let attempt = 1; ; attempt++) {
    const last = attempt >= attempts;
    const answer = await surroundings
      .fetch(url, { ...init, redirect: 'manual', signal: AbortSignal.timeout(ANSWER_WITHIN_MS) })
      .catch((cause: unknown) => new Unreachable(url, cause));
    if (answer instanceof Unreachable) {
      if (last) throw answer;
      await surroundings.wait(backOffMs(surroundings, attempt));
      continue;
    }
    if (!LATER.includes(answer.status) || last) return answer;
    const asked = retryAfterMs(answer, surroundings.now());
    if (asked !== undefined && asked > LONGEST_RETRY_AFTER_MS) return answer;
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
