import { isDeepStrictEqual } from 'node:util';
import { supersedes, withoutTexts } from '../../core/delivery.ts';
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
    onAll: (incident) =>
      atOnce(() => {
        const { deliveries } = partitionOf(table, incident);
        return new Map([...deliveries].map(([channel, records]) => [channel, new Map(records)] as const));
      }),
    put: (incident, channel, seq, delivery) =>
      atOnce(() => {
        const records = on(incident, channel);
        if (supersedes(delivery, records.get(seq))) records.set(seq, stored(delivery));
      }),
    swap: (incident, channel, seq, before, next) =>
      atOnce(() => {
        const records = on(incident, channel);
        if (!isDeepStrictEqual(records.get(seq), before)) return false;
        records.set(seq, stored(next));
        return true;
      }),
    forgetTexts: (incident, before) =>
      atOnce(() => {
        for (const records of partitionOf(table, incident).deliveries.values()) {
          for (const [seq, delivery] of records) if (seq < before) records.set(seq, stored(withoutTexts(delivery)));
        }
      }),
  };
}
