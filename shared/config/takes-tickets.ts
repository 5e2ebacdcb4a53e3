import type { Config } from './config-schema.ts';

/** Whether a ticket system may tell of messages and cases: where a desk is deployed and knows one. */
export const takesTickets = ({ desk }: Pick<Config, 'desk'>): boolean =>
  desk.sources.length > 0 && desk.ticketSystem !== undefined;
