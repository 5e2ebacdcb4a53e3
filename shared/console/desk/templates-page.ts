import { html } from 'hono/html';
import type { ApiDeskTemplate } from '../../client/desk.ts';
import type { Config } from '../../config/config-schema.ts';
import { TEMPLATE_NAMES } from '../../core/desk/template.ts';
import { promisedTime } from '../../wording/time.ts';
import { type Frame, type Html, hidden, page } from '../layout.ts';
import { calledBy, type Look, mayDo } from '../moments.ts';
import { FORMS, PAGES, pathTo } from '../paths.ts';
import { TEMPLATE_LABEL } from './words.ts';

export type TypedWords = {
  name: string;
  component: string;
  region: string;
  /** One variant a line, as it was typed. */
  says: string;
  wrong: readonly string[];
};

type Shown = {
  templates: readonly ApiDeskTemplate[];
  config: Config;
  look: Look;
  key: string;
  typed?: TypedWords | undefined;
  notice?: Html | undefined;
};

/** The words that a house answers with besides ours: who proposed them, who approved them, and what waits for that. */
export function templatesPage(frame: Frame, shown: Shown): string {
  const { templates, look, notice } = shown;
  const of = (state: ApiDeskTemplate['state']) => templates.filter((one) => one.state === state);
  const [proposed, approved] = [of('proposed'), of('approved')];
  return page(
    frame,
    'Words of the desk',
    html`<p class="back"><a href="${PAGES.desk}">Desk</a></p>
<h1>The words that we answer with</h1>
<p class="soft">Candor has words for every purpose, and your config may have others. Words that are approved here come beside those of the config. Whoever proposes words does not approve them.</p>
${notice ?? ''}
<h2>Wait for an approver</h2>
${proposed.length === 0 ? html`<p>Nothing waits.</p>` : html`<ul class="plain">${proposed.map((one) => card(frame, one, shown))}</ul>`}
<h2>Approved</h2>
${approved.length === 0 ? html`<p>None yet: answers come from Candor’s words and those of the config.</p>` : html`<ul class="plain">${approved.map((one) => card(frame, one, shown))}</ul>`}
${mayDo(look, 'tend') ? html`<h2>Propose words</h2>${proposeForm(frame, shown)}` : ''}`,
  );
}

function card({ csrf }: Frame, one: ApiDeskTemplate, { look, config }: Shown): Html {
  const { id, name, component, region, says, state, proposedBy, proposedAt, decidedBy } = one;
  const where = [config.components.find((known) => known.id === component)?.name ?? component, region].filter(Boolean);
  const button = (move: 'approve' | 'drop', label: string) =>
    html`<form method="post" action="${pathTo(FORMS.deskTemplate, { id, move })}" id="${move}-${id}">${hidden('csrf', csrf)}<button${move === 'drop' ? html` class="quiet"` : ''} aria-label="${label}: ${TEMPLATE_LABEL[name]}">${label}</button></form>`;
  const decides = mayDo(look, 'approve');
  const isMine = proposedBy === look.reader;
  return html`<li class="card"><h3 class="top">${TEMPLATE_LABEL[name]}${where.length === 0 ? '' : html` <span class="soft">for ${where.join(', ')}</span>`}</h3>
<ul>${says.map((text) => html`<li class="text">${text}</li>`)}</ul>
<p class="soft">${calledBy(look, proposedBy)}, ${promisedTime(look.voice, proposedAt, look.now)}${decidedBy === undefined ? '' : `; approved by ${calledBy(look, decidedBy)}`}</p>
${decides && state === 'proposed' && !isMine ? button('approve', 'Approve') : ''}${decides && state === 'proposed' && isMine ? html`<p>You proposed them: somebody else approves.</p>` : ''}${decides ? button('drop', state === 'approved' ? 'Use them no more' : 'Drop') : ''}</li>`;
}

function proposeForm(frame: Frame, { config, key, typed }: Shown): Html {
  const wrong = typed?.wrong ?? [];
  const option = (value: string, label: string, now = '') =>
    html`<option value="${value}"${value === now ? html` selected` : ''}>${label}</option>`;
  return html`<form method="post" action="${FORMS.deskTemplates}" id="propose" class="compose" data-by="${frame.person ?? ''}"${typed === undefined ? '' : html` data-back`}>
${hidden('csrf', frame.csrf)}${hidden('key', key)}
<div id="propose-notice" tabindex="-1"${wrong.length === 0 ? '' : html` data-stays`}>${wrong.length === 0 ? '' : html`<div class="alert" role="alert"><p><strong>Nothing was proposed.</strong></p><ul>${wrong.map((reason) => html`<li>${reason}</li>`)}</ul></div>`}</div>
<label for="propose-name">What for</label><select id="propose-name" name="name">${TEMPLATE_NAMES.map((name) => option(name, TEMPLATE_LABEL[name], typed?.name))}</select>
<label for="propose-component">Only for answers about</label><select id="propose-component" name="component">${option('', 'everything', typed?.component)}${config.components.map(({ id, name }) => option(id, name, typed?.component))}</select>
<label for="propose-region">Only in the region</label><span class="hint" id="propose-region-hint">As the desk’s config calls it; empty: everywhere</span><input id="propose-region" name="region" maxlength="40" value="${typed?.region ?? ''}" autocomplete="off" aria-describedby="propose-region-hint">
<label for="propose-says">The words, one variant a line</label><span class="hint" id="propose-says-hint">Four are good: they are taken in turn. {components}, {next}, {lasted} and, in a receipt, {case} are filled in from the incident</span><textarea id="propose-says" name="says" rows="5" maxlength="4000" required aria-describedby="propose-says-hint"${wrong.length === 0 ? '' : html` aria-invalid="true"`}>
${typed?.says ?? ''}</textarea>
<button name="do" value="post">Propose them</button></form>`;
}
