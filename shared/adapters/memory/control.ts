import type { ControlRecord } from '../../ports/control.ts';
import { atOnce, type MemoryTable, memoryTable, stored } from './table.ts';

/** The control item, in memory. */
export function memoryControl(table: MemoryTable = memoryTable()): ControlRecord {
  /** Every write notes whose record this is, and none but a release overwrites it. */
  const noted = () => {
    table.control.table ??= table.name;
  };
  return {
    read: () => atOnce(() => stored(table.control)),
    freeze: (frozen) =>
      atOnce(() => {
        if (frozen === undefined) {
          delete table.control.frozen;
          table.control.table = table.name;
          return;
        }
        table.control.frozen = stored(frozen);
        noted();
      }),
    setMode: (channel, mode) =>
      atOnce(() => {
        table.control.channels = { ...table.control.channels, [channel]: mode };
        noted();
      }),
    swept: (at, { people, byHand } = {}) =>
      atOnce(() => {
        const { lastSweepAt } = table.control;
        if (lastSweepAt !== undefined && lastSweepAt >= at) return;
        table.control.lastSweepAt = at;
        if (people === undefined) delete table.control.people;
        else table.control.people = stored(people);
        if (byHand === undefined) delete table.control.byHand;
        else table.control.byHand = stored(byHand);
        noted();
      }),
  };
}
