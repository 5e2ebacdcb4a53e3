import { moved } from '../../core/desk/kept-mention.ts';
import { DAY_MS, HOUR_MS, plus } from '../../core/instant.ts';
import type { DeskPorts } from './ports.ts';

/** Who wrote by mail waits here for an incident for so long (docs/rules.md, Desk). */
const LEFT_AFTER_MS = HOUR_MS;

/** In the first minutes of each hour: what is behind is read for it. */
const WITHIN_MINUTES = 2;

/**
 * Leaves to support who wrote by mail about nothing that is open: most mails of a house are no matter of its desk, and each
 * is a ticket already. They counted in floods like everybody else.
 */
export async function leaveToSupport({ stores, clock }: DeskPorts): Promise<void> {
  const now = clock.now();
  if (Number(now.slice(14, 16)) >= WITHIN_MINUTES) return;
  const mails = await stores.mentions.said(plus(now, -2 * DAY_MS), plus(now, -LEFT_AFTER_MS), 'mail');
  for (const mail of mails.filter((one) => one.state === 'new' && one.incident === undefined)) {
    const reason = 'no incident was open about it; support has the ticket';
    await stores.mentions.swap(moved(mail, { to: 'left', by: 'pipeline', reason }, now));
  }
}
