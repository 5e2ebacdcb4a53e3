import type { DeskCase } from '../../core/desk/case.ts';
import type { Mention } from '../../core/desk/kept-mention.ts';
import type { Instant } from '../../core/instant.ts';
import { readIncident } from '../read-incidents.ts';
import type { DeskPorts } from './ports.ts';

/**
 * Hands the cases of private messages since then to the ticket system, each once: who it is, and what our page says. What
 * they wrote is read where they wrote it. A case that was not taken is handed over again by the next look. Without a ticket
 * system nothing is read for it.
 */
export async function handOver(ports: DeskPorts, since: Instant): Promise<void> {
  const { tickets, stores, clock } = ports;
  if (tickets === undefined) return;
  const messages = (await stores.mentions.said(since, clock.now())).filter(({ direct }) => direct);
  const byCase = new Map(messages.flatMap((one) => (one.case === undefined ? [] : [[one.case, one] as const])));
  for (const [name, message] of byCase) {
    const one = await stores.cases.of(name);
    if (one === undefined || one.handedAt !== undefined) continue;
    try {
      await tickets.hand(await asHanded(ports, one, message));
      await stores.cases.swap({ ...one, handedAt: clock.now(), version: one.version + 1 });
    } catch (error) {
      ports.warn(`case ${name} was not taken by the ticket system; it is handed over again`, error);
    }
  }
}

async function asHanded(ports: DeskPorts, { name, incident, source, mention }: DeskCase, { theirs, to }: Mention) {
  const about = incident === undefined ? undefined : await readIncident(ports.log, incident);
  return {
    case: name,
    ...(incident === undefined ? {} : { incident }),
    source,
    mention,
    theirs,
    ...(source === 'mail' && to.conversation !== undefined ? { ticket: to.conversation } : {}),
    says: about === undefined ? [] : await ports.says(about),
  };
}
