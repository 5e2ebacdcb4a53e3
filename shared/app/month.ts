import type { PublicIncident } from '../core/public-incident.ts';
import type { Imports } from '../ports/imports.ts';
import type { IncidentLog } from '../ports/incident-log.ts';

/** Every incident of a month (`2026-11`): those of the log, newest first, and behind them what was imported. */
export async function idsOf(
  { log, imports }: { log: IncidentLog; imports: Imports },
  month: string,
): Promise<string[]> {
  const ids: string[] = [];
  let after: string | undefined;
  do {
    const page = await log.openedIn(month, { limit: 100, ...(after === undefined ? {} : { after }) });
    ids.push(...page.ids);
    after = page.next;
  } while (after !== undefined);
  return [...ids, ...(await imports.openedIn(month))];
}

/** Those that a list shows: what was imported and taken out again is found at its own address alone. */
export const listed = (incidents: readonly PublicIncident[]): PublicIncident[] =>
  incidents.filter((incident) => !incident.imported?.removed);
