import type { Handover, HandoverRecords } from '../../ports/handovers.ts';
import { atOnce, stored } from './table.ts';

/** Handovers in memory, as the table keeps them. */
export function memoryHandovers(handovers = new Map<string, Handover>()): HandoverRecords {
  return {
    of: (incident) => atOnce(() => handovers.get(incident)),
    begin: (incident, handover) => atOnce(() => void handovers.set(incident, stored(handover))),
    accept: (incident, at, accepted) =>
      atOnce(() => {
        const waiting = handovers.get(incident);
        if (waiting?.at !== at || waiting.accepted) return false;
        handovers.set(incident, stored({ ...waiting, accepted }));
        return true;
      }),
  };
}
