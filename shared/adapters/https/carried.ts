import type { IncomingHttpHeaders } from 'node:http';
import type { Carried } from '../../ports/carrier.ts';
import type { CallResult } from './guarded-call.ts';
import { retryAfterMs } from './retry-after.ts';

export type Answered = Extract<CallResult, { is: 'answered' }>;

/** What a status alone says to `who` (`the webhook`): by it a kind of address says what is its own, and the rest is here. */
export type Verdict = 'taken' | 'gone' | 'not-now' | 'refused' | 'unknown';

/** What became of a call. Whatever was not answered is the same for all: known not to be sent, or not known. */
export function carriedBy(
  result: CallResult,
  who: string,
  { verdict, receipt }: { verdict: (answer: Answered) => Verdict; receipt: (answer: Answered) => string },
): Carried {
  switch (result.is) {
    case 'not-allowed':
      // A name can come to lead somewhere else again, so it counts as one more failure and not as the end.
      return { is: 'not-now', reason: `${who} was not called: ${result.why}` };
    case 'not-sent':
      return { is: 'not-now', reason: `${who} was not reached: ${result.reason}` };
    case 'unanswered':
      return { is: 'unknown', reason: `${who} did not answer: ${result.reason}` };
    case 'answered': {
      const is = verdict(result);
      if (is === 'taken') return { is, receipt: receipt(result) };
      const reason = `${who} answered ${result.status}`;
      return is === 'not-now' ? { is, reason, ...waitOf(result.headers) } : { is, reason };
    }
  }
}

function waitOf(headers: IncomingHttpHeaders): { retryAfterMs?: number } {
  const ms = retryAfterMs(headers, Date.now());
  return ms === undefined ? {} : { retryAfterMs: ms };
}
