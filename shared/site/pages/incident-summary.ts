import type { Config } from '../../config/config-schema.ts';
import { msBetween } from '../../core/instant.ts';
import type { PublicIncident } from '../../core/public-incident.ts';
import { COMPONENT_WORDS, IMPACT_WORDS, STATUS_WORDS, statusMeans } from '../../wording/incident.ts';
import { PAGE } from '../../wording/site.ts';
import { sayDuration } from '../../wording/time.ts';
import type { SiteContext } from '../context.ts';
import { type Html, html, NOTHING, named, raw } from '../html.ts';
import { renderMarkdown } from '../markdown.ts';
import { incidentPath } from '../paths.ts';
import { componentShape } from '../shapes.ts';
import { beganAt, nameIn, workaroundOf } from '../site-index-state.ts';
import { clocks } from './clocks.ts';
import { endWord, icon, time } from './parts.ts';

/** Phase of an incident, how bad it is, since when and how long. */
export const incidentFacts = (context: SiteContext, incident: PublicIncident): Html =>
  html`<p class="facts"><b>${incident.phase === 'open' ? STATUS_WORDS[incident.status] : endWord(incident)}</b>${
    incident.phase === 'open' ? html`: ${statusMeans(incident)}` : NOTHING
  }. ${IMPACT_WORDS[incident.impact]}.</p>
<p class="fine">${span(context, incident)}</p>`;

/** What an incident affects, both clocks, what readers can do. Headings inside go one below `under`, its own heading. */
export function incidentSummary(context: SiteContext, incident: PublicIncident, under: 'h1' | 'h2'): Html {
  const workaround = incident.phase === 'open' ? workaroundOf(incident) : undefined;
  return html`${affected(incident, context.config)}
${clocks(context, incident)}
${workaround ? html`<section class="do">${under === 'h1' ? html`<h2>${PAGE.workaround}</h2>` : html`<h3>${PAGE.workaround}</h3>`}<div dir="auto">${raw(renderMarkdown(workaround))}</div></section>` : NOTHING}`;
}

/** When it began, when we first spoke if that was later, and how long it ran: never shorter than it was. */
function span({ voice, now, goesOnIn }: SiteContext, incident: PublicIncident): Html {
  const began = beganAt(incident);
  const first =
    began < incident.openedAt
      ? html` · ${PAGE.firstWord} ${time(voice, incident.openedAt)} (${sayDuration(voice, msBetween(began, incident.openedAt))} ${PAGE.later})`
      : NOTHING;
  if (incident.endedAt === undefined) {
    return html`${PAGE.began} ${time(voice, began)}${first}. ${PAGE.runningFor} <span data-since="${began}">${sayDuration(voice, msBetween(began, now))}</span>.`;
  }
  if (incident.phase === 'merged') return html`${PAGE.began} ${time(voice, began)}${first}. ${goesOn(goesOnIn)}`;
  return html`${PAGE.began} ${time(voice, began)}${first}. ${PAGE.ended} ${time(voice, incident.endedAt)}. ${PAGE.lasted} <span class="span">${sayDuration(voice, msBetween(began, incident.endedAt))}</span>.`;
}

/** What was merged has not ended: its story goes on elsewhere, under a title of its own. */
const goesOn = (other: SiteContext['goesOnIn']): Html =>
  html`${PAGE.continuesIn} ${other === undefined ? PAGE.anotherIncident : html`<a href="${incidentPath(other.id)}">${other.title}</a>`}.`;

function affected(incident: PublicIncident, config: Config): Html {
  if (incident.components.length === 0 || incident.phase !== 'open') return NOTHING;
  return html`<ul class="affected" aria-label="${PAGE.affected}">${incident.components.map(
    ({ id, status }) =>
      html`<li>${icon(componentShape[status])} ${named(nameIn(incident, config, id))}<span class="fine"> ${COMPONENT_WORDS[status]}</span></li>`,
  )}</ul>`;
}
