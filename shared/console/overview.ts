import { html } from 'hono/html';
import { type PublicChannel, publicChannels } from '../client/channels.ts';
import type { ApiDraft, ApiIncident, ControlState } from '../client/types.ts';
import { isOver } from '../client/words.ts';
import { PERSONAL_CHANNELS } from '../core/subscribers/subscriber.ts';
import { promisedTime } from '../wording/time.ts';
import { clocks, owedNext } from './clocks.ts';
import { waiting } from './coordination.ts';
import { type Frame, type Html, hidden, page, slot } from './layout.ts';
import { calledBy, type Look, mayDo } from './moments.ts';
import { path, state } from './pages.ts';
import { FORMS, PAGES, pathTo } from './paths.ts';
import { reachedNotice } from './people-page.ts';

/** Everything that is open, what is owed next, and the form that opens another. */
export function overviewPage(
  frame: Frame,
  {
    incidents,
    maintenances,
    drafts,
    control,
    openForm,
    look,
  }: {
    incidents: readonly ApiIncident[];
    maintenances: readonly ApiIncident[];
    /** Statements that wait for a person. */
    drafts: readonly ApiDraft[];
    control: ControlState;
    /** Shown at once while nothing is open: then it is what one came for. */
    openForm: Html;
    look: Look;
  },
): string {
  const open = incidents.filter((incident) => !isOver(incident));
  const over = incidents.filter(isOver).slice(0, 5);
  const { now, voice } = look;
  const speaks = mayDo(look, 'speak');
  return page(
    frame,
    open.length === 0 ? 'Calm' : `${open.length} open`,
    html`
${slot(
  'situation',
  html`<h1>${open.length === 0 ? 'No incident is open' : open.length === 1 ? 'One incident is open' : `${open.length} incidents are open`}</h1>
${byHandNotice(control, look)}${frozenNotice(control, frame.csrf, look)}${reachedNotice(control)}
${publicChannels(control).map((channel) => refusalNotice(channel, look))}
${waiting(drafts, look)}${deskLine(frame)}
${open.length > 1 ? owedNext(open, look) : ''}
<ul class="plain">${open.map((incident) => card(incident, look))}</ul>`,
)}
${speaks && open.filter(({ type }) => type === 'outage').length > 1 ? html`<a class="button quiet" href="${PAGES.resolveTogether}">Resolve several together</a>` : ''}
${!speaks ? '' : open.length === 0 ? html`<h2>Report an incident</h2>${openForm}` : html`<a class="button quiet" href="/console/open">Report another incident</a>`}
<h2>Planned work</h2>
${maintenances.length === 0 ? html`<p class="soft">Nothing is announced.</p>` : html`<ul class="plain">${maintenances.map((one) => html`<li class="card"><a href="${path(one)}">${one.title}</a>${state(one)}${clocks(one, look)}</li>`)}</ul>`}
${speaks ? html`<a class="button quiet" href="/console/schedule">Announce maintenance</a>` : ''}
${over.length > 0 ? html`<h2>Lately over</h2><ul class="plain">${over.map((incident) => html`<li class="card"><a href="${path(incident)}">${incident.title}</a><p class="soft">${endOf(incident, look)}</p>${clocks(incident, look)}</li>`)}</ul>` : ''}
<a class="button quiet" href="${PAGES.people}">People and who is on duty</a>
${switches(control, frame.csrf, look)}
${speaks ? html`<p><a class="row" href="${PAGES.alarms}">Alarms and their rules</a></p>` : ''}
${tellsEach(control) ? html`<p><a class="row" href="${PAGES.subscribers}">Subscribers</a></p>` : ''}
<p class="soft">As of ${promisedTime(voice, now, now, 0)}. <a href="/console">Look again</a></p>`,
    { fresh: open.length > 0, wide: open.length === 0 },
  );
}

/** That people wait for an answer, where whoever looks may see them. */
const deskLine = ({ desk }: Frame): Html | '' =>
  desk?.waiting
    ? html`<p><a class="row" href="${PAGES.desk}">${desk.waiting === 1 ? 'One mention waits' : `${desk.waiting} mentions wait`} at the desk</a></p>`
    : '';

const frozenNotice = ({ frozen, since }: ControlState, csrf: string, look: Look): Html | '' =>
  frozen
    ? html`<div class="alert" role="alert"><p><strong>Frozen:</strong> it reminds, but nothing goes out by itself.${since ? html` Since ${promisedTime(look.voice, since.since, look.now)}, by ${calledBy(look, since.by)}: ${since.reason}` : ''}</p>${mayDo(look, 'speak') ? freezeForm(csrf, true) : ''}</div>`
    : '';

/** That customers do not see what is said here: nothing else on this page would tell. */
const byHandNotice = ({ byHand }: ControlState, { voice, now }: Look): Html | '' =>
  byHand === undefined
    ? ''
    : html`<div class="alert" role="alert"><p><strong>The front page is one that somebody put up by hand</strong>, since ${promisedTime(voice, byHand.since, now)}. What you say here goes to the pages of incidents and to every other channel, and not there. Once everything works: <code>candor emergency --release</code> brings its words into the log, and the page back.</p></div>`;

/** True if a channel of the config tells each person for themselves. */
const tellsEach = (control: ControlState): boolean =>
  PERSONAL_CHANNELS.some((name) => control.channels[name] !== undefined);

/** That a channel takes no posts now, why, and when it is tried again. */
const refusalNotice = ({ label, mode, refusal }: PublicChannel, { now, voice }: Look): Html | '' =>
  mode !== 'live' || refusal === undefined
    ? ''
    : html`<div class="alert" role="alert"><p><strong>${label} takes no posts from us</strong> since ${promisedTime(voice, refusal.since, now)}; tried again at ${promisedTime(voice, refusal.until, now)}. The status site is not affected. ${refusal.reason}</p></div>`;

/** `resolved 14:30 UTC`, as its last entry that says so. */
function endOf(incident: ApiIncident, { now, voice }: Look): string {
  const end = incident.entries.findLast((entry) => ['resolved', 'retracted', 'merged'].includes(entry.kind));
  return end ? `${end.kind} ${promisedTime(voice, end.at, now)}` : incident.status;
}

/** `the status site and X`, or why X is not among them. */
const channelList = (control: ControlState): string => {
  const channels = publicChannels(control);
  const live = channels.filter(({ mode }) => mode === 'live').map(({ label }) => label);
  const others = channels.filter(({ mode }) => mode !== 'live');
  const why = others.map(({ label, mode }) =>
    mode === 'shadow' ? `; ${label} is in shadow and shows nothing in public` : `; ${label} is off`,
  );
  return [listed(['the status site', ...live]), ...why].join('');
};

/** `a`, `a and b`, `a, b and c`. */
const listed = (names: readonly string[]): string =>
  names.length < 2 ? names.join() : `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`;

const card = (incident: ApiIncident, look: Look): Html => html`<li class="card">
<h2 class="top"><a href="${path(incident)}">${incident.title}</a></h2>
${state(incident)}
${clocks(incident, look)}
${mayDo(look, 'speak') ? html`<a class="button" href="${path(incident)}/update">Post an update</a>` : ''}
</li>`;

/** What goes out without a person, and how to stop it. Stopping demands no answer: it must work in a second. */
const switches = (control: ControlState, csrf: string, look: Look): Html => html`<h2>What goes out by itself</h2>
${control.frozen ? '' : html`<p class="soft">${control.reached.armed === false ? 'No apologies' : 'Apologies'} for missed promises, on ${channelList(control)}.${control.reached.armed === null ? ' Whether people would be reached is not known yet.' : ''}</p>${mayDo(look, 'speak') ? freezeForm(csrf, false) : ''}`}
${mayDo(look, 'administer') ? publicChannels(control).map((channel) => modeForm(channel, csrf)) : ''}`;

const modeForm = ({ name, label, mode: now }: PublicChannel, csrf: string): Html =>
  html`<details><summary>${label} is ${now}</summary><form method="post" action="${pathTo(FORMS.channel, { name })}" id="channel-${name}">${hidden('csrf', csrf)}
<p class="soft">Live posts in public. In shadow everything runs and nobody sees it; what would have been posted stands here. Off does nothing.</p>
<div class="chips">${(['live', 'shadow', 'off'] as const).map((mode) => html`<button class="chip" name="mode" value="${mode}"${now === mode ? html` disabled` : ''}>${mode === now ? html`${mode}, now` : html`make it ${mode}`}</button>`)}</div></form></details>`;

function freezeForm(csrf: string, frozen: boolean): Html {
  return html`<form method="post" action="${FORMS.freeze}">${hidden('csrf', csrf)}${hidden('frozen', String(!frozen))}
${frozen ? '' : html`<label for="freeze-reason">Why, if you have a moment <span class="soft">the others see it</span></label><input id="freeze-reason" name="reason" maxlength="500">`}
<button class="quiet">${frozen ? 'Release: the pipeline may speak again' : 'Freeze: nothing goes out by itself'}</button></form>`;
}
