import { msBetween } from '../../core/instant.ts';
import { begunAt } from '../../core/maintenance.ts';
import {
  isUnfinished,
  type PublicIncident,
  type PublicMaintenance,
  type PublicOutage,
} from '../../core/public-incident.ts';
import type { SiteFile } from '../../ports/site-store.ts';
import { IMPORTED } from '../../wording/imported.ts';
import { IMPACT_WORDS } from '../../wording/incident.ts';
import { MAINTENANCE } from '../../wording/maintenance.ts';
import type { Voice } from '../../wording/sentences.ts';
import { PAGE, siteTitle } from '../../wording/site.ts';
import { sayDate, sayDuration, sayMonth } from '../../wording/time.ts';
import type { SiteContext, SiteInput } from '../context.ts';
import { type Html, html, NOTHING, plain } from '../html.ts';

import { incidentPath, monthPagePath, monthPath } from '../paths.ts';
import { beganAt, holdsWholeMonth, isOpen, known, monthOf, titleOf } from '../site-index-state.ts';
import { daysSection } from './component-section.ts';
import { pageFile } from './layout.ts';
import { endWord, phaseWord } from './parts.ts';

/** From here on a month is a link to its page: this page is written with every update. */
const LISTED = 10;

/** The newest incidents, month by month, and a link to every earlier month that has any. */
export function historyPage(input: SiteInput): SiteFile {
  const incidents = known(input.siteIndex);
  const months = [...Map.groupBy(incidents, monthOf)]
    .map(([month, list]) => ({
      month,
      list,
      whole: holdsWholeMonth(input.siteIndex, month),
      listed: list.some(isUnfinished) || incidents.indexOf(list[0]!) < LISTED,
    }))
    .filter(({ whole, listed }) => whole || listed);
  const earlier = input.siteIndex.months.filter((one) => !months.some(({ month }) => month === one));
  return pageFile(input, {
    key: 'history/index.html',
    path: '/history',
    title: `${PAGE.historyTitle} · ${siteTitle(plain(input.config.brand.name))}`,
    description: PAGE.historyNote,
    say: PAGE.historyTitle,
    main: html`<h1>${PAGE.historyTitle}</h1><p class="fine">${PAGE.historyNote}</p>
${daysSection(input)}
${incidents.length === 0 ? html`<p>${PAGE.noRecent}</p>` : NOTHING}
${months.map(
  ({ month, list, listed }) =>
    html`<section><h2>${linkTo(input.voice, month)}</h2>${!listed ? html`<p>${PAGE.reported(list.length)}</p>` : html`<div class="sheet">${incidentList(input.voice, list)}</div>`}</section>
`,
)}${earlier.length > 0 ? html`<section><h2>${PAGE.earlier}</h2><p>${earlier.map((month, n) => html`${n > 0 ? ' · ' : ''}${linkTo(input.voice, month)}`)}</p></section>` : NOTHING}`,
  });
}

const linkTo = (voice: Voice, month: string): Html => html`<a href="${monthPath(month)}">${sayMonth(voice, month)}</a>`;

/** Which page of its month it is, and those that hold what is newer and older; a month that is one page has none. */
export type PageOfMonth = { number: number; newer?: number | undefined; older?: number | undefined };

/**
 * One month, given all of its incidents, newest first; or one page of it. The newest page stands at the month's own address
 * and at that of its number, under which it will be found when it is not the newest any more.
 */
export function monthPages(
  context: SiteContext,
  month: string,
  incidents: readonly PublicIncident[],
  page?: PageOfMonth,
): SiteFile[] {
  const name = [sayMonth(context.voice, month), ...(page ? [PAGE.monthPage(page.number)] : [])].join(', ');
  const at = (path: string) =>
    pageFile(context, {
      key: `${path.slice(1)}/index.html`,
      path,
      title: `${name} · ${siteTitle(plain(context.config.brand.name))}`,
      description: `${PAGE.historyTitle}, ${name}`,
      say: name,
      main: html`<h1>${name}</h1>
${incidents.length === 0 ? html`<p>${PAGE.noneInMonth}</p>` : html`<div class="sheet">${incidentList(context.voice, incidents)}</div>`}
${page ? beside(month, page) : NOTHING}<p class="more"><a href="/history">${PAGE.historyTitle}</a></p>`,
    });
  return [
    ...(page?.newer === undefined ? [at(monthPath(month))] : []),
    ...(page === undefined ? [] : [at(monthPagePath(month, page.number))]),
  ];
}

function beside(month: string, { newer, older }: PageOfMonth): Html {
  const link = (number: number, rel: 'next' | 'prev', text: string) =>
    html`<a rel="${rel}" href="${monthPagePath(month, number)}">${text}</a>`;
  const links = [
    ...(newer === undefined ? [] : [link(newer, 'prev', PAGE.newer)]),
    ...(older === undefined ? [] : [link(older, 'next', PAGE.older)]),
  ];
  return html`<p class="more">${links.map((one, n) => html`${n > 0 ? ' · ' : ''}${one}`)}</p>
`;
}

/** Incidents as one line each: what, how bad, when, how long, how it ended. */
export const incidentList = (voice: Voice, incidents: readonly PublicIncident[]): Html =>
  html`<ul class="list">${incidents.map(
    (incident) => html`<li><a href="${incidentPath(incident.id)}" dir="auto">${titleOf(incident)}</a>
<small>${(incident.type === 'maintenance' ? maintenanceFacts(voice, incident) : outageFacts(voice, incident)).map(unbroken).join(' · ')}</small></li>
`,
  )}</ul>`;

/** A fact stands on one line. */
const unbroken = (fact: string): string => fact.replaceAll(' ', '\u00A0');

const outageFacts = (voice: Voice, incident: PublicOutage): string[] => [
  ...(incident.imported ? [IMPORTED.entry] : []),
  sayDate(voice, incident.openedAt),
  IMPACT_WORDS[incident.impact],
  endWord(incident),
  ...lasted(voice, incident),
];

const lasted = (voice: Voice, incident: PublicOutage): string[] =>
  isOpen(incident)
    ? []
    : [
        `${PAGE.lasted.toLowerCase()} ${sayDuration(voice, msBetween(beganAt(incident), incident.endedAt ?? incident.head.at))}`,
      ];

/** A maintenance is listed by the day for which it was planned. */
function maintenanceFacts(voice: Voice, maintenance: PublicMaintenance): string[] {
  const begun = begunAt(maintenance);
  const { phase, endedAt, scheduledFor } = maintenance;
  const took =
    phase === 'completed' && begun && endedAt
      ? [`${MAINTENANCE.took.toLowerCase()} ${sayDuration(voice, msBetween(begun, endedAt))}`]
      : [];
  const word =
    phase === 'open' || phase === 'scheduled' ? [MAINTENANCE.next, phaseWord(maintenance)] : [endWord(maintenance)];
  return [...(maintenance.imported ? [IMPORTED.entry] : []), sayDate(voice, scheduledFor), ...word, ...took];
}
