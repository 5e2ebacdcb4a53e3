import type { Hold, HoldRecords } from '../../ports/holds.ts';

/** Holds in memory, as the table keeps them. */
export function memoryHolds(holds = new Map<string, Hold>()): HoldRecords {
  return {
    of: async (incident) => holds.get(incident),
    async hold(incident, hold) {
      if (holds.get(incident)?.silenceSince === hold.silenceSince) return false;
      holds.set(incident, hold);
      return true;
    },
  };
}
