import { html } from 'hono/html';
import { chosenTime, seenName, typedInstant, typedTime } from './chosen-time.ts';
import { bareField, chips, type Field } from './fields.ts';
import type { Filled } from './filled.ts';
import { findingsAt } from './findings.ts';
import type { FormContext } from './form-context.ts';
import { type Html, hidden, slot } from './layout.ts';
import { bothTimes, isUtc, placeOf } from './moments.ts';

const CHOICES_MINUTES = [10, 15, 30, 60, 120, 240, 480];

const labelOf = (minutes: number): string => (minutes < 60 ? `${minutes} min` : `${minutes / 60} h`);

/** `15m` or `2h`, the value of a choice. */
const choices = (from: number, to: number): [string, string][] =>
  CHOICES_MINUTES.filter((minutes) => minutes >= from && minutes <= to).map((minutes) => [
    labelOf(minutes).replace(' min', 'm').replace(' ', ''),
    labelOf(minutes),
  ]);

/** When the next word comes. `usualMs` is the cadence, chosen unless something else is; undefined while it is open. */
export const nextUpdateField = (filled: Filled, context: FormContext, usualMs: number | undefined): Html =>
  promiseField(
    filled,
    context,
    { name: 'nextUpdate', label: 'Next update in', hint: 'A promise. You are reminded before it is due.' },
    [['', 'as usual'], ...choices(10, 240)],
    'none: my text says why',
    usualMs,
  );

/** When it is back. `standing` is how the choice is called that leaves things as they are. */
export const restoreField = (
  filled: Filled,
  context: FormContext,
  standing: string,
  withdraw: boolean,
  after: Html | '',
): Html =>
  html`${promiseField(
    filled,
    context,
    {
      name: 'restore',
      label: 'Restored within',
      hint: 'The first time that you give is the one that is scored. None yet is an honest answer.',
    },
    [['', standing], ...choices(30, 480)],
    withdraw ? 'withdraw it' : undefined,
    undefined,
  )}${after}`;

const REPORT_CHOICES = [
  ['1d', '1 day'],
  ['3d', '3 days'],
  ['7d', '7 days'],
] as const;

export const reportField = (filled: Filled, context: FormContext): Html =>
  promiseField(
    filled,
    context,
    { name: 'report', label: 'A report follows within', hint: 'Only if you will write one.' },
    [['', 'nothing promised'], ...REPORT_CHOICES],
    undefined,
    undefined,
  );

/** Another time for a report that was promised, or none. */
export const movedReportField = (filled: Filled, context: FormContext): Html =>
  promiseField(
    filled,
    context,
    { name: 'report', label: 'The report follows within', hint: 'From now. None is said as such.' },
    [['', 'as promised'], ...REPORT_CHOICES],
    'no report after all',
    undefined,
  );

/** A promised time: one tap for what is usual, or typed. The resulting time stands below it, in both zones. */
function promiseField(
  filled: Filled,
  context: FormContext,
  field: Field,
  options: readonly (readonly [string, string])[],
  none: string | undefined,
  usualMs: number | undefined,
): Html {
  const typed = `${field.name}At`;
  const written = typedTime(filled.values, field.name) ?? '';
  const all = [...options, ...(none === undefined ? [] : [['none', none] as const]), ['other', 'at …'] as const];
  const values = written === '' ? filled.values : { ...filled.values, [field.name]: 'other' };
  const [first = ''] = field.label.split(' ');
  const typing = { name: typed, label: `${first} at`, hint: zoneHint(context), max: 40 };
  return chips(
    { ...filled, values, errors: written === '' ? filled.errors : [] },
    field,
    all,
    html`<div class="typed">${bareField(written === '' ? { ...filled, errors: [] } : filled, typing)}</div>
${slot(`${filled.form}-${field.name}-at`, becomes(filled, context, field.name, written, usualMs))}
${findingsAt(filled, field.name)}`,
  );
}

/** What a choice comes to, and the field that makes sure that this is what is posted. */
function becomes(
  filled: Filled,
  context: FormContext,
  name: string,
  written: string,
  usualMs: number | undefined,
): Html | '' {
  const chosen = written === '' ? chosenTime(filled.values, name, context, usualMs) : undefined;
  const at = chosen?.at ?? typedInstant(written, context);
  if (at === undefined) return '';
  return html`${chosen ? hidden(seenName(name), `${chosen.spanMs} ${chosen.at}`) : ''}<p class="becomes">by <strong>${bothTimes(context, at)}</strong></p>`;
}

/** How a time may be typed. */
export const zoneHint = ({ zone }: Pick<FormContext, 'zone'>): string =>
  isUtc(zone)
    ? 'like 25m, 14:30Z or 14:30+02:00'
    : `like 25m, or 14:30 as clocks in ${placeOf(zone)} show it, or 14:30Z`;
