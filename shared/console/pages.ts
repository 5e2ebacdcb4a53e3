import { html } from 'hono/html';
import type { ApiEntry, ApiIncident } from '../client/types.ts';
import { isOver } from '../client/words.ts';
import { goesOnIn, takenIn } from '../core/merging.ts';
import { promisedTime } from '../wording/time.ts';
import { actsOn } from './acts/all.ts';
import { monitorsSection } from './alarms.ts';
import { apologyCard } from './apology-card.ts';
import { clocks } from './clocks.ts';
import { actPath } from './compose.ts';
import { coordinationForms, coordinationSections, waiting } from './coordination.ts';
import { deliveryList, entryBlock, isUnderWay, promiseList, remainsList, text } from './entries.ts';
import { type Frame, type Html, page, slot } from './layout.ts';
import { type Look, mayDo } from './moments.ts';
import { PAGES, pathTo } from './paths.ts';

export const path = (incident: Pick<ApiIncident, 'id'>): string => pathTo(PAGES.incident, incident);

/** How it stands, in three words. */
export const state = ({ status, impact, type, phase, handling }: ApiIncident): Html => {
  const says = phase === 'retracted' || phase === 'merged' ? phase : status.replace('_', ' ');
  return html`<p class="state"><span class="badge ${says}">${says}</span> ${type === 'maintenance' ? 'maintenance' : html`impact <span class="badge ${impact}">${impact}</span>`}${handling === 'restricted' ? html` <span class="badge">restricted</span>` : ''}</p>`;
};

/** Ids of the other incident of each merge: where the story goes on, and where it came from. */
export function mergedWith({ phase, entries }: ApiIncident): readonly string[] {
  const into = goesOnIn({ phase, entries });
  return [...(into === undefined ? [] : [into]), ...takenIn(entries)];
}

/** Links to them, by title where `titles` has it. */
function others(incident: ApiIncident, titles: ReadonlyMap<string, string>): Html {
  const into = goesOnIn(incident);
  return html`${mergedWith(incident).map(
    (id) =>
      html`<p>${id === into ? 'It goes on in' : 'Merged into this one:'} <a href="${path({ id })}">${titles.get(id) ?? id}</a></p>`,
  )}`;
}

/** `titles`: of the incidents that it was merged with, by id. `told`: who was answered at the desk, once it is over. `floods`: what many complain about besides. */
type Shown = {
  incident: ApiIncident;
  look: Look;
  notice?: Html;
  titles: ReadonlyMap<string, string>;
  told?: Html | '';
  floods?: Html | '';
};

/** One incident: both clocks, what can be said next, and everything that was said, newest first. */
export function incidentPage(frame: Frame, { incident, look, notice, titles, told, floods = '' }: Shown): string {
  const [first, second, ...rest] = mayDo(look, 'speak') ? actsOn(incident) : [];
  const button = (act: typeof first, quiet: boolean) =>
    act ? html`<a class="button${quiet ? ' quiet' : ''}" href="${actPath(act, incident.id)}">${act.heading}</a>` : '';
  return page(
    frame,
    incident.title,
    html`
<h1>${incident.title}</h1>
${notice ?? ''}${others(incident, titles)}
${frame.desk === undefined ? '' : slot('floods', incident.phase === 'open' ? floods : '')}
${slot('situation', html`${state(incident)}${clocks(incident, look)}`)}
<div class="next">${button(first, isOver(incident))}${button(second, true)}</div>
${rest.length === 0 ? '' : html`<details class="acts"><summary>Something else</summary><ul class="plain">${rest.map((act) => html`<li><a class="row" href="${actPath(act, incident.id)}">${act.heading}</a></li>`)}</ul></details>`}
${slot('ahead', html`${coordinationSections(incident, frame.csrf, look)}${apologyCard(incident, frame.csrf, look)}${monitorsSection(incident, look)}`)}
${told ?? ''}
${incident.loops === undefined ? '' : coordinationForms(incident, frame.csrf, look)}
${remainsList(incident)}
${frame.desk === undefined || incident.type !== 'outage' ? '' : html`<p><a class="row" href="${PAGES.desk}?incident=${incident.id}">What customers say about it</a><a class="row" href="${pathTo(PAGES.deskIncident, incident)}">What the desk did</a></p>`}
<h2>What was said</h2>
${slot('said', html`<ol>${incident.entries.toReversed().map((entry) => entryBlock(incident, entry, look))}</ol>`)}
<p class="soft">As of ${promisedTime(look.voice, look.now, look.now, 0)}. <a href="${path(incident)}">Look again</a> · <a href="${frame.siteUrl}/incidents/${incident.id}">The page that customers see</a></p>`,
    { fresh: true },
  );
}

/** One act, with what it is about in sight: both clocks and the last word. */
export function actPage(
  frame: Frame,
  {
    heading,
    about,
    incident,
    form,
    look,
  }: { heading: string; about: string | undefined; incident: ApiIncident | undefined; form: Html; look: Look },
): string {
  const last = incident?.entries.findLast((entry) => entry.message !== undefined);
  return page(
    frame,
    heading,
    html`
${incident ? html`<p class="back"><a href="${path(incident)}">${incident.title}</a></p>` : html`<p class="back"><a href="${PAGES.overview}">Console</a></p>`}
<h1>${heading}</h1>
${about === undefined ? '' : html`<p class="soft">${about}</p>`}
${incident ? html`${clocks(incident, look)}${last === undefined ? '' : html`<details class="last"><summary>Last word, ${promisedTime(look.voice, last.at, look.now)}</summary>${text(last)}</details>`}` : ''}
${form}`,
    { wide: true },
  );
}

/** After a command: what was promised, and what each channel did with it by now. `told`: as on the page of the incident. */
export function saidPage(
  frame: Frame,
  incident: ApiIncident,
  entry: ApiEntry,
  look: Look,
  told: Html | '' = '',
): string {
  const underWay = isUnderWay(incident, entry.seq);
  const promises = promiseList(incident, entry.seq, look);
  return page(
    frame,
    underWay ? 'On its way' : 'Said',
    html`
${slot(
  'where',
  html`<h1>${underWay ? 'Accepted, and on its way' : 'Said'}</h1>
<div role="status" class="where">${deliveryList(incident, entry.seq, look)}</div>
${underWay ? html`<a class="button quiet" href="${path(incident)}/said/${entry.seq}">Look again</a>` : ''}`,
)}
${entry.kind === 'redaction' ? remainsList(incident) : ''}
<p class="soft">${incident.title} · entry ${entry.seq}, ${entry.kind} · ${promisedTime(look.voice, entry.at, look.now, 0)}</p>
<div class="card"><blockquote>${text(entry)}</blockquote>
${promises === '' ? html`<p>${isOver(incident) ? 'Nothing more is promised.' : 'No new time was promised with it.'}</p>` : promises}
${clocks(incident, look)}</div>
${told}${waiting(incident.drafts ?? [], look)}
<a class="button" href="${path(incident)}">Back to the incident</a>
<p><a href="${frame.siteUrl}/incidents/${incident.id}">The page that customers see</a></p>`,
    { fresh: underWay },
  );
}

/** Something that is not about a form: nobody is signed in, nothing is here, the API is away. */
export const messagePage = (frame: Frame, title: string, body: Html): string =>
  page(frame, title, html`<h1>${title}</h1>${body}`);
