import type { ReminderRecords } from '../../ports/reminders.ts';
import { atOnce, type MemoryTable, memoryTable, partitionOf } from './table.ts';

/** Which reminders went out, in memory. */
export function memoryReminders(table: MemoryTable = memoryTable()): ReminderRecords {
  const of = (incident: string) => partitionOf(table, incident).reminders;
  return {
    of: (incident) => atOnce(() => new Map([...of(incident)].toSorted(([a], [b]) => (a < b ? -1 : 1)))),
    claim: (incident, key, now, leaseUntil) =>
      atOnce(() => {
        const held = of(incident).get(key);
        if (held?.state === 'sent' || (held && held.leaseUntil > now)) return false;
        of(incident).set(key, { state: 'claimed', leaseUntil });
        return true;
      }),
    sent: (incident, key, at) => atOnce(() => void of(incident).set(key, { state: 'sent', at })),
  };
}
