import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Page } from 'playwright-core';
import type { PublicIncident } from '../../../shared/core/public-incident.ts';
import type { SiteFile } from '../../../shared/ports/site-store.ts';
import type { SiteInput } from '../../../shared/site/context.ts';
import { monthPage } from '../../../shared/site/pages/history-page.ts';
import { renderIncident, renderSite } from '../../../shared/site/render-site.ts';
import { known } from '../../../shared/site/site-index-state.ts';
import { siteOf } from './site.ts';

/** Everything that is public with this input: the shared files, the month of the stories, each incident's own. */
export function wholeSite(input: SiteInput): SiteFile[] {
  const incidents = known(input.siteIndex);
  const month = monthPage(
    input,
    '2026-11',
    incidents.filter(({ openedAt }) => openedAt.startsWith('2026-11')),
  );
  return [...renderSite(input), month, ...incidents.flatMap((incident) => renderIncident({ ...input, incident }))];
}

/** The same with these incidents, as it is at `now` (`14:30`). */
export const filesOf = (incidents: readonly PublicIncident[], now: string): SiteFile[] =>
  wholeSite(siteOf(incidents, now));

const require = createRequire(import.meta.resolve('@axe-core/playwright'));
const axe = readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');

/** What axe finds on the page as it is now: rule and elements. Its own runner opens a second page for each look. */
export async function axeFinds(page: Page): Promise<[rule: string, elements: string[]][]> {
  if (!(await page.evaluate("'axe' in window"))) await page.evaluate(axe);
  return page.evaluate(
    'axe.run(document, { resultTypes: ["violations"] }).then(({ violations }) => violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)]))',
  );
}
