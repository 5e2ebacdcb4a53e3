import type { HandedCase, TicketSystem } from '../../ports/desk.ts';
import { type CallResult, callOutside, type Surroundings } from '../https/guarded-call.ts';

/** Where the house's ticket system takes what we tell it. */
export type TicketSystemAt = {
  url: string;
  /** The headers by which it knows that a body is ours. */
  sign: (body: string) => Promise<Record<string, string>>;
  surroundings?: Surroundings;
};

/** A function has less than a minute for all of its cases. */
const DEADLINE_MS = 5_000;

/** An id that the ticket system gave to what it took is looked for in so much of its answer. */
const READ_UP_TO = 4_096;

/** One call to the ticket system, signed, under a key that is the same in every attempt. */
export async function tellTickets(
  { url, sign, surroundings }: TicketSystemAt,
  told: { type: string },
  key: string,
): Promise<CallResult> {
  const body = JSON.stringify(told);
  const signed = await sign(body);
  const headers = { 'content-type': 'application/json', 'idempotency-key': key, ...signed };
  return callOutside(
    { url, body, headers, deadlineMs: DEADLINE_MS, readUpTo: READ_UP_TO, chosenBy: 'house' },
    surroundings,
  );
}

/**
 * A ticket system by webhook: a case as JSON, under its own name as idempotency key, so that the same one twice is one
 * ticket. Nothing that the customer wrote is in it. The config names the address, and whoever put it there has confirmed it.
 */
export function webhookTicketSystem(at: TicketSystemAt): TicketSystem {
  return {
    async hand(one: HandedCase) {
      const result = await tellTickets(at, { type: 'candor.case', ...one }, one.case);
      if (result.is === 'answered' && result.status >= 200 && result.status < 300) return;
      const came = result.is === 'answered' ? `answered ${result.status}` : `was not reached: ${result.is}`;
      throw new Error(`the ticket system ${came}`);
    },
  };
}
