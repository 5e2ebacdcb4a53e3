import type { Config } from '../../config-schema.ts';
import type { PublicIncident } from '../../core/public-incident.ts';
import type { SiteFile } from '../../ports/site-store.ts';
import { COMPONENT_WORDS } from '../../wording/incident.ts';
import { FROZEN, PAGE, siteTitle, VERDICT } from '../../wording/site.ts';
import { type CurrentComponent, currentComponents, isOpen, known, titleOf } from '../board-state.ts';
import type { SiteInput } from '../context.ts';
import { type Html, html, NOTHING, plain } from '../html.ts';
import { incidentPath } from '../paths.ts';
import { componentShape } from '../shapes.ts';
import { type Verdict, verdictOf } from '../verdict.ts';
import { incidentList } from './history-page.ts';
import { incidentSummary } from './incident-summary.ts';
import { pageFile } from './layout.ts';
import { icon, lastWordOf, time } from './parts.ts';
import { timeline } from './timeline.ts';
import { xTruth } from './x-truth.ts';

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
    main: html`<section class="verdict ${verdict.level}">${icon(verdict.level)}<div><h1 data-stale="${PAGE.lastKnown}">${verdict.headline}</h1>
${detail(verdict, board.open, config)}
<p class="fine">${PAGE.asOf} ${time(now)}</p></div></section>
${control?.frozen ? html`<p class="notice">${FROZEN}</p>` : NOTHING}
${board.open.map((incident) => openIncident(input, incident))}
<section class="components"><h2>${PAGE.components}</h2>${componentGroups(config, components)}</section>
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

const openIncident = ({ config, now, toldX }: SiteInput, incident: PublicIncident): Html =>
  html`<article class="incident" id="incident-${incident.id}"><h2><a href="${incidentPath(incident.id)}">${titleOf(incident)}</a></h2>
${incidentSummary(incident, config, now, 'h2')}
${xTruth(incident, toldX?.get(incident.id), now)}
<h3 class="quiet">${PAGE.timeline}</h3>
${timeline(incident, config, false)}</article>
`;

function componentGroups(config: Config, components: readonly CurrentComponent[]): Html {
  const alone = components.filter((component) => component.group === undefined);
  const groups = config.groups.map((group) => ({
    name: group.name,
    members: components.filter((component) => component.group === group.id),
  }));
  return html`${alone.length > 0 ? componentRows(alone) : NOTHING}${groups
    .filter((group) => group.members.length > 0)
    .map((group) => html`<h3>${group.name}</h3>${componentRows(group.members)}`)}`;
}

const componentRows = (components: readonly CurrentComponent[]): Html =>
  html`<ul class="rows">${components.map(
    ({ name, description, status }) =>
      html`<li><span>${name}${description ? html` <span class="fine">${description}</span>` : NOTHING}</span> <span class="state">${icon(componentShape[status])} ${COMPONENT_WORDS[status]}</span></li>
`,
  )}</ul>`;
