import { supersedes } from '../../core/delivery.ts';
import type { DeliveryRecords } from '../../ports/deliveries.ts';
import { atOnce, type MemoryTable, memoryTable, partitionOf, stored } from './table.ts';

/** What the channels did, in memory. */
export function memoryDeliveries(table: MemoryTable = memoryTable()): DeliveryRecords {
  const on = (incident: string, channel: string) => {
    const { deliveries } = partitionOf(table, incident);
    const found = deliveries.get(channel) ?? new Map();
    deliveries.set(channel, found);
    return found;
  };
  return {
    of: (incident, channel) => atOnce(() => new Map([...on(incident, channel)].toSorted(([a], [b]) => a - b))),
    put: (incident, channel, seq, delivery) =>
      atOnce(() => {
        const records = on(incident, channel);
        if (supersedes(delivery, records.get(seq))) records.set(seq, stored(delivery));
      }),
  };
}
