import { html } from 'hono/html';
import type { Act } from './acts/act.ts';
import { errorsAt, errorsElsewhere, textField } from './fields.ts';
import type { Filled } from './filled.ts';
import { findingsElsewhere } from './findings.ts';
import type { FormContext } from './form-context.ts';
import { type Html, hidden, slot } from './layout.ts';
import { PAGES, pathTo } from './paths.ts';
import { previewSlot } from './preview-pane.ts';
import { zoneHint } from './promise-field.ts';
import { templateChips } from './templates.ts';

/** What a form needs besides what was typed. */
export type FormFrame = {
  csrf: string;
  /** One logical command: pressing twice says it once. */
  key: string;
  /** Who fills it in: what their browser keeps of it is for nobody else. */
  person: string;
  /** Said above the form: a conflict, a server that did not answer. */
  notice?: Html | '' | undefined;
  /** True of a notice that is there until the person acts, and that takes the focus. */
  stays: boolean;
  /** Of what cannot be undone: it was looked at, and the button that does it may be shown. */
  looked: boolean;
};

/** Where an act is looked at and done. */
export const actPath = (act: Pick<Act, 'name'>, id: string | undefined): string =>
  id === undefined ? pathTo(PAGES.beginning, { act: act.name }) : pathTo(PAGES.act, { id, act: act.name });

/** What it says may follow from what was chosen, so a look exchanges it. */
const posts = (act: Act, form: string, values: Filled['values']): Html =>
  act.buttonFor === undefined
    ? postButton(act, act.button)
    : slot(`${form}-post`, postButton(act, act.buttonFor(values) ?? act.button));

const postButton = (act: Act, says: string): Html =>
  html`<button name="do" value="post"${act.confirm ? html` class="danger"` : ''}>${says}</button>`;

/** The same text, later: private until its author posts it, or until a time. */
const keeping = (
  filled: Filled,
  context: FormContext,
): Html => html`<details${filled.values.at || errorsAt(filled, 'at').length > 0 ? html` open` : ''}><summary>Not yet: keep it for later</summary>
<p class="soft">It stays private. At its time it is posted as your word, unless anything was said before: then it waits, and you are told.</p>
${textField(filled, { name: 'at', label: 'Post it at', hint: `${zoneHint(context)}; empty: when I post it`, max: 40 })}
<button class="quiet" name="do" value="keep">Keep it, private</button></details>`;

/**
 * The form of an act. Every button but the one that posts, and the Enter key, only looks: the page comes back with
 * everything that was typed and with what it would say. The page's script does the same in the background.
 */
export function composeForm(act: Act, filled: Filled, context: FormContext, frame: FormFrame): Html {
  const { form, values } = filled;
  const elsewhere = errorsElsewhere(filled, act.shown);
  const { pending } = values;
  const asks = act.confirm !== undefined && !frame.looked && !pending;
  const isBack = Object.keys(values).length > 0;
  const place = `${form}-notice`;
  // The fragment is where the focus is after a form came back, also without a script.
  return html`<form method="post" action="${actPath(act, context.incident?.id)}#${place}" id="${form}" class="compose" data-by="${frame.person}"${isBack ? html` data-back` : ''}${act.preview && !act.confirm ? html` data-live` : ''}>
<button class="first" name="do" value="look" tabindex="-1" aria-hidden="true" formnovalidate>Preview</button>
${hidden('csrf', frame.csrf)}${hidden('key', frame.key)}${hidden('etag', values.etag ?? context.etag ?? '')}${hidden('zone', context.zone)}
<div id="${place}" tabindex="-1" ${frame.stays ? html`data-stays` : html`data-slot`}>${frame.notice ?? ''}</div>
${elsewhere.length === 0 ? '' : html`<div class="alert" role="alert">${elsewhere.map(({ field, reason }) => html`<p>${field}: ${reason}</p>`)}</div>`}
<div class="two"><div>
${act.templates ? html`<p class="label">Words to start from</p>${templateChips(context, act.templates, values)}` : ''}
${act.fields(filled, context)}
</div><div class="beside">
${asks || act.confirm === undefined ? '' : html`<div class="alert">${act.confirm(context)}</div>`}
${previewSlot(form, context)}
<div aria-live="polite">${findingsElsewhere(filled, act.shown)}</div>
${
  asks
    ? html`<button name="do" value="look">Look at what it does</button>`
    : html`${act.preview ? html`<button class="quiet look" name="do" value="look" formnovalidate>Preview</button>` : ''}
${pending ? html`<p><a class="row" href="#${place}">Not posted yet: decide above</a></p>` : html`${posts(act, form, values)}${act.keep ? keeping(filled, context) : ''}`}`
}
</div></div>
</form>`;
}
