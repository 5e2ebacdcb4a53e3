import { html } from 'hono/html';
import type { Finding } from '../client/types.ts';
import { hiddenReason } from '../wording/hidden-characters.ts';
import { apiName } from './field-names.ts';
import type { Filled } from './filled.ts';
import type { Html } from './layout.ts';
import { slot } from './layout.ts';

const INSTANT = /^\d{4}-\d{2}-\d{2}T[\d:.]+Z$/;

/** Which field of the form takes what a finding offers for a field of the body. */
const TYPED_INTO: Record<string, string> = {
  nextUpdateBy: 'nextUpdateAt',
  restoreBy: 'restoreAt',
  reportBy: 'reportAt',
};

/** What the rules have to say about the words in one field, right below them. Empty, it still has its place. */
export const findingsAt = (filled: Filled, name: string): Html =>
  slot(
    `${filled.form}-${name}-findings`,
    html`${unseen(filled, name)}${list(filled, (finding) => finding.field === apiName(name))}`,
  );

/** What nobody sees in a field would be refused: why, and one tap that takes it out. The words stay as they are. */
function unseen({ values, errors }: Filled, name: string): Html | '' {
  const reason = hiddenReason(values[name] ?? '');
  if (reason === undefined) return '';
  const isSaid = errors.some((error) => error.field === apiName(name));
  return html`<ul class="findings"><li class="ask">${isSaid ? '' : html`<p>It ${reason}.</p>`}<button class="chip" name="plain" value="${name}" formnovalidate>Take out what nobody sees</button></li></ul>`;
}

/** What is about no field of this form, so that none is lost. */
export const findingsElsewhere = (filled: Filled, shown: readonly string[]): Html =>
  slot(
    `${filled.form}-findings`,
    list(filled, (finding) => !shown.some((name) => apiName(name) === finding.field)),
  );

function list(filled: Filled, isHere: (finding: Finding) => boolean): Html | '' {
  const here = filled.findings.filter(isHere);
  if (here.length === 0) return '';
  return html`<ul class="findings">${here.map((finding) => html`<li class="${finding.level}">${said(finding)}${taken(finding)}${ticked(filled, finding)}</li>`)}</ul>`;
}

function said({ quote, reason, suggestion, accept }: Finding): Html {
  const isTime = quote !== undefined && INSTANT.test(quote);
  const advice = suggestion === undefined || accept !== undefined ? '' : html` <span class="soft">${suggestion}</span>`;
  return html`<p>${quote && !isTime ? html`<strong>“${quote}”</strong> ` : ''}${reason}.${advice}</p>`;
}

/** One tap takes the suggestion, where it is one that a form can take. */
function taken({ suggestion, accept }: Finding): Html | '' {
  if (accept === undefined) return '';
  const { field, value } = accept;
  const into = TYPED_INTO[field];
  const words = INSTANT.test(value)
    ? `${into === undefined ? 'Say' : 'Promise it'}: ${value.slice(11, 16)} UTC`
    : `Write: ${suggestion ?? value}`;
  return html`<button class="chip" name="accept" value="${into ?? field}=${value}" formnovalidate>${words}</button>`;
}

/** What asks is refused until its author has ticked that they read it. */
function ticked({ form, override }: Filled, { rule, level }: Finding): Html | '' {
  if (level !== 'ask') return '';
  const id = `${form}-override-${rule}`;
  return html`<label class="check" for="${id}"><input type="checkbox" id="${id}" name="override" value="${rule}"${override.includes(rule) ? html` checked` : ''}> I have read this and say it anyway</label>`;
}
