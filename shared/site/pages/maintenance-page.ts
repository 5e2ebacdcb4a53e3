import type { Deliveries } from '../../core/delivery.ts';
import type { PublicMaintenance } from '../../core/public-incident.ts';
import type { SiteFile } from '../../ports/site-store.ts';
import { PAGE, siteTitle } from '../../wording/site.ts';
import type { SiteContext } from '../context.ts';
import { html, plain } from '../html.ts';
import { incidentPath } from '../paths.ts';
import { titleOf } from '../site-index-state.ts';
import { maintenanceVerdict } from '../verdict.ts';
import { xDeliveryNotice } from './delivery-notice.ts';
import { importedNotice, proof } from './incident-page.ts';
import { pageFile } from './layout.ts';
import { maintenanceFacts, maintenanceSummary } from './maintenance-summary.ts';
import { banner, lastWordOf, phaseWord } from './parts.ts';
import { ledgerTable } from './promises-page.ts';
import { stillStuck } from './still-stuck.ts';
import { timeline } from './timeline.ts';

/** One maintenance: when it is, what it concerns, everything that was said, and how to check the log. */
export function maintenancePage(
  context: SiteContext,
  maintenance: PublicMaintenance,
  onX: Deliveries | undefined,
): SiteFile {
  const { config, now } = context;
  const title = titleOf(maintenance);
  const phase = phaseWord(maintenance);
  const isOver = maintenance.confirmed && maintenance.phase !== 'open';
  const level = isOver ? 'clear' : maintenanceVerdict([maintenance], config, now).level;
  return pageFile(context, {
    key: `incidents/${maintenance.id}/index.html`,
    path: incidentPath(maintenance.id),
    title: `${phase}: ${title} · ${siteTitle(plain(config.brand.name))}`,
    description: `${phase}: ${title}`,
    say: lastWordOf(maintenance),
    level,
    news: maintenance.head.at,
    main: html`<article class="incident">${banner(context, level, title, maintenanceFacts(context.voice, maintenance))}
${maintenanceSummary(context, maintenance)}
${xDeliveryNotice(maintenance, onX, now)}${importedNotice(maintenance)}
<h2 class="quiet">${PAGE.timeline}</h2>
${timeline(context, maintenance, true)}</article>
${ledgerTable(context, maintenance)}
${stillStuck(context, maintenance)}
${proof(maintenance)}`,
  });
}
