import type { PublicIncident } from '../../../shared/core/public-incident.ts';
import type { SiteFile } from '../../../shared/ports/site-store.ts';
import type { SiteInput } from '../../../shared/site/context.ts';
import { monthPages } from '../../../shared/site/pages/history-page.ts';
import { renderIncident, renderSite } from '../../../shared/site/render-site.ts';
import { known } from '../../../shared/site/site-index-state.ts';
import { siteOf } from './site.ts';

/** Everything that is public with this input: the shared files, the month of the stories, each incident's own. */
export function wholeSite(input: SiteInput): SiteFile[] {
  const incidents = known(input.siteIndex);
  const month = monthPages(
    input,
    '2026-11',
    incidents.filter(({ openedAt }) => openedAt.startsWith('2026-11')),
  );
  return [...renderSite(input), ...month, ...incidents.flatMap((incident) => renderIncident({ ...input, incident }))];
}

/** The same with these incidents, as it is at `now` (`14:30`). */
export const filesOf = (incidents: readonly PublicIncident[], now: string): SiteFile[] =>
  wholeSite(siteOf(incidents, now));
