import * as z from 'zod';
import {
  type Answer,
  featureDenied,
  htmlPage,
  json,
  noCredits,
  notSummoned,
  parentGone,
  spendCap,
  suspended,
  tooMany,
  unauthorized,
  unavailable,
} from './answers.ts';
import { quotaHeaders } from './quota.ts';

/** How much of an answer reaches the client. `mangled` says gzip and sends something else. */
export type Arrival = 'whole' | 'nothing' | 'head' | 'empty' | 'half' | 'half gzip' | 'mangled' | 'dribbling' | 'never';

/** What a fault makes of one request: is it carried out, what does X say instead, and how much of that arrives? */
type Plan = {
  says: string;
  effect: boolean;
  answer?: (fault: ActiveFault, nowMs: number, accountId: string) => Answer;
  arrives?: Arrival;
  repliesOnly?: true;
};

const refusal = (says: string, answer: Plan['answer'] & {}): Plan => ({ says, effect: false, answer });

/** Faults that change the answer to one request. */
const plans = {
  'lost-request': { says: 'the connection dies before X acts', effect: false, arrives: 'nothing' },
  'lost-response': { says: 'X acts, then the connection dies', effect: true, arrives: 'nothing' },
  slow: { says: 'X acts late (12 s, or the delay), when the client has given up', effect: true },
  silent: { says: 'X does nothing and never answers', effect: false, arrives: 'never' },
  dribble: { says: 'X acts, and its answer trickles in (over 12 s, or the delay)', effect: true, arrives: 'dribbling' },
  'truncated-body': { says: 'X acts, half of its answer arrives', effect: true, arrives: 'half' },
  'headers-only': { says: 'X acts, the connection dies after the status line', effect: true, arrives: 'head' },
  'empty-body': { says: 'X acts and answers 201 without a body', effect: true, arrives: 'empty' },
  'broken-json': {
    says: 'X acts and answers 201 with unreadable JSON',
    effect: true,
    answer: () => ({ status: 201, headers: {}, body: '{"data":{"id":' }),
  },
  'gzip-truncated': { says: 'X acts, half of a compressed answer arrives', effect: true, arrives: 'half gzip' },
  'gzip-garbage': { says: 'X acts, its answer is not the gzip it claims', effect: true, arrives: 'mangled' },
  redirect: refusal('302 to a page', () => ({
    status: 302,
    headers: { location: 'https://x.com/', 'content-type': 'text/plain' },
    body: 'Found. Redirecting to https://x.com/',
  })),
  'errors-200': refusal('200 with errors and no data', () =>
    json(200, { errors: [{ title: 'Internal Error', detail: 'Internal Error', type: 'about:blank' }] }),
  ),
  '503-without-effect': refusal('503, nothing was posted', unavailable),
  '503-with-effect': { says: '503, though it was posted', effect: true, answer: unavailable },
  'html-503': refusal('503 as a web page, nothing was posted', () => htmlPage(503, 'Service Unavailable')),
  'rate-limited': refusal('429 with the 15-minute headers', (fault, nowMs) =>
    tooMany(quotaHeaders('x-rate-limit', spent(100, nowMs + (fault.resetMs ?? 15 * 60_000)))),
  ),
  'rate-limited-24h': refusal('429 with only the 24-hour headers', (fault, nowMs) =>
    tooMany(quotaHeaders('x-user-limit-24hour', spent(fault.limit ?? 17, nowMs + (fault.resetMs ?? 24 * 3_600_000)))),
  ),
  'rate-limited-code-88': refusal('429 with the older body and no headers', () =>
    json(429, { errors: [{ code: 88, message: 'Rate limit exceeded' }] }),
  ),
  'html-429': refusal('429 as a web page that claims to be JSON', () => ({
    ...htmlPage(429, 'Too Many Requests'),
    headers: { 'content-type': 'application/json' },
  })),
  'payment-required': refusal('402 CreditsDepleted', (_fault, _nowMs, accountId) => noCredits(accountId)),
  unauthorized: refusal('401', unauthorized),
  suspended: refusal('403, the account is suspended', suspended),
  'spend-cap': refusal('403 SpendCapReached', (_fault, _nowMs, accountId) => spendCap(accountId)),
  'feature-denied': refusal('403, not permitted to access this feature', featureDenied),
  'not-summoned': { ...refusal('403 to replies: not mentioned by the author', notSummoned), repliesOnly: true },
  'parent-deleted': { ...refusal('403 to replies: the parent is gone', parentGone), repliesOnly: true },
} satisfies Record<string, Plan>;

/** Faults that last and change how X behaves, rather than one answer. */
const conditions = {
  'delayed-visibility': { says: 'a new post is hidden from reads (for 20 s, or the delay)' },
  'limit-24h': { says: 'the account may post 17 times in 24 hours (or the limit)' },
  'duplicate-filter-off': { says: 'the same text may be posted again' },
};

export type AnswerFault = keyof typeof plans;
export type Condition = keyof typeof conditions;
export type FaultName = AnswerFault | Condition;

export const isCondition = (name: FaultName): name is Condition => Object.hasOwn(conditions, name);

export const planOf = (name: AnswerFault): Plan => plans[name];

/** Every fault with one line on what it does, in the order in which they are offered. */
export const faultDescriptions: readonly { fault: FaultName; says: string }[] = [
  ...Object.entries(plans),
  ...Object.entries(conditions),
].map(([fault, { says }]) => ({ fault: fault as FaultName, says }));

export const faultNames = faultDescriptions.map(({ fault }) => fault);

/** The short names that people type first. */
const otherNames: Readonly<Record<string, FaultName>> = {
  '401': 'unauthorized',
  '402': 'payment-required',
  '429': 'rate-limited',
  '503': '503-without-effect',
};

const positive = z.number().int().min(1);

/**
 * The body of `POST /sim/faults`.
 *
 * `times` counts the requests that are hit (for `limit-24h`, which hits none by itself, it means nothing), `forMs` is a
 * span from now; with neither, a fault hits one request and a condition stays until it is cleared. `on` says which requests: posts (default), reads, or all, which is what an outage looks like.
 */
export const faultSchema = z.strictObject({
  fault: z.preprocess(
    (name) => otherNames[String(name)] ?? name,
    z.enum(faultNames as [FaultName, ...FaultName[]], { error: `must be one of ${faultNames.join(', ')}` }),
  ),
  times: positive.optional(),
  forMs: positive.optional(),
  on: z.enum(['post', 'read', 'all']).optional(),
  ms: positive.optional(),
  limit: z.number().int().min(0).optional(),
  resetMs: positive.optional(),
});

export type FaultRequest = {
  fault: FaultName;
  times?: number;
  forMs?: number;
  on?: 'post' | 'read' | 'all';
  ms?: number;
  limit?: number;
  resetMs?: number;
};

/** A fault that is in force. `times` counts down; `until` is an ISO instant. */
export type ActiveFault = {
  id: number;
  fault: FaultName;
  on: 'post' | 'read' | 'all';
  times?: number;
  until?: string;
  ms?: number;
  limit?: number;
  resetMs?: number;
};

const spent = (limit: number, resetAtMs: number) => ({ limit, remaining: 0, reset: Math.ceil(resetAtMs / 1000) });
