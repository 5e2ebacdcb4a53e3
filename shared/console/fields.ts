import { html } from 'hono/html';
import { apiName } from './field-names.ts';
import type { Filled, FormError } from './filled.ts';
import { findingsAt } from './findings.ts';
import type { Html } from './layout.ts';

export type Field = { name: string; label: string; hint?: string; required?: boolean };

/** The errors that belong at one field of the form, also those of its parts (`components.0.id`). */
export function errorsAt(filled: Filled, name: string): readonly FormError[] {
  const api = apiName(name);
  return filled.errors.filter(
    ({ field }) => field === api || field.startsWith(`${api}.`) || field.startsWith(`${api}[`),
  );
}

/** The errors that no field of this form shows, so that none is lost. */
export const errorsElsewhere = (filled: Filled, shown: readonly string[]): readonly FormError[] =>
  filled.errors.filter((error) => !shown.some((name) => errorsAt(filled, name).includes(error)));

export const textField = (filled: Filled, field: Field & { max?: number }): Html =>
  html`${bareField(filled, field)}
${findingsAt(filled, field.name)}`;

/** A line of text whose findings are shown elsewhere. */
export function bareField(filled: Filled, field: Field & { max?: number }): Html {
  const { id, attributes, before } = parts(filled, field);
  return html`${before}
<input id="${id}" name="${field.name}" value="${filled.values[field.name] ?? ''}" maxlength="${field.max ?? 200}" autocomplete="off" ${attributes}>`;
}

export function textArea(filled: Filled, field: Field & { rows?: number }): Html {
  const { id, attributes, before } = parts(filled, field);
  // The line break behind the tag is dropped by the parser; without it a text's own first one would be.
  return html`${before}
<textarea id="${id}" name="${field.name}" maxlength="5000" rows="${field.rows ?? 4}" ${attributes}>
${filled.values[field.name] ?? ''}</textarea>
${findingsAt(filled, field.name)}`;
}

/** A choice among `options`, value and label each. */
export function choice(filled: Filled, field: Field, options: readonly (readonly [string, string])[]): Html {
  const { id, attributes, before } = parts(filled, field);
  const chosen = filled.values[field.name] ?? '';
  return html`${before}
<select id="${id}" name="${field.name}" ${attributes}>
${options.map(
  ([value, label]) => html`<option value="${value}"${value === chosen ? html` selected` : ''}>${label}</option>`,
)}
</select>`;
}

/** A choice of few, all to be seen, each one tap. The first is chosen unless `required` leaves it to the person. */
export function chips(
  filled: Filled,
  field: Field,
  options: readonly (readonly [string, string])[],
  after: Html | '' = '',
): Html {
  const { id, errors } = parts(filled, field);
  const chosen = filled.values[field.name] ?? (field.required ? undefined : options[0]?.[0]);
  return html`<fieldset class="choice"${errors === '' ? '' : html` aria-describedby="${id}-error"`}><legend>${field.label}</legend>
${field.hint ? html`<span class="hint">${field.hint}</span>` : ''}${errors}
<div class="chips">${options.map(
    ([value, label]) =>
      html`<label class="chip"><input type="radio" name="${field.name}" value="${value}"${value === chosen ? html` checked` : ''}${field.required ? html` required` : ''}><span>${label}</span></label>`,
  )}</div>${after}</fieldset>`;
}

/** A box that is ticked or not; what it stands for is sent only if it is. */
export const tick = (filled: Filled, name: string, label: string): Html =>
  html`<label class="chip"><input type="checkbox" name="${name}" value="on"${filled.values[name] ? html` checked` : ''}><span>${label}</span></label>`;

function parts(filled: Filled, { name, label, hint, required }: Field) {
  const id = `${filled.form}-${name}`;
  const wrong = errorsAt(filled, name);
  const described = [...(hint ? [`${id}-hint`] : []), ...(wrong.length > 0 ? [`${id}-error`] : [])].join(' ');
  const errors =
    wrong.length > 0
      ? html`<span class="error" id="${id}-error">${wrong.map(({ reason }) => reason).join(' ')}</span>${wrong.map((one) => choicesOf(name, one))}`
      : '';
  const before = html`<label for="${id}">${label}</label>
${hint ? html`<span class="hint" id="${id}-hint" data-slot>${hint}</span>` : ''}
${errors}`;
  const attributes = html`${required ? html`required` : ''}${described ? html` aria-describedby="${described}"` : ''}${
    wrong.length > 0 ? html` aria-invalid="true"` : ''
  }`;
  return { id, attributes, before, errors };
}

/** What may have been meant, one tap each; the rest of the form stays as it is. */
const choicesOf = (name: string, { choices = [] }: FormError): Html | '' =>
  choices.length === 0
    ? ''
    : html`<span class="chips">${choices.map(
        ({ label, value }) =>
          html`<button class="chip" name="accept" value="${name}=${value}" formnovalidate>${label}</button>`,
      )}</span>`;
