import type { Config } from '../../config-schema.ts';
import type { PublicIncident } from '../../core/public-incident.ts';
import type { SiteFile } from '../../ports/site-store.ts';
import { FROZEN, PAGE, siteTitle, VERDICT } from '../../wording/site.ts';
import { currentComponents, isOpen, known, lastWordAt, titleOf } from '../board-state.ts';
import type { SiteInput } from '../context.ts';
import { type Html, html, NOTHING, plain } from '../html.ts';
import { incidentPath } from '../paths.ts';
import { type Verdict, verdictOf } from '../verdict.ts';
import { componentSection } from './component-section.ts';
import { incidentList } from './history-page.ts';
import { incidentSummary } from './incident-summary.ts';
import { pageFile } from './layout.ts';
import { icon, lastWordOf, time } from './parts.ts';
import { timeline } from './timeline.ts';

const RECENT = 8;

/** The front page: one verdict, every open incident with its whole story, the components, what was recently closed. */
export function indexPage(input: SiteInput): SiteFile {
  const { board, config, now, control } = input;
  const components = currentComponents(config, board.open);
  const verdict = verdictOf(board.open, components);
  return pageFile(input, {
    key: 'index.html',
    path: '/',
    title: `${verdict.headline} · ${siteTitle(plain(config.brand.name))}`,
    description: verdict.headline,
    say: newestWord(known(board)) ?? verdict.headline,
    level: verdict.level,
    news: lastWordAt(known(board), ''),
    main: html`<section class="verdict ${verdict.level}">${icon(verdict.level)}<div><h1 data-stale="${PAGE.lastKnown}">${verdict.headline}</h1>
${detail(verdict, board.open, config)}
<p class="fine">${PAGE.asOf} ${time(now)}</p></div></section>
${control?.frozen ? html`<p class="notice">${FROZEN}</p>` : NOTHING}
${board.open.map((incident) => openIncident(incident, config, now))}
${componentSection(input, components)}
${recent(board.newest)}`,
  });
}

function recent(incidents: readonly PublicIncident[]): Html {
  if (incidents.length === 0) return html`<section><h2>${PAGE.recent}</h2><p>${PAGE.noRecent}</p></section>`;
  const closed = incidents.filter((incident) => !isOpen(incident)).slice(0, RECENT);
  if (closed.length === 0) return NOTHING;
  return html`<section><h2>${PAGE.recent}</h2>${incidentList(closed)}<p><a href="/history">${PAGE.allHistory}</a></p></section>`;
}

/** What is read out when the page changes: the newest statement of all, also when it is that something is over. */
function newestWord(incidents: readonly PublicIncident[]): string | undefined {
  const latest = incidents.toSorted((a, b) => (a.head.at < b.head.at ? 1 : -1))[0];
  return latest && lastWordOf(latest);
}

function detail(verdict: Verdict, open: readonly PublicIncident[], config: Config): Html {
  if (verdict.level !== 'clear') return html`<p>${VERDICT.openDetail(open.length)}</p>`;
  const contact = config.contact[0];
  return html`<p>${VERDICT.clearDetail(plain(config.brand.name))} ${
    contact ? html`${VERDICT.tellUs} <a href="${contact.href}">${contact.label}</a>` : NOTHING
  }</p>`;
}

const openIncident = (incident: PublicIncident, config: Config, now: string): Html =>
  html`<article class="incident" id="incident-${incident.id}"><h2><a href="${incidentPath(incident.id)}">${titleOf(incident)}</a></h2>
${incidentSummary(incident, config, now, 'h2')}
<h3 class="quiet">${PAGE.timeline}</h3>
${timeline(incident, config, false)}</article>
`;
