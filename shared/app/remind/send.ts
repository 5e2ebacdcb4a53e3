import { apologyInReserve } from '../../core/apology.ts';
import type { ReportedIncident } from '../../core/incident.ts';
import type { Instant } from '../../core/instant.ts';
import type { Reminder } from '../../core/reminders/reminder.ts';
import { apologyText } from '../../wording/apologies.ts';
import { RESTRICTED_IN_ROOMS } from '../../wording/people.ts';
import { reminderMessage, timesIn } from '../../wording/reminders.ts';
import { onOwnClock } from '../../wording/time.ts';
import { actionsFor } from '../link-actions.ts';
import { takenOverBy } from './coordination.ts';
import { deliver } from './deliver.ts';
import { dueNow, type RemindPorts } from './due.ts';

/**
 * The state is read again at the moment of sending: between the look and the claim somebody may have posted, and a
 * reminder for what was done already is what makes people ignore the next one.
 */
export async function sendIfStillTrue(ports: RemindPorts, id: string, reminder: Reminder): Promise<void> {
  const now = ports.clock.now();
  const { incident, due } = await dueNow(ports, id, now);
  if (incident && due.some((one) => one.key === reminder.key)) {
    const message = reminderMessage(
      ports.voice,
      incident,
      reminder,
      now,
      ports.places,
      readyText(ports, incident, now),
    );
    const called = reminder.to === 'commander' ? takenOverBy(await ports.handovers.of(id)) : undefined;
    await deliver(ports, { duty: reminder.to, ...(called === undefined ? {} : { called }) }, message, {
      actions: (to) => actionsFor(ports.links, incident, reminder, to, now),
      forZone: (zone) => onOwnClock(ports.voice, timesIn(reminder, incident), zone, now),
      ...(incident.handling === 'restricted' ? { inRooms: RESTRICTED_IN_ROOMS } : {}),
    });
  }
  await ports.reminders.sent(id, reminder.key, ports.clock.now());
}

/**
 * What the pipeline would say if it might: the person who is paged only has to agree. It may quote words that are not
 * public yet, and rooms read along: of what is restricted it is read where one has signed in.
 */
function readyText(ports: RemindPorts, incident: ReportedIncident, now: Instant): string | undefined {
  if (incident.handling === 'restricted') return undefined;
  const plan = apologyInReserve(incident, now, ports.policy);
  return plan && apologyText(ports.voice, incident, plan, now);
}
