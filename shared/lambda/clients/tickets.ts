import { dynamodbDesk } from '../../adapters/dynamodb/desk.ts';
import { config } from '../../config/config.ts';
import { connectIntakeKeys, connectSourceLimits, type connectTable, systemClock } from '../connect.ts';
import { environment } from '../environment.ts';
import type { HttpEvent, HttpResult } from '../http.ts';
import { logger } from '../logger.ts';
import { type TicketPorts, takeTickets } from '../ticket-route.ts';
import { ownQueue } from './own-queue.ts';

/** What the webhook of the ticket system works with, and the queue from which the desk is had to look at once. */
export function tickets(table: ReturnType<typeof connectTable>) {
  const lookAgain = ownQueue(environment('CANDOR_LISTEN_QUEUE_URL'));
  const ports: TicketPorts = {
    stores: dynamodbDesk(table.at),
    log: table.log,
    siteIndex: table.siteIndex,
    components: config.components,
    clock: systemClock,
    hearsMail: config.desk.sources.includes('mail'),
    intakeKeys: connectIntakeKeys(),
    rateLimits: connectSourceLimits(table),
    lookNow: () => lookAgain('desk', 0),
    warn: (message, error) => logger.warn(message, error as Error),
  };
  return { takeTickets: (event: HttpEvent): Promise<HttpResult> => takeTickets(ports, event) };
}
