import { epochMs } from '../../core/instant.ts';
import type { Clock } from '../../ports/clock.ts';
import type { AnswerOutcome } from '../../ports/desk-source.ts';
import { classify, type XAnswer } from './classify.ts';

type Without<T, Key extends PropertyKey> = T extends unknown ? Omit<T, Key> : never;

/** What X’s answer to a reply or a message means. */
export function answeredBy(answer: XAnswer, clock: Clock): Without<AnswerOutcome, 'billed'> {
  const { status, body } = answer;
  const event = (body as { data?: { dm_event_id?: unknown } } | undefined)?.data?.dm_event_id;
  if (status >= 200 && status < 300 && typeof event === 'string') return { outcome: 'sent', receipt: event };
  const verdict = classify(answer, epochMs(clock.now()));
  switch (verdict.outcome) {
    case 'delivered':
      return { outcome: 'sent', receipt: verdict.id };
    case 'throttled':
      return {
        outcome: 'held',
        reason: verdict.reason,
        ...(verdict.until === undefined ? {} : { until: verdict.until }),
      };
    // The same words below the same post: an attempt of ours that nobody heard of is there.
    case 'duplicate':
    case 'unknown':
      return { outcome: 'unknown', reason: verdict.reason };
    case 'not_sent':
      return { outcome: 'not-sent', reason: verdict.reason };
    case 'rejected':
      return { outcome: 'refused', why: whyOf(verdict.why, verdict.reason), reason: verdict.reason };
  }
}

function whyOf(why: 'not-summoned' | 'parent-gone' | 'refused', reason: string) {
  if (/blocked/i.test(reason)) return 'blocked';
  if (/cannot send messages|not.*(dm|direct message)/i.test(reason)) return 'closed';
  if (why === 'parent-gone') return 'gone';
  return why;
}
