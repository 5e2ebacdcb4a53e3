import type { Act, ActRecords } from '../../ports/audit-log.ts';
import { atOnce, stored } from './table.ts';

/** Acts in memory, as the table keeps them. */
export function memoryActs(acts: Act[] = []): ActRecords {
  return {
    note: (act) => atOnce(() => void acts.push(stored(act))),
    newest: (limit) => atOnce(() => acts.toSorted((a, b) => (a.at > b.at ? -1 : 1)).slice(0, limit)),
  };
}
