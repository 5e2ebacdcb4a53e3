import { htmlPage, json } from '../faulty/answer.ts';
import { type FaultRequest as AnyFaultRequest, FaultSet } from '../faulty/fault-set.ts';
import { type Plan, refusal, waysToLose, waysToRefuse } from '../faulty/plans.ts';
import { mentionFaults } from '../people/people.ts';
import {
  blocked,
  featureDenied,
  messagesClosed,
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

const spent = (limit: number, resetAtMs: number) => ({ limit, remaining: 0, reset: Math.ceil(resetAtMs / 1000) });

/** Faults that change the answer to one request. */
const plans = {
  ...waysToLose('X'),
  ...waysToRefuse('https://x.com/', unavailable),
  'errors-200': refusal('200 with errors and no data', () =>
    json(200, { errors: [{ title: 'Internal Error', detail: 'Internal Error', type: 'about:blank' }] }),
  ),
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
  'not-summoned': { ...refusal('403 to replies: not mentioned by the author', notSummoned), only: 'reply' },
  'author-blocks-us': { ...refusal('403 to answers: their author has blocked us', blocked), only: 'answer' },
  'messages-closed': { ...refusal('403 to messages: they take none from us', messagesClosed), only: 'message' },
  'parent-deleted': { ...refusal('403 to replies: the parent is gone', parentGone), only: 'reply' },
} satisfies Record<string, Plan>;

/** Faults that last and change how X behaves, rather than one answer. */
const conditions = {
  'delayed-visibility': { says: 'a new post is hidden from reads (for 20 s, or the delay)' },
  'limit-24h': { says: 'the account may post 17 times in 24 hours (or the limit)' },
  'duplicate-filter-off': { says: 'the same text may be posted again' },
  'duplicate-filter-wide': { says: 'the same words are a duplicate also where they answer somebody else' },
  ...mentionFaults,
  'mention-missed': {
    says: 'what others say from now on is not in reads that begin shortly before it (15 min, or the delay)',
  },
  'bill-limit': { says: '403 SpendCapReached to everything, once the bill is at the limit (in cents; 2000)' },
};

export type AnswerFault = keyof typeof plans;
export type Condition = keyof typeof conditions;
export type FaultName = AnswerFault | Condition;

/** X's faults, with the short names that people type first. */
export const xFaults = new FaultSet<AnswerFault, Condition>(plans, conditions, {
  '401': 'unauthorized',
  '402': 'payment-required',
  '429': 'rate-limited',
  '503': '503-without-effect',
});

export const faultNames = xFaults.names;

export const isCondition = (name: FaultName): name is Condition => xFaults.isCondition(name);

export type FaultRequest = AnyFaultRequest<FaultName>;
