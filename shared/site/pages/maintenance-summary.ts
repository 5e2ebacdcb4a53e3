import type { Config } from '../../config/config-schema.ts';
import { type Instant, msBetween } from '../../core/instant.ts';
import { begunAt } from '../../core/maintenance.ts';
import type { PublicMaintenance } from '../../core/public-incident.ts';
import { COMPONENT_WORDS, STATUS_MEANS, STATUS_WORDS } from '../../wording/incident.ts';
import { MAINTENANCE } from '../../wording/maintenance.ts';
import type { Voice } from '../../wording/sentences.ts';
import { CLOCKS, listed, PAGE } from '../../wording/site.ts';
import { sayDuration, saysSeconds } from '../../wording/time.ts';
import type { SiteContext, SiteInput } from '../context.ts';
import { type Html, html, NOTHING, named } from '../html.ts';
import { isOverrunning } from '../maintenances.ts';
import { incidentPath, nextPath } from '../paths.ts';
import { componentShape } from '../shapes.ts';
import { componentName, titleOf, workedOn } from '../site-index-state.ts';
import { due, runningRow } from './clocks.ts';
import { endWord, icon, time } from './parts.ts';
import { timeline } from './timeline.ts';

const isLive = ({ phase }: PublicMaintenance): boolean => phase === 'open' || phase === 'scheduled';

/** Phase of a maintenance, and when it is. */
export function maintenanceFacts(voice: Voice, maintenance: PublicMaintenance): Html {
  const live = isLive(maintenance);
  const { status } = maintenance;
  return html`<p class="facts"><b>${live ? STATUS_WORDS[status] : endWord(maintenance)}</b>${live ? html`: ${STATUS_MEANS[status]}` : NOTHING}.</p>
<p class="fine">${plan(voice, maintenance)}</p>`;
}

/** What a maintenance concerns, whether it is late, and by when the next word comes. */
export function maintenanceSummary(context: SiteContext, maintenance: PublicMaintenance): Html {
  return html`${overdue(maintenance, context.now)}
${concerned(maintenance, context.config)}
${maintenance.phase === 'open' ? clocksOf(context, maintenance) : NOTHING}
${isLive(maintenance) ? html`<p><a href="${nextPath(maintenance.id)}">${MAINTENANCE.toCalendar}</a></p>` : NOTHING}`;
}

/** When it was to be, and how long it took if it is over. */
function plan(voice: Voice, maintenance: PublicMaintenance): Html {
  const { scheduledFor, scheduledUntil, phase, endedAt } = maintenance;
  const begun = begunAt(maintenance);
  const took =
    phase === 'completed' && begun && endedAt
      ? html` ${MAINTENANCE.took} ${sayDuration(voice, msBetween(begun, endedAt))}.`
      : NOTHING;
  return html`${MAINTENANCE.from} ${window(voice, scheduledFor, scheduledUntil)}.${took}`;
}

/** From when until when, with seconds where it takes only minutes. */
function window(voice: Voice, from: Instant, until: Instant): Html {
  const fine = saysSeconds(msBetween(from, until));
  return html`${time(voice, from, fine)} ${MAINTENANCE.until} ${time(voice, until, fine)} <span class="zones" data-at="${from} ${until}"></span>`;
}

function overdue(maintenance: PublicMaintenance, now: Instant): Html {
  const begins = maintenance.phase === 'scheduled' && maintenance.scheduledFor <= now;
  if (begins) return html`<p class="notice">${MAINTENANCE.notBegun}</p>`;
  return isOverrunning(maintenance, now) ? html`<p class="notice">${MAINTENANCE.overrun}.</p>` : NOTHING;
}

/** Their state is said while it is not as usual: until a person says that the work is over. */
function concerned({ components, phase, confirmed }: PublicMaintenance, config: Config): Html {
  const isUnusual = phase === 'open' || !confirmed;
  if (components.length === 0) return NOTHING;
  return html`<ul class="affected" aria-label="${PAGE.affected}">${components.map(({ id, status }) =>
    isUnusual
      ? html`<li>${icon(componentShape[status])} ${named(componentName(config, id))}<span class="fine"> ${COMPONENT_WORDS[status]}</span></li>`
      : html`<li>${named(componentName(config, id))}</li>`,
  )}</ul>`;
}

/** The planned end counts on in the page like any other promise; a next update only where one was promised. */
function clocksOf(context: SiteContext, maintenance: PublicMaintenance): Html {
  const end = runningRow(context, maintenance, 'restoreBy');
  const next = runningRow(context, maintenance, 'nextUpdateBy');
  if (!end && !next) return html`<p>${CLOCKS.nonePromised} ${MAINTENANCE.noneAnyMore}</p>`;
  return html`<dl class="clocks">${end ? html`<div class="clock"><dt>${MAINTENANCE.end} </dt>${due(context, end, MAINTENANCE.planned)}</div>` : NOTHING}${
    next
      ? html`<div class="clock"><dt>${CLOCKS.nextUpdate} </dt>${due(context, next, CLOCKS.nextUpdatePromised)}</div>`
      : NOTHING
  }</dl>`;
}

/** Work that goes on, or that nobody has confirmed, with everything that was said of it. */
export const currentMaintenance = (input: SiteInput, maintenance: PublicMaintenance): Html =>
  html`<article class="incident card" id="incident-${maintenance.id}"><h2><a href="${incidentPath(maintenance.id)}" dir="auto">${titleOf(maintenance)}</a></h2>
${maintenanceFacts(input.voice, maintenance)}
${maintenanceSummary(input, maintenance)}
<h3 class="quiet">${PAGE.timeline}</h3>
${timeline(input, maintenance, false)}</article>
`;

/** What is to come, one line each: what, when, what it concerns. */
export function plannedMaintenances(
  { config, voice, now }: SiteContext,
  maintenances: readonly PublicMaintenance[],
): Html {
  if (maintenances.length === 0) return NOTHING;
  return html`<section><h2>${MAINTENANCE.next}</h2><div class="sheet"><ul class="list">${maintenances.map(
    (
      one,
    ) => html`<li>${icon('maintenance')}<a href="${incidentPath(one.id)}" dir="auto">${titleOf(one)}</a><span class="fine">
${window(voice, one.scheduledFor, one.scheduledUntil)}${concerns(one, config)}</span>${overdue(one, now)}</li>
`,
  )}</ul></div><p class="more"><a href="/maintenance.ics">${MAINTENANCE.calendarOfAll}</a></p></section>`;
}

function concerns(maintenance: PublicMaintenance, config: Config): string {
  const names = workedOn([maintenance], config);
  return names.length === 0 ? '' : ` · ${listed(names)}`;
}
