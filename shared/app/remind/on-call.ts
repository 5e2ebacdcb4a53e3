import type { ReminderMessage, ReminderTarget } from '../../ports/reminders.ts';
import type { XNotice } from '../../wording/x/notices.ts';

type Where = { targets: readonly ReminderTarget[]; to: string; siteUrl: string; consoleUrl: string };

/** Tells the people on call what a channel has to say about itself. One target that takes it is enough. */
export function peopleFor({ targets, to, siteUrl, consoleUrl }: Where) {
  const tell = (kind: ReminderMessage['kind']) => async (incident: string, notice: XNotice) => {
    const links = [`${consoleUrl}/incidents/${incident}`, `${siteUrl}/incidents/${incident}`];
    const message: ReminderMessage = { kind, to, incident, ...notice, links };
    const outcomes = await Promise.allSettled(targets.map((target) => target.send(message)));
    const refused = outcomes.flatMap((one) => (one.status === 'rejected' ? [one.reason] : []));
    if (refused.length === targets.length) throw new AggregateError(refused, 'no reminder target took the message');
  };
  return { page: tell('page'), mail: tell('mail') };
}
