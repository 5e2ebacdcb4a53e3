import { replayed } from '../core/evolve.ts';
import type { IncidentLog } from '../ports/incident-log.ts';

/** What incidents are called, from the log; nothing of one that it does not hold. */
export const titlesIn =
  (log: Pick<IncidentLog, 'load'>) =>
  async (id: string): Promise<string | undefined> => {
    const incident = replayed(id, await log.load(id));
    return incident.phase === 'unreported' ? undefined : incident.title;
  };
