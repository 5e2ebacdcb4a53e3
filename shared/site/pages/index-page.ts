import type { Config } from '../../config/config-schema.ts';
import { isUnfinished, type PublicIncident, type PublicOutage } from '../../core/public-incident.ts';
import type { SiteFile } from '../../ports/site-store.ts';
import { MAINTENANCE } from '../../wording/maintenance.ts';
import type { Voice } from '../../wording/sentences.ts';
import { FROZEN, PAGE, siteTitle, VERDICT } from '../../wording/site.ts';
import { sayClock, sayDate } from '../../wording/time.ts';
import type { SiteInput } from '../context.ts';
import { type Html, html, NOTHING, named, plain } from '../html.ts';
import { activeMaintenances, openOutages, unconfirmedMaintenances, upcomingMaintenances } from '../maintenances.ts';
import { incidentPath } from '../paths.ts';
import { currentComponents, known, lastWordAt, titleOf } from '../site-index-state.ts';
import { siteVerdict, type Verdict, worstFirst } from '../verdict.ts';
import { componentSection } from './component-section.ts';
import { deliveryNotices } from './delivery-notice.ts';
import { incidentList } from './history-page.ts';
import { incidentFacts, incidentSummary } from './incident-summary.ts';
import { pageFile } from './layout.ts';
import { currentMaintenance, plannedMaintenances } from './maintenance-summary.ts';
import { banner, lastWordOf } from './parts.ts';
import { timeline } from './timeline.ts';

const RECENT = 8;

/** What is planned further ahead is in the calendar. */
const PLANNED = 5;

/** The front page: one verdict, every open incident with its whole story, the components, what was recently closed. */
export function indexPage(input: SiteInput): SiteFile {
  const { siteIndex, config, now, control } = input;
  const incidents = known(siteIndex);
  const lastWord = lastWordAt(incidents, '');
  const components = currentComponents(config, siteIndex.open);
  const verdict = siteVerdict(siteIndex, config, now);
  const outages = worstFirst(openOutages(siteIndex));
  const work = [...activeMaintenances(siteIndex), ...unconfirmedMaintenances(siteIndex)];
  return pageFile(input, {
    key: 'index.html',
    path: '/',
    title: `${verdict.headline} · ${siteTitle(plain(config.brand.name))}`,
    description: `${PAGE.shared(sayClock(now), sayDate(input.voice, now))} ${verdict.headline}.`,
    say: newestWord(incidents) ?? verdict.headline,
    level: verdict.level,
    news: lastWord,
    follow: {},
    main: html`${banner(input, verdict.level, verdict.headline, detail(verdict, outages, config), lastWord || undefined)}
${control?.frozen ? html`<p class="notice">${FROZEN}</p>` : NOTHING}
${outages.map((incident) => openIncident(input, incident))}
${work.map((maintenance) => currentMaintenance(input, maintenance))}
${deliveryNotices([...outages, ...work], input.told, now)}
${plannedMaintenances(input, upcomingMaintenances(siteIndex).slice(0, PLANNED))}
${componentSection(input, components)}
${recent(input.voice, siteIndex.newest)}`,
  });
}

function recent(voice: Voice, incidents: readonly PublicIncident[]): Html {
  if (incidents.length === 0) return html`<section><h2>${PAGE.recent}</h2><p>${PAGE.noRecent}</p></section>`;
  const closed = incidents.filter((incident) => !isUnfinished(incident)).slice(0, RECENT);
  if (closed.length === 0) return NOTHING;
  return html`<section><h2>${PAGE.recent}</h2><div class="sheet">${incidentList(voice, closed)}</div><p class="more"><a href="/history">${PAGE.allHistory}</a></p></section>`;
}

/** What is read out when the page changes: the newest statement of all, also when it is that something is over. */
function newestWord(incidents: readonly PublicIncident[]): string | undefined {
  const latest = incidents.toSorted((a, b) => (a.head.at < b.head.at ? 1 : -1))[0];
  return latest && lastWordOf(latest);
}

function detail(verdict: Verdict, open: readonly PublicOutage[], config: Config): Html {
  if (verdict.level === 'maintenance') return html`<p>${MAINTENANCE.detail}</p>`;
  if (verdict.level !== 'clear') return html`<p>${VERDICT.openDetail(open.length)}</p>`;
  const contact = config.contact[0];
  return html`<p>${VERDICT.clearDetail(plain(config.brand.name))} ${
    contact ? html`${VERDICT.tellUs} <a href="${contact.href}">${named(contact.label)}</a>` : NOTHING
  }</p>`;
}

const openIncident = (input: SiteInput, incident: PublicOutage): Html =>
  html`<article class="incident card" id="incident-${incident.id}"><h2><a href="${incidentPath(incident.id)}" dir="auto">${titleOf(incident)}</a></h2>
${incidentFacts(input, incident)}
${incidentSummary(input, incident, 'h2')}
<h3 class="quiet">${PAGE.timeline}</h3>
${timeline(input, incident, false)}</article>
`;
