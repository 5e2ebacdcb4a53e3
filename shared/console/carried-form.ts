import { html } from 'hono/html';
import { type Html, hidden } from './layout.ts';

/** What goes along unseen: it says nothing to a person, or is made anew with the form. */
const NOT_CARRIED = new Set(['csrf', 'do']);
const UNSEEN = new Set([
  ...NOT_CARRIED,
  'key',
  'etag',
  'zone',
  'seen',
  'pending',
  'nextKey',
  'seq',
  'frozen',
  'override',
  'template',
  'answered',
]);

/** How the fields are called that people write in; whatever else reads like a text is shown without a name. */
const NAMES: Record<string, string> = {
  title: 'In one line',
  message: 'What customers read',
  text: 'Your answer',
  says: 'Words for answers',
  workaround: 'What customers can do meanwhile',
  ifLate: 'What an apology quotes',
  reason: 'Reason',
  note: 'Note',
  reference: 'Who waits for an answer',
  to: 'To whom',
};

/** Everything that a person typed into a form, word for word, on a page that cannot show the form itself. */
export const typedTexts = (form: URLSearchParams): Html =>
  html`${[...form]
    .filter(([name, value]) => !UNSEEN.has(name) && value.trim() !== '' && (name in NAMES || /\s|.{25}/.test(value)))
    .map(
      ([name, value]) => html`<p class="label">${NAMES[name] ?? 'Also'}</p><p class="card text kept">${value}</p>`,
    )}`;

/**
 * The same form again with everything in it, also what it said about its own second try: whoever presses its button
 * sends it to where it was going. `press` is the name, value and label of that button.
 */
export const carriedForm = (
  action: string,
  form: URLSearchParams,
  csrf: string,
  [name, value, label]: readonly [string, string, string],
): Html => html`<form method="post" action="${action}" id="${action.split('/').at(-1) ?? ''}">
${[...form].filter(([field]) => !NOT_CARRIED.has(field) && field !== name).map(([field, text]) => carried(field, text))}${hidden('csrf', csrf)}
<button name="${name}" value="${value}">${label}</button>
</form>`;

/** Texts in a text area that nobody sees: an input drops the line breaks of what it is given. */
const carried = (field: string, text: string): Html =>
  /[\r\n]/.test(text)
    ? html`<textarea name="${field}" hidden>
${text}</textarea>`
    : hidden(field, text);
