import { dynamodbDesk } from '../adapters/dynamodb/desk.ts';
import { webhookTicketSystem } from '../adapters/webhook/ticket-system.ts';
import { deskAsConfigured } from '../app/desk/as-configured.ts';
import type { DeskPorts } from '../app/desk/ports.ts';
import { config } from '../config/config.ts';
import { spoken } from '../config/voice.ts';
import { connectCommands, connectDelivery, type connectTable, systemClock } from './connect.ts';
import type { ConnectedSources } from './desk-sources.ts';
import { environment } from './environment.ts';
import { ticketSystem } from './ticket-system-at.ts';
import { whenUsed } from './when-used.ts';

const { deliver } = whenUsed(() => import('../app/remind/deliver.ts'), 'deliver');

/** The mention desk over the table, with the sources that are connected. */
export function connectDesk(table: ReturnType<typeof connectTable>, { sources, counts }: ConnectedSources): DeskPorts {
  const siteUrl = environment('CANDOR_SITE_URL');
  const consoleUrl = `${environment('CANDOR_OPS_URL')}/console`;
  const delivery = connectDelivery(table);
  const tickets = ticketSystem();
  return {
    ...connectCommands(table),
    ...deskAsConfigured(config, { voice: spoken, siteUrl, clock: systemClock }),
    stores: dynamodbDesk(table.at),
    siteIndex: table.siteIndex,
    control: table.control,
    drafts: table.drafts,
    followUps: table.followUps,
    sources,
    counts,
    tickets: tickets === undefined ? undefined : webhookTicketSystem(tickets),
    page: ({ path, ...notice }) =>
      deliver(delivery, { duty: 'commander' }, { kind: 'page', ...notice, links: [`${consoleUrl}${path}`] }),
  };
}
