import type { Deliveries } from '../../core/delivery.ts';
import type { PublicIncident, PublicOutage } from '../../core/public-incident.ts';
import type { SiteFile } from '../../ports/site-store.ts';
import { IMPORTED } from '../../wording/imported.ts';
import { PAGE, PROOF, siteTitle } from '../../wording/site.ts';
import { currentComponents, titleOf } from '../board-state.ts';
import type { SiteContext } from '../context.ts';
import { type Html, html, NOTHING, plain } from '../html.ts';
import { incidentPath, logPath } from '../paths.ts';
import { receiptOf } from '../receipt.ts';
import { verdictOf } from '../verdict.ts';
import { incidentSummary } from './incident-summary.ts';
import { pageFile } from './layout.ts';
import { lastWordOf, phaseWord, time } from './parts.ts';
import { ledgerTable } from './promises-page.ts';
import { stillStuck } from './still-stuck.ts';
import { timeline } from './timeline.ts';
import { xTruth } from './x-truth.ts';

/** One incident: its facts, everything that was said, the times that were given, and how to check the log. */
export function incidentPage(context: SiteContext, incident: PublicOutage, onX: Deliveries | undefined): SiteFile {
  const { config, now } = context;
  const title = titleOf(incident);
  const open = incident.phase === 'open';
  const phase = phaseWord(incident);
  return pageFile(context, {
    key: `incidents/${incident.id}/index.html`,
    path: incidentPath(incident.id),
    title: `${phase}: ${title} · ${siteTitle(plain(config.brand.name))}`,
    description: `${phase}: ${title}`,
    say: lastWordOf(incident),
    news: incident.head.at,
    level: open ? verdictOf([incident], currentComponents(config, [incident])).level : 'clear',
    main: html`<article class="incident"><h1>${title}</h1>
${incidentSummary(incident, config, now, 'h1')}
<p class="fine">${PAGE.asOf} ${time(now)}</p>
${xTruth(incident, onX, now)}${importedNotice(incident)}
<h2 class="quiet">${PAGE.timeline}</h2>
${timeline(incident, config, true)}</article>
${receipt(incident)}${ledgerTable(incident, now)}
${stillStuck(context, incident)}
${proof(incident)}`,
  });
}

/** How a reader checks that nothing was changed. */
export const proof = (incident: PublicIncident): Html =>
  incident.imported
    ? NOTHING
    : html`<section class="proof"><h2>${PROOF.title}</h2><p>${PROOF.text}</p>
<p><code>${incident.head.seq}-${incident.head.hash}</code></p><p><a href="${logPath(incident.id)}">${PROOF.log}</a></p></section>`;

/** Whose words a reader has before them, where they are not ours. */
export const importedNotice = ({ imported }: PublicIncident): Html =>
  imported
    ? html`<p class="notice imported">${imported.removed ? IMPORTED.removed(imported.from) : IMPORTED.notice(imported.from)}</p>`
    : NOTHING;

function receipt(incident: PublicIncident): Html {
  const sentences = incident.imported ? undefined : receiptOf(incident);
  return sentences ? html`<section class="receipt"><h2>${PAGE.receipt}</h2><p>${sentences}</p></section>` : NOTHING;
}
