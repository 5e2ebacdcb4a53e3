import type { ReportedIncident } from '../../core/incident.ts';
import { goesOnIn } from '../../core/merging.ts';
import { incidentPath } from '../../site/paths.ts';

/** What it takes to say where a merged incident goes on. */
export type GoesOnPorts = {
  /** Of an incident that others were merged into. */
  titleOf: (incident: string) => Promise<string | undefined>;
  /** Without a slash at its end. */
  siteUrl: string;
};

/** Where a merged incident goes on; the page itself says so where nobody knows the title. */
export async function goesOn({ titleOf, siteUrl }: GoesOnPorts, incident: ReportedIncident) {
  const into = goesOnIn(incident);
  const title = into === undefined ? undefined : await titleOf(into);
  return into === undefined || title === undefined ? undefined : { title, url: `${siteUrl}${incidentPath(into)}` };
}
