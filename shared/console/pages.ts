import { html } from 'hono/html';
import type { ApiEntry, ApiIncident, ControlState } from '../client/types.ts';
import { clockTime, isOver } from '../client/words.ts';
import type { Instant } from '../core/instant.ts';
import { clocks, owedNext } from './clocks.ts';
import { deliveryList, entryBlock, isUnderWay, promiseList, text } from './entries.ts';
import { freezeForm, path } from './forms.ts';
import { type Frame, type Html, page } from './layout.ts';

/** Everything that is open, what is owed next, and the form that opens another. */
export function overviewPage(
  frame: Frame,
  {
    incidents,
    control,
    openForm,
    refused,
    now,
  }: {
    incidents: readonly ApiIncident[];
    control: ControlState;
    openForm: Html;
    /** True if the form holds what somebody typed and was not accepted: it must not be folded away. */
    refused: boolean;
    now: Instant;
  },
): string {
  const open = incidents.filter((incident) => !isOver(incident));
  const over = incidents.filter(isOver).slice(0, 5);
  const { frozen, since } = control;
  return page(
    frame,
    open.length === 0 ? 'Calm' : `${open.length} open`,
    html`
<h1>${open.length === 0 ? 'No incident is open' : open.length === 1 ? 'One incident is open' : `${open.length} incidents are open`}</h1>
<p class="soft">As of ${clockTime(now, now)}. <a href="/console">Look again</a></p>
${frozen ? html`<div class="alert" role="alert"><p><strong>Frozen:</strong> it reminds, but nothing goes out by itself.${since ? html` Since ${clockTime(since.since, now)}, by ${since.by}: ${since.reason}` : ''}</p>${freezeForm(frame.csrf, true)}</div>` : ''}
${xNotice(control, now)}
${open.length > 1 ? owedNext(open, now) : ''}
<ul class="plain">${open.map((incident) => card(incident, now))}</ul>
${open.length === 0 ? html`<h2>Report an incident</h2>${openForm}` : details('Report another incident', { form: openForm, open: refused })}
${over.length > 0 ? html`<h2>Lately over</h2><ul class="plain">${over.map((incident) => html`<li class="card"><a href="${path(incident)}">${incident.title}</a><p class="soft">${endOf(incident, now)}</p>${clocks(incident, now)}</li>`)}</ul>` : ''}
${frozen ? '' : html`<h2>What goes out by itself</h2><p class="soft">Apologies for missed promises, on ${channelList(control)}.</p>${freezeForm(frame.csrf, false)}`}`,
  );
}

/** That X takes no posts now, why, and when it is tried again. */
const xNotice = ({ channels, x }: ControlState, now: Instant): Html | '' =>
  channels.x !== 'live' || x?.refusal === undefined
    ? ''
    : html`<div class="alert" role="alert"><p><strong>X takes no posts from us</strong> since ${clockTime(x.refusal.since, now)}; tried again at ${clockTime(x.refusal.until, now)}. The status site is not affected. ${x.refusal.reason}</p></div>`;

/** `resolved 14:30 UTC`, as its last entry that says so. */
function endOf(incident: ApiIncident, now: Instant): string {
  const end = incident.entries.findLast((entry) => entry.kind === 'resolved');
  return end ? `resolved ${clockTime(end.at, now)}` : incident.status;
}

/** `the status site and X`, or why X is not among them. */
const channelList = ({ channels }: ControlState): string => {
  if (channels.x === 'live') return 'the status site and X';
  return channels.x === 'shadow'
    ? 'the status site; X is in shadow and shows nothing in public'
    : 'the status site; X is off';
};

const card = (incident: ApiIncident, now: Instant): Html => html`<li class="card">
<h2 class="top"><a href="${path(incident)}">${incident.title}</a></h2>
<p class="soft">${incident.status} · impact ${incident.impact}</p>
${clocks(incident, now)}
<a class="button" href="${path(incident)}#update">Post an update</a>
</li>`;

/** One incident: both clocks, what to say next, and everything that was said, newest first. */
export function incidentPage(
  frame: Frame,
  {
    incident,
    main,
    resolve,
    corrections,
    now,
  }: {
    incident: ApiIncident;
    /** The form to update, or for what is over the one to reopen; open at once if something was typed into it. */
    main: { form: Html; open: boolean };
    /** The form to resolve; open at once if something was typed into it. */
    resolve: { form: Html; open: boolean } | undefined;
    /** The form to correct an entry, by its number. */
    corrections: (seq: number) => { form: Html; open: boolean };
    now: Instant;
  },
): string {
  const over = isOver(incident);
  return page(
    frame,
    incident.title,
    html`
<h1>${incident.title}</h1>
<p class="soft">${incident.status} · impact ${incident.impact} · as of ${clockTime(now, now)} · <a href="${path(incident)}">look again</a></p>
${clocks(incident, now)}
<p><a href="${frame.siteUrl}/incidents/${incident.id}">The page that customers see</a></p>
${over ? details('It is not over after all', main) : html`<section class="card" aria-labelledby="main-heading"><h2 class="top" id="main-heading">Post an update</h2>${main.form}</section>`}
${resolve ? details('It is over', resolve) : ''}
<h2>What was said</h2>
<ol>${incident.entries
      .toReversed()
      .map((entry) => entryBlock(incident, entry, now, details('Correct this', corrections(entry.seq))))}</ol>`,
  );
}

const details = (title: string, { form, open }: { form: Html; open: boolean }): Html =>
  html`<details${open ? html` open` : ''}><summary>${title}</summary>${form}</details>`;

/** After a command: what was promised, and what each channel did with it by now. */
export function saidPage(frame: Frame, incident: ApiIncident, entry: ApiEntry, now: Instant): string {
  const underWay = isUnderWay(incident, entry.seq);
  const promises = promiseList(incident, entry.seq, now);
  return page(
    frame,
    underWay ? 'On its way' : 'Said',
    html`
<h1>${underWay ? 'Accepted, and on its way' : 'Said'}</h1>
<p class="soft">${incident.title} · entry ${entry.seq}, ${entry.kind} · ${clockTime(entry.at, now, 0)}</p>
<div class="card"><blockquote>${text(entry)}</blockquote>
${promises === '' ? html`<p>${isOver(incident) ? 'Nothing more is promised.' : 'No new time was promised with it.'}</p>` : promises}
${clocks(incident, now)}</div>
<h2>Where it is</h2>
<div role="status">${deliveryList(incident, entry.seq, now)}</div>
${underWay ? html`<a class="button quiet" href="${path(incident)}/said/${entry.seq}">Look again</a>` : ''}
<a class="button" href="${path(incident)}">Back to the incident</a>
<p><a href="${frame.siteUrl}/incidents/${incident.id}">The page that customers see</a></p>`,
  );
}

/** Something that is not about a form: nobody is signed in, nothing is here, the API is away. */
export const messagePage = (frame: Frame, title: string, body: Html): string =>
  page(frame, title, html`<h1>${title}</h1>${body}`);

/** Above a form that lost a race: what was said meanwhile; the form below still holds what was typed. */
export const conflictNotice = (since: readonly ApiEntry[], now: Instant): Html => html`<div class="alert" role="alert">
<p><strong>Somebody spoke while you were writing.</strong> Nothing of yours was posted. This was said:</p>
${since.map((entry) => html`<blockquote><p class="soft">${entry.kind}${entry.automated ? ', by itself' : ''}, ${clockTime(entry.at, now)}</p>${text(entry)}</blockquote>`)}
<p>Your text is below, as you wrote it. Change it or post it as it is.</p>
</div>`;

export const alertNotice = (words: Html): Html => html`<div class="alert" role="alert">${words}</div>`;
