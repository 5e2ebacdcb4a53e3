import type { ChannelTold } from '../../core/channel/standing.ts';
import type { PublicMaintenance } from '../../core/public-incident.ts';
import type { SiteFile } from '../../ports/site-store.ts';
import { PAGE, siteTitle } from '../../wording/site.ts';
import type { SiteContext } from '../context.ts';
import { followingFrom } from '../follow/panel.ts';
import { html, plain } from '../html.ts';
import { incidentPath } from '../paths.ts';
import { titleOf } from '../site-index-state.ts';
import { deliveryNotice } from './delivery-notice.ts';
import { importedNotice, proof } from './incident-page.ts';
import { pageFile } from './layout.ts';
import { maintenanceFacts, maintenanceSummary } from './maintenance-summary.ts';
import { banner, lastWordOf, phaseWord, sharedWords } from './parts.ts';
import { ledgerTable } from './promises-page.ts';
import { stillStuck } from './still-stuck.ts';
import { timeline } from './timeline.ts';

/** One maintenance: when it is, what it concerns, everything that was said, and how to check the log. */
export function maintenancePage(
  context: SiteContext,
  maintenance: PublicMaintenance,
  channels: readonly ChannelTold[] | undefined,
): SiteFile {
  const { config, now } = context;
  const title = titleOf(maintenance);
  const phase = phaseWord(maintenance);
  // What is only planned, or did not take place, is neither well nor ill.
  const isDone = maintenance.confirmed && maintenance.phase === 'completed';
  const level = isDone ? 'clear' : 'maintenance';
  return pageFile(context, {
    key: `incidents/${maintenance.id}/index.html`,
    path: incidentPath(maintenance.id),
    title: `${phase}: ${title} · ${siteTitle(plain(config.brand.name))}`,
    description: sharedWords(context, maintenance),
    say: lastWordOf(maintenance),
    level,
    news: maintenance.head.at,
    follow: followingFrom(maintenance),
    main: html`<article class="incident">${banner(context, level, title, maintenanceFacts(context.voice, maintenance), maintenance.head.at)}
${maintenanceSummary(context, maintenance)}
${deliveryNotice(maintenance, channels, now)}${importedNotice(maintenance)}
<h2 class="quiet">${PAGE.timeline}</h2>
${timeline(context, maintenance, true)}</article>
${ledgerTable(context, maintenance)}
${stillStuck(context, maintenance)}
${proof(maintenance)}`,
  });
}
