import type { Billed } from '../../core/desk/bill.ts';
import type { Instant } from '../../core/instant.ts';
import type { AnswerOutcome } from '../../ports/desk-source.ts';
import type { PostOutcome } from '../../ports/x-channel.ts';
import { classify } from './classify.ts';
import type { CallResult } from './guarded-call.ts';

/** What an attempt to answer below a post came to. X charges for what it takes; what may be there may be charged. */
export function answerOutcome(result: CallResult, nowMs: number): AnswerOutcome {
  if (result.type === 'unanswered') return unanswered(result, { reply: 1 });
  const outcome = classify(result, nowMs);
  if (outcome.outcome === 'delivered') return { outcome: 'sent', receipt: outcome.id, billed: { reply: 1 } };
  // An earlier attempt of ours may be why.
  if (outcome.outcome === 'duplicate') return { outcome: 'unknown', reason: outcome.reason, billed: {} };
  return otherOutcome(outcome, { reply: 1 });
}

/** What an attempt to send a message came to. */
export function messageOutcome(result: CallResult, nowMs: number): AnswerOutcome {
  const billed = { 'message-sent': 1 };
  if (result.type === 'unanswered') return unanswered(result, billed);
  const { data } = (result.body ?? {}) as { data?: { dm_event_id?: unknown } };
  if (result.status >= 200 && result.status < 300 && typeof data?.dm_event_id === 'string')
    return { outcome: 'sent', receipt: data.dm_event_id, billed };
  const outcome = classify(result, nowMs);
  if (outcome.outcome === 'delivered') return { outcome: 'unknown', reason: 'X names no message', billed };
  if (outcome.outcome === 'duplicate') return { outcome: 'unknown', reason: outcome.reason, billed: {} };
  if (outcome.outcome === 'rejected' && /permission to DM|cannot send messages|\b(349|150)\b/i.test(outcome.reason))
    return { outcome: 'refused', why: 'closed', reason: outcome.reason, billed: {} };
  return otherOutcome(outcome, billed);
}

function otherOutcome(
  outcome: Exclude<PostOutcome, { outcome: 'delivered' | 'duplicate' }>,
  inDoubt: Billed,
): AnswerOutcome {
  const { reason } = outcome;
  switch (outcome.outcome) {
    case 'rejected':
      return { outcome: 'refused', why: whyRefused(outcome.why, reason), reason, billed: {} };
    case 'throttled':
      return { outcome: 'held', reason, ...(outcome.until !== undefined && { until: outcome.until }), billed: {} };
    case 'not_sent':
      return { outcome: 'not-sent', reason, billed: {} };
    default:
      return { outcome: 'unknown', reason, billed: inDoubt };
  }
}

function whyRefused(why: 'not-summoned' | 'parent-gone' | 'refused', reason: string) {
  if (why === 'not-summoned') return why;
  if (why === 'parent-gone') return 'gone';
  return /blocked/i.test(reason) ? 'blocked' : 'refused';
}

const unanswered = ({ connected, reason }: CallResult & { type: 'unanswered' }, inDoubt: Billed): AnswerOutcome =>
  connected ? { outcome: 'unknown', reason, billed: inDoubt } : { outcome: 'not-sent', reason, billed: {} };

/** Why a read told nothing, and until when it is in vain to ask again. */
export function unreadable(result: CallResult, nowMs: number): { unreadable: string; until?: Instant } {
  if (result.type === 'unanswered') return { unreadable: result.reason };
  const outcome = classify(result, nowMs);
  const until = outcome.outcome === 'throttled' ? outcome.until : undefined;
  const reason = 'reason' in outcome ? outcome.reason : `X answered ${result.status}`;
  return { unreadable: reason, ...(until !== undefined && { until }) };
}
