import { html } from 'hono/html';
import type { ApiIncident, ApiUnmapped, IntakeTried } from '../client/types.ts';
import type { AlarmState } from '../core/alarm.ts';
import { alarmsNow } from '../core/alarm-state.ts';
import { promisedTime } from '../wording/time.ts';
import { type Frame, type Html, hidden, page } from './layout.ts';
import type { Look } from './moments.ts';
import { PAGES } from './paths.ts';

/** No data is said as such: it is neither an outage nor a recovery. */
const SAYS: Record<AlarmState, string> = { firing: 'fires', recovered: 'cleared', 'no-data': 'sees no data' };

/** What monitors say beside an incident: how each check stands now, and everything that joined, in its order. */
export function monitorsSection({ joined = [], phase }: ApiIncident, look: Look): Html | '' {
  if (joined.length === 0) return '';
  const time = (at: string) => promisedTime(look.voice, at, look.now);
  const now = alarmsNow(joined);
  const count = (state: AlarmState) => now.filter((one) => one.state === state).length;
  const counted = (['firing', 'no-data', 'recovered'] as const)
    .filter((state) => count(state) > 0)
    .map((state) => `${count(state)} ${SAYS[state]}`);
  return html`<section class="card ahead" id="monitors" aria-label="What monitors say"><h2 class="top">What monitors say</h2>
<p>${counted.join(', ')}.${phase === 'open' ? ' Only a person says that it works again.' : ''}</p>
<details${joined.length <= 5 ? html` open` : ''}><summary>All that joined, in order</summary><ol class="plain">${joined.map(
    ({ source, check, key, state, at, lastAt, link }) =>
      html`<li><strong>${SAYS[state]}</strong> ${linked(check ?? key, link)} <span class="soft">${source}, ${time(at)}${lastAt === undefined ? '' : html`, last ${time(lastAt)}`}</span></li>`,
  )}</ol></details></section>`;
}

/** A monitor may send anything as an address; only what leads to a page is one. */
const linked = (text: string, link: string | undefined): Html =>
  link !== undefined && /^https?:\/\//i.test(link)
    ? html`<a href="${link}" rel="noopener noreferrer">${text}</a>`
    : html`${text}`;

/** What was typed into the form of the page, and what came of it: what a body would do, or why it cannot be read. */
export type Trial = { source: string; body: string } & ({ tried?: IntakeTried } | { wrong: string });

/** For whoever writes the rules: what a body would do, and what came and fitted none. */
export function alarmsPage(
  frame: Frame,
  { known, trial, look }: { known: ApiUnmapped; trial?: Trial; look: Look },
): string {
  const { sources, unmapped } = known;
  return page(
    frame,
    'Alarms and their rules',
    html`<p class="back"><a href="${PAGES.overview}">Console</a></p>
<h1>Alarms and their rules</h1>
<p class="soft">The rules stand in <code>candor.config.json</code>, under intake. Nothing on this page changes anything.</p>
<h2>What would this body do?</h2>
${sources.length === 0 ? html`<p>No source is set up yet.</p>` : tryForm(frame, sources, trial)}
${trial === undefined ? '' : html`<div id="tried" role="status">${outcome(trial)}</div>`}
<h2>Came, and fitted no rule</h2>
<p class="soft">The newest 50 of the last 14 days. Of a body without an alarm (a test, a ping) only the names of its fields are kept.</p>
${unmapped.length === 0 ? html`<p>Nothing came that the rules do not cover.</p>` : html`<ul class="plain">${unmapped.map((one) => unmappedCard(one, look))}</ul>`}`,
    { wide: true },
  );
}

function tryForm(frame: Frame, sources: ApiUnmapped['sources'], trial: Trial | undefined): Html {
  return html`<form method="post" action="${PAGES.alarms}" id="try">${hidden('csrf', frame.csrf)}
<label for="try-source">It would come from</label><select id="try-source" name="source">${sources.map(
    ({ id, format }) =>
      html`<option value="${id}"${id === trial?.source ? html` selected` : ''}>${id} (${format})</option>`,
  )}</select>
<label for="try-body">The body, as the monitor sends it</label><textarea id="try-body" name="body" rows="8" required spellcheck="false">
${trial?.body ?? ''}</textarea>
<button>Show what it would do</button></form>`;
}

function outcome(trial: Trial): Html {
  if ('wrong' in trial)
    return html`<div class="alert" role="alert"><p><strong>It would be refused.</strong> ${trial.wrong}</p></div>`;
  const { tried } = trial;
  if (tried === undefined) return html``;
  if ('confirm' in tried) return html`<p>It asks to be confirmed; ${tried.confirm} would be called.</p>`;
  if (tried.alarms.length === 0) return html`<p>It holds no alarm: it is answered, and nothing is done.</p>`;
  return html`<ul class="plain">${tried.alarms.map(
    (one) => html`<li class="card"><h3 class="top">${one.check}: ${SAYS[one.state]}</h3>
${labelsOf(one.labels)}
<ol>${one.rules.map(({ fits, because, rule }) => html`<li>${rule === one.rule ? html`<strong>fits, and counts</strong>` : fits ? 'would fit too' : html`not for it: ${because}`}</li>`)}</ol>
<p>${one.component === undefined ? '' : html`${one.component}: `}${one.would}.</p>
${one.message === undefined || one.state !== 'firing' ? '' : html`<blockquote><strong>${one.title}</strong> ${one.message}</blockquote>`}
${one.proposal === undefined ? '' : proposed(one.proposal)}</li>`,
  )}</ul>`;
}

function unmappedCard(one: ApiUnmapped['unmapped'][number], look: Look): Html {
  const from = html`<span class="soft">${one.source}, ${promisedTime(look.voice, one.at, look.now)}</span>`;
  if (one.is === 'no-alarm')
    return html`<li class="card">No alarm in it ${from}<p class="soft">Fields: ${one.fields.join(', ') || 'none'}</p></li>`;
  return html`<li class="card">${linked(one.check, one.link)} ${SAYS[one.state]} ${from}${labelsOf(one.labels)}${proposed(one.proposal)}</li>`;
}

const labelsOf = (labels: Readonly<Record<string, string>>): Html =>
  html`<p class="soft">${
    Object.entries(labels)
      .map(([name, value]) => `${name}=${value}`)
      .join(' ') || 'no labels'
  }</p>`;

/** Text to copy: the config is in the repository, where a change of it is read by others first. */
const proposed = (rule: object): Html =>
  html`<details><summary>A rule for it</summary><p class="soft">Copy it into the rules of this source, and change it. It leaves the word to a person.</p><textarea readonly rows="3" aria-label="A rule for it">
${JSON.stringify(rule)}</textarea></details>`;
