import type { TicketSystem } from '../../ports/desk.ts';
import { callOutside, type Surroundings } from '../https/guarded-call.ts';

/** A function has less than a minute for all of its cases. */
const DEADLINE_MS = 5_000;

/**
 * A ticket system by webhook: a case as JSON, under its own name as idempotency key, so that the same one twice is one
 * ticket. Nothing that the customer wrote is in it. The config names the address, and whoever put it there has confirmed it.
 */
export function webhookTicketSystem(url: string, surroundings?: Surroundings): TicketSystem {
  return {
    async hand(one) {
      const result = await callOutside(
        {
          url,
          body: JSON.stringify({ type: 'candor.case', ...one }),
          headers: { 'content-type': 'application/json', 'idempotency-key': one.case },
          deadlineMs: DEADLINE_MS,
          chosenBy: 'house',
        },
        surroundings,
      );
      if (result.is === 'answered' && result.status >= 200 && result.status < 300) return;
      const came = result.is === 'answered' ? `answered ${result.status}` : `was not reached: ${result.is}`;
      throw new Error(`the ticket system ${came}`);
    },
  };
}
