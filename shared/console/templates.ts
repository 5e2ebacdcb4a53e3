import { html } from 'hono/html';
import { filledIn, listed, type TemplateUse } from '../wording/templates.ts';
import { promisedTime } from '../wording/time.ts';
import { affectedNames, type FormContext } from './form-context.ts';
import { type Html, slot } from './layout.ts';
import { AFFECTED } from './submission.ts';

type Values = Readonly<Record<string, string>>;

/** Words to start from, each one tap; the place in the config is the button's value. */
export function templateChips(context: FormContext, use: TemplateUse, values: Values): Html | '' {
  const offered = context.config.templates.flatMap((template, index) =>
    template.for === use ? [{ template, index }] : [],
  );
  if (offered.length === 0) return '';
  const impact = values.impact || context.incident?.impact;
  const fitting = offered.filter(({ template }) => impact === undefined || (template.impact ?? impact) === impact);
  return slot(
    `${use}-templates`,
    html`<div class="chips ready" role="group" aria-label="Ready-made words">${(
      fitting.length > 0 ? fitting : offered
    ).map(
      ({ template, index }) =>
        html`<button class="chip" name="template" value="${index}" formnovalidate>${template.name}</button>`,
    )}</div>`,
  );
}

/** The form's values with the words of a template in them. What somebody typed is never thrown away. */
export function withTemplate(values: Values, context: FormContext, chosen: string): Values {
  const template = context.config.templates[Number(chosen)];
  if (!template) return values;
  const places = placesOf(values, context);
  const isOurs = (written: string) => context.config.templates.some(({ message }) => shape(message).test(written));
  const isOurTitle = (written: string) =>
    context.config.templates.some(({ title }) => title !== undefined && shape(title).test(written));
  const typed = values.message?.trim() ?? '';
  const title = values.title?.trim() ?? '';
  const text = filledIn(template.message, places);
  return {
    ...values,
    message: typed === '' || isOurs(typed) ? text : `${typed}\n\n${text}`,
    ...(template.title && (title === '' || isOurTitle(title)) ? { title: filledIn(template.title, places) } : {}),
    ...(template.impact && !values.impact ? { impact: template.impact } : {}),
    ...(template.status ? { status: template.status === context.incident?.status ? '' : template.status } : {}),
  };
}

/** Matches a template's text whatever its places were filled with. */
const shape = (text: string): RegExp =>
  new RegExp(
    `^${text
      .split(/\{(?:what|began|now)\}/)
      .map((part) => part.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&'))
      .join('[^\\n]*')}$`,
  );

function placesOf(values: Values, { config, voice, incident, now }: FormContext) {
  const ticked = Object.keys(values)
    .filter((name) => name.startsWith(AFFECTED) && values[name])
    .map((name) => name.slice(AFFECTED.length));
  const ids = incident?.components.map(({ id }) => id) ?? ticked;
  const began = incident?.entries[0]?.happenedAt ?? incident?.openedAt ?? now;
  return {
    what: listed(affectedNames(config, ids), 'our service'),
    began: promisedTime(voice, began, now),
    now: promisedTime(voice, now, now),
  };
}
