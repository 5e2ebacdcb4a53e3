import { instant } from '../../core/instant.ts';
import type { LearnedLimit } from '../../core/x/account.ts';
import type { PostOutcome } from '../../ports/x-channel.ts';

/** An HTTP answer as far as it arrived. */
export type XAnswer = { status: number; headers: Record<string, string | string[] | undefined>; body: unknown };

type Told = {
  data?: { id?: unknown };
  title?: string;
  detail?: string;
  type?: string;
  errors?: { code?: number; message?: string }[];
};

/**
 * What an answer to `POST /2/tweets` means. Only a 201 with an id is success, and only a 4xx is a refusal: everything
 * else leaves it open whether the post exists. Status and wording alone decide, because X's error bodies come in three
 * shapes and its codes in two vocabularies.
 */
export function classify(answer: XAnswer, nowMs: number): PostOutcome {
  const limits = limitsOf(answer, nowMs);
  return { ...verdict(answer, nowMs), ...limits };
}

function verdict({ status, headers, body }: XAnswer, nowMs: number): PostOutcome {
  const told = (typeof body === 'object' && body !== null ? body : {}) as Told;
  const id = told.data?.id;
  if (status >= 200 && status < 300 && typeof id === 'string' && id !== '') return { outcome: 'delivered', id };

  const reason = reasonOf(status, told);
  if (status < 400 || status >= 500 || status === 408) return { outcome: 'unknown', reason };
  switch (status) {
    case 401:
      return { outcome: 'throttled', kind: 'unauthorized', reason };
    case 402:
      return { outcome: 'throttled', kind: 'credits', reason };
    case 420:
    case 429:
      return { outcome: 'throttled', kind: 'rate', reason, ...untilOf(headers, nowMs) };
    default:
      return refusal(reason);
  }
}

/** 400 and 403 mean anything from a repeated text to a suspended account; X's sentences tell them apart. */
function refusal(reason: string): PostOutcome {
  const says = (pattern: RegExp) => pattern.test(reason);
  if (says(/duplicate content|\b187\b/i)) return { outcome: 'duplicate', reason };
  if (says(/not been mentioned|otherwise engaged/i)) return { outcome: 'rejected', why: 'not-summoned', reason };
  if (says(/deleted or not visible|\b385\b/i)) return { outcome: 'rejected', why: 'parent-gone', reason };
  if (says(/suspended|\b64\b/i)) return { outcome: 'throttled', kind: 'suspended', reason };
  if (says(/spend ?cap/i)) return { outcome: 'throttled', kind: 'spend-cap', reason };
  if (says(/credits/i)) return { outcome: 'throttled', kind: 'credits', reason };
  if (says(/not permitted to access|\b453\b/i)) return { outcome: 'throttled', kind: 'not-permitted', reason };
  return { outcome: 'rejected', why: 'refused', reason };
}

function reasonOf(status: number, told: Told): string {
  const errors = (told.errors ?? []).map(({ code, message }) =>
    [code, message].filter((part) => part !== undefined).join(' '),
  );
  const parts = [told.title, told.detail, told.type === 'about:blank' ? undefined : told.type, ...errors];
  return [`X answered ${status}`, ...parts.filter((part) => part)].join(': ').slice(0, 300);
}

/** The two 24-hour windows and the short one. An account may be blocked by one while another looks healthy. */
const DAYS = ['x-user-limit-24hour', 'x-app-limit-24hour'];
const SHORT = 'x-rate-limit';

function untilOf(headers: XAnswer['headers'], nowMs: number): { until?: string } {
  const resets = [...DAYS, SHORT].map((prefix) => windowOf(headers, prefix)).filter((one) => one?.remaining === 0);
  const retryAfter = Number(headers['retry-after']);
  const untilMs = Math.max(...resets.map((one) => one!.resetMs), retryAfter > 0 ? nowMs + retryAfter * 1000 : 0);
  return untilMs > nowMs ? { until: instant(untilMs) } : {};
}

function limitsOf({ headers, status }: XAnswer, nowMs: number): { learned?: LearnedLimit; pauseUntil?: string } {
  const tightest = DAYS.map((prefix) => windowOf(headers, prefix))
    .filter((one) => one !== undefined && one.resetMs > nowMs)
    .toSorted((a, b) => a!.remaining - b!.remaining)[0];
  const pause = status < 300 ? untilOf(headers, nowMs).until : undefined;
  return {
    ...(tightest === undefined
      ? {}
      : {
          learned: {
            limit: tightest.limit,
            remaining: tightest.remaining,
            seenAt: instant(nowMs),
            resetAt: instant(tightest.resetMs),
          },
        }),
    ...(pause === undefined ? {} : { pauseUntil: pause }),
  };
}

function windowOf(headers: XAnswer['headers'], prefix: string) {
  const read = (name: string) => Number(headers[`${prefix}-${name}`] ?? Number.NaN);
  const [limit, remaining, reset] = [read('limit'), read('remaining'), read('reset')];
  if (![limit, remaining, reset].every(Number.isFinite)) return undefined;
  return { limit, remaining, resetMs: reset * 1000 };
}
