import { epochMs, instant } from '../../core/instant.ts';
import type { Clock } from '../../ports/clock.ts';
import type { AnswerOutcome, DeskSourcePort } from '../../ports/desk-source.ts';
import type { CallResult } from '../https/guarded-call.ts';
import { retryAfterMs } from '../https/retry-after.ts';
import { type TicketSystemAt, tellTickets } from './ticket-system.ts';

/**
 * Customers by mail and in whatever else a ticket system takes, through its webhook. It tells us of messages itself, so that
 * there is nothing to read; and nothing of its own can be asked whether an answer stands there, so that there is no look
 * either: what is unknown stays unknown, and is never sent twice. Its idempotency key would make a second attempt safe where
 * the far side heeds it, and no ticket system has promised us that it does.
 */
export function ticketDeskSource(at: TicketSystemAt & { clock: Clock }): DeskSourcePort {
  return {
    source: 'mail',
    async answer({ key, text, to, case: name }) {
      const told = {
        type: 'candor.reply',
        id: key,
        ticket: to.conversation,
        text,
        ...(name === undefined ? {} : { case: name }),
      };
      return outcomeOf(await tellTickets(at, told, key), key, epochMs(at.clock.now()));
    },
  };
}

function outcomeOf(result: CallResult, key: string, nowMs: number): AnswerOutcome {
  const billed = {};
  if (result.is === 'not-allowed')
    return { outcome: 'not-sent', reason: `the address of the ticket system may not be called: ${result.why}`, billed };
  if (result.is === 'not-sent') return { outcome: 'not-sent', reason: result.reason, billed };
  if (result.is === 'unanswered') return { outcome: 'unknown', reason: result.reason, billed };
  const { status } = result;
  const reason = `the ticket system answered ${status}`;
  if (status >= 200 && status < 300) return { outcome: 'sent', receipt: idIn(result.body) ?? key, billed };
  if (status === 429) {
    const wait = retryAfterMs(result.headers, nowMs);
    return { outcome: 'held', reason, ...(wait === undefined ? {} : { until: instant(nowMs + wait) }), billed };
  }
  // 404 is what a wrong address says as well: somebody looks.
  if (status === 410) return { outcome: 'refused', why: 'gone', reason: `${reason}: its ticket is gone`, billed };
  // Whoever does not let us in lets us in once an administrator has mended it.
  if (status === 401 || status === 403) return { outcome: 'held', reason, billed };
  // By 409 something stands there under our key, perhaps this.
  if (status >= 500 || status === 408 || status === 409) return { outcome: 'unknown', reason, billed };
  return { outcome: 'refused', why: 'refused', reason, billed };
}

/** The name that the ticket system gave to what it took: by it an answer is known if it comes back as a message. */
function idIn(body: string): string | undefined {
  try {
    const { id } = JSON.parse(body) as { id?: unknown };
    if (typeof id === 'number') return String(id);
    return typeof id === 'string' && id !== '' && id.length <= 128 ? id : undefined;
  } catch {
    return undefined;
  }
}
