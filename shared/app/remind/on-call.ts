import type { ReminderMessage } from '../../ports/reminders.ts';
import type { XNotice } from '../../wording/x/notices.ts';
import { type DeliveryPorts, deliver } from './deliver.ts';

type Where = DeliveryPorts & { siteUrl: string; consoleUrl: string };

/** Tells the commander on duty what a channel has to say about itself. One address that takes it is enough. */
export function peopleFor({ siteUrl, consoleUrl, ...ports }: Where) {
  const tell = (kind: ReminderMessage['kind']) => async (incident: string, notice: XNotice) => {
    const links = [`${consoleUrl}/incidents/${incident}`, `${siteUrl}/incidents/${incident}`];
    await deliver(ports, { duty: 'commander' }, { kind, incident, ...notice, links });
  };
  return { page: tell('page'), mail: tell('mail') };
}
