import { html } from 'hono/html';
import type { ApiIncident, Preview, ResolvedTogether } from '../client/types.ts';
import { type Frame, type Html, hidden, page } from './layout.ts';
import type { Look } from './moments.ts';
import { path, state } from './pages.ts';
import { PAGES } from './paths.ts';
import { previewPane } from './preview-pane.ts';

/** What was typed, and why it was not said, or what it would say. */
export type TypedTogether = { incidents: readonly string[]; message: string; wrong?: string; preview?: Preview };

type Shown = { open: readonly ApiIncident[]; key: string; typed?: TypedTogether };

/** After a storm: which incidents are over, and one text for all of them. */
export function resolveTogetherPage(frame: Frame, look: Look, { open, key, typed }: Shown): string {
  return page(
    frame,
    'Resolve together',
    html`<p class="back"><a href="${PAGES.overview}">Console</a></p>
<h1>Resolve together</h1>
<p class="soft">One text, and an entry with it in each incident that you choose. On X it is one post that names them; each incident points to it.</p>
${typed?.wrong === undefined ? '' : html`<div class="alert" role="alert" tabindex="-1" data-stays><p><strong>Nothing was said.</strong> ${typed.wrong}</p></div>`}
${open.length === 0 ? html`<p>No incident is open.</p>` : form(frame, look, { open, key, ...(typed === undefined ? {} : { typed }) })}`,
    { wide: true },
  );
}

const form = (frame: Frame, look: Look, { open, key, typed }: Shown): Html =>
  html`<form method="post" action="${PAGES.resolveTogether}" id="together">
<button class="first" name="do" value="look" tabindex="-1" aria-hidden="true" formnovalidate>Preview</button>
${hidden('csrf', frame.csrf)}${hidden('key', key)}
<fieldset><legend>Which of them are over</legend>${open.map(
    (one) =>
      html`<p><label><input type="checkbox" name="incident" value="${one.id}"${typed?.incidents.includes(one.id) ? html` checked` : ''}> ${one.title}</label></p>${state(one)}`,
  )}</fieldset>
<label for="together-message">What customers read, in each of them</label><textarea id="together-message" name="message" rows="4" maxlength="5000" required>
${typed?.message ?? ''}</textarea>
${typed?.preview === undefined ? '' : wouldSay(typed.preview, look)}
<button class="quiet look" name="do" value="look" formnovalidate>Preview</button>
<button name="do" value="post">Resolve them with this text</button></form>`;

/** What customers would read, and what speaks against it. */
const wouldSay = (preview: Preview, look: Look): Html =>
  html`${previewPane(preview, look)}${preview.findings.length === 0 ? '' : html`<ul class="findings">${preview.findings.map(({ quote, reason }) => html`<li>${quote === '' ? 'The text' : html`“${quote}”`} ${reason}.</li>`)}</ul>`}`;

const BECAME: Record<ResolvedTogether['results'][number]['result'], string> = {
  resolved: 'resolved',
  unchanged: 'was resolved already',
  draft: 'waits for a second person',
  refused: 'was not resolved',
};

/** What became of each. */
export const resolvedPage = (
  frame: Frame,
  { results }: ResolvedTogether,
  titles: ReadonlyMap<string, string>,
): string =>
  page(
    frame,
    'Said',
    html`<h1>Said</h1><ul class="plain" role="status">${results.map(
      ({ incident, result, reason }) =>
        html`<li class="card"><a href="${path({ id: incident })}">${titles.get(incident) ?? incident}</a> ${BECAME[result]}${reason === undefined ? '' : html`: ${reason}`}</li>`,
    )}</ul>
<a class="button" href="${PAGES.overview}">To the console</a>`,
  );
