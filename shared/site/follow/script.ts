import type { SiteFile } from '../../ports/site-store.ts';
import { namedScript } from '../named-script.ts';
import { FIELDS } from './fields.ts';

/**
 * What a browser adds to the form once somebody opens it: the zone that it is in, and how long the form was open. It sends
 * nothing by itself. Where devices can follow it loads what their button needs, which the function of sign-up serves: with
 * that dead, the button is not seen. The same for the work that browsers may be asked for: without it the form goes as it is.
 * The page's script loads it like every file that a `data-check` names.
 */
const SCRIPT = `export default opened => {
const form = opened.parentElement.querySelector('form'), fields = form.elements;
form.since ??= Date.now();
fields.${FIELDS.zone}.value = Intl.DateTimeFormat().resolvedOptions().timeZone ?? '';
form.onsubmit = () => { fields.${FIELDS.took}.value = Date.now() - form.since };
const button = form.querySelector('[data-push]');
button && import(button.dataset.push).catch(() => {});
const { work } = form.dataset;
work && (form.work ??= import(work).then(got => got.default(form)).catch(() => {}))
}`;

const FILE = namedScript('follow', SCRIPT);

export const FOLLOW_SCRIPT_KEY = FILE.key;

export const followScriptFile = (): SiteFile => FILE;
