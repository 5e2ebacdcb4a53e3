import type { AnswerOutcome } from '../../ports/desk-source.ts';
import type { SayOutcome } from '../../ports/keyed-channel.ts';

/** What an attempt to speak on a network is to the desk. They ask for no money. */
export function answeredOn(outcome: SayOutcome): AnswerOutcome {
  const billed = {};
  switch (outcome.outcome) {
    case 'delivered':
      return { outcome: 'sent', receipt: outcome.receipt, billed };
    case 'refused':
      return {
        outcome: 'refused',
        why: outcome.why === 'parent-gone' ? 'gone' : 'refused',
        reason: outcome.reason,
        billed,
      };
    case 'closed': {
      const { reason, until } = outcome;
      return { outcome: 'held', reason, ...(until !== undefined && { until }), billed };
    }
    // Something stands there under our key: whoever looks finds it.
    case 'conflict':
      return { outcome: 'unknown', reason: outcome.reason, billed };
    default:
      return { ...outcome, billed };
  }
}
