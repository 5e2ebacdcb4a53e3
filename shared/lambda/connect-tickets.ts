import { config } from '../config/config.ts';
import { takesTickets } from '../config/takes-tickets.ts';
import type { connectTable } from './connect.ts';
import type { HttpEvent, HttpResult } from './http.ts';
import { whenUsed } from './when-used.ts';

/** What the house's ticket system calls: the one webhook whose path names no source. */
export const TICKETS = '/tickets';

/** What answers the ticket system of the house. */
export type Tickets = { takeTickets?: (event: HttpEvent) => Promise<HttpResult> };

const clients = () => import('./clients/tickets.ts');

/** The desk as far as a ticket system tells it something; nothing where the config knows none. */
export const connectTickets = (table: ReturnType<typeof connectTable>): Tickets =>
  takesTickets(config) ? whenUsed(async () => (await clients()).tickets(table), 'takeTickets') : {};
