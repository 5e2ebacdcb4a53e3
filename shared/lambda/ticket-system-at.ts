import type { TicketSystemAt } from '../adapters/webhook/ticket-system.ts';
import { signedForTickets, ticketSecretOf } from '../api/ticket-system.ts';
import { config } from '../config/config.ts';
import { connectIntakeKeys } from './connect.ts';

/** The ticket system of the house, and how it knows us; undefined where the config names none. */
export function ticketSystem(): TicketSystemAt | undefined {
  const url = config.desk.ticketSystem;
  if (url === undefined) return undefined;
  const keys = connectIntakeKeys();
  return { url, sign: async (body) => signedForTickets(body, ticketSecretOf((await keys()).key)) };
}
