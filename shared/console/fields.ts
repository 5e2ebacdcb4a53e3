import { html } from 'hono/html';
import type { FieldError } from '../client/problem.ts';
import type { Html } from './layout.ts';

/** What a form holds: what was typed, and what is wrong with it. */
export type Filled = {
  /** Makes the ids of its fields unique on the page. */
  form: string;
  values: Readonly<Record<string, string>>;
  errors: readonly FieldError[];
};

type Field = { name: string; label: string; hint?: string; required?: boolean };

/** What the API calls a field, by what our form calls it. */
const API_NAMES: Record<string, string> = {
  nextUpdate: 'nextUpdateBy',
  nextUpdateAt: 'nextUpdateBy',
  restore: 'restoreBy',
  restoreAt: 'restoreBy',
  report: 'reportBy',
  reportAt: 'reportBy',
};

/** The errors that belong at one field of the form, also those of its parts (`components.0.id`). */
export function errorsAt(filled: Filled, name: string): readonly FieldError[] {
  const api = API_NAMES[name] ?? name;
  return filled.errors.filter(
    ({ field }) => field === api || field.startsWith(`${api}.`) || field.startsWith(`${api}[`),
  );
}

/** The errors that no field of this form shows, so that none is lost. */
export const errorsElsewhere = (filled: Filled, shown: readonly string[]): readonly FieldError[] =>
  filled.errors.filter((error) => !shown.some((name) => errorsAt(filled, name).includes(error)));

export function textField(filled: Filled, field: Field & { max?: number }): Html {
  const { id, attributes, before } = parts(filled, field);
  return html`${before}
<input id="${id}" name="${field.name}" value="${filled.values[field.name] ?? ''}" maxlength="${field.max ?? 200}" autocomplete="off" ${attributes}>`;
}

export function textArea(filled: Filled, field: Field): Html {
  const { id, attributes, before } = parts(filled, field);
  // The line break behind the tag is dropped by the parser; without it a text's own first one would be.
  return html`${before}
<textarea id="${id}" name="${field.name}" maxlength="5000" rows="4" ${attributes}>
${filled.values[field.name] ?? ''}</textarea>`;
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

function parts(filled: Filled, { name, label, hint, required }: Field) {
  const id = `${filled.form}-${name}`;
  const errors = errorsAt(filled, name);
  const described = [...(hint ? [`${id}-hint`] : []), ...(errors.length > 0 ? [`${id}-error`] : [])].join(' ');
  const before = html`<label for="${id}">${label}</label>
${hint ? html`<span class="hint" id="${id}-hint">${hint}</span>` : ''}
${errors.length > 0 ? html`<span class="error" id="${id}-error">${errors.map(({ reason }) => reason).join(' ')}</span>` : ''}`;
  const attributes = html`${required ? html`required` : ''}${described ? html` aria-describedby="${described}"` : ''}${
    errors.length > 0 ? html` aria-invalid="true"` : ''
  }`;
  return { id, attributes, before };
}

/** A promised time: one tap for what is usual, or typed. What is wrong is shown where the person said it. */
export function promiseField(filled: Filled, field: Field, options: readonly (readonly [string, string])[]): Html {
  const typed = `${field.name}At`;
  const without = { ...filled, errors: [] };
  const isTyped = Boolean(filled.values[typed]);
  return html`<div class="pair">
<div>${choice(isTyped ? without : filled, field, [...options, ['other', 'at another time, typed here']])}</div>
<div>${textField(isTyped ? filled : without, { name: typed, label: 'or typed, like 25m or 14:30Z', max: 40 })}</div>
</div>`;
}
