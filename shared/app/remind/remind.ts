import { MINUTE_MS, plus } from '../../core/instant.ts';
import { isAnswered } from '../../core/reminders/reminders.ts';
import { remindCoordination } from './coordination.ts';
import { dueNow, type RemindPorts } from './due.ts';

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
    // Most looks find nothing due, and a cold one is to be over soon: the words are loaded with the first reminder.
    const { sendIfStillTrue } = await import('./send.ts');
    await sendIfStillTrue(ports, id, reminder);
  }
}
