import { apologyInReserve } from '../../core/apology.ts';
import { replayed } from '../../core/evolve.ts';
import type { ReportedIncident } from '../../core/incident.ts';
import { type Instant, MINUTE_MS, plus } from '../../core/instant.ts';
import type { Reminder } from '../../core/reminders/reminder.ts';
import { isAnswered, remindersOf } from '../../core/reminders/reminders.ts';
import type { ControlRecord } from '../../ports/control.ts';
import { apologyText } from '../../wording/apologies.ts';
import { RESTRICTED_IN_ROOMS } from '../../wording/people.ts';
import { reminderMessage, timesIn } from '../../wording/reminders.ts';
import { onOwnClock } from '../../wording/time.ts';
import { actionsFor } from '../link-actions.ts';
import { type CoordinationReminderPorts, remindCoordination, takenOverBy } from './coordination.ts';
import { deliver } from './deliver.ts';

export type RemindPorts = CoordinationReminderPorts & { control: ControlRecord };

/** How long a claimed reminder may take before somebody else sends it: a crash costs a minute, never the reminder. */
const LEASE_MS = MINUTE_MS;

/** Sends every reminder of the incident whose time has come and that nobody has sent yet. */
export async function remind(ports: RemindPorts, id: string): Promise<void> {
  await remindOfPromises(ports, id);
  await remindCoordination(ports, id);
}

async function remindOfPromises(ports: RemindPorts, id: string): Promise<void> {
  const [records, { incident, due }] = await Promise.all([
    ports.reminders.of(id),
    dueNow(ports, id, ports.clock.now()),
  ]);
  for (const reminder of due) {
    if (incident === undefined || isAnswered(reminder, incident, records)) continue;
    const now = ports.clock.now();
    if (!(await ports.reminders.claim(id, reminder.key, now, plus(now, LEASE_MS)))) continue;
    await sendIfStillTrue(ports, id, reminder);
  }
}

/**
 * The state is read again at the moment of sending: between the look and the claim somebody may have posted, and a
 * reminder for what was done already is what makes people ignore the next one.
 */
async function sendIfStillTrue(ports: RemindPorts, id: string, reminder: Reminder): Promise<void> {
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

async function dueNow(
  ports: RemindPorts,
  id: string,
  now: Instant,
): Promise<{ incident?: ReportedIncident; due: readonly Reminder[] }> {
  const [entries, control] = await Promise.all([ports.log.load(id), ports.control.read()]);
  const incident = replayed(id, entries);
  if (incident.phase === 'unreported') return { due: [] };
  return { incident, due: remindersOf(incident, ports.policy, now, control.frozen !== undefined).due };
}
