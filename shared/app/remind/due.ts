import { replayed } from '../../core/evolve.ts';
import type { ReportedIncident } from '../../core/incident.ts';
import type { Instant } from '../../core/instant.ts';
import type { Reminder } from '../../core/reminders/reminder.ts';
import { remindersOf } from '../../core/reminders/reminders.ts';
import type { ControlRecord } from '../../ports/control.ts';
import type { CoordinationReminderPorts } from './coordination.ts';

export type RemindPorts = CoordinationReminderPorts & { control: ControlRecord };

/** The incident as it is, and the reminders whose time has come, whether or not they were sent. */
export async function dueNow(
  ports: RemindPorts,
  id: string,
  now: Instant,
): Promise<{ incident?: ReportedIncident; due: readonly Reminder[] }> {
  const [entries, control] = await Promise.all([ports.log.load(id), ports.control.read()]);
  const incident = replayed(id, entries);
  if (incident.phase === 'unreported') return { due: [] };
  return { incident, due: remindersOf(incident, ports.policy, now, control.frozen !== undefined).due };
}
