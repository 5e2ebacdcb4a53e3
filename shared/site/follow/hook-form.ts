import type { Config } from '../../config/config-schema.ts';
import { HOOKS } from '../../core/subscribers/facts.ts';
import { type Choice, EVERYTHING } from '../../core/subscribers/subscriber.ts';
import { FOLLOW_HOOK, FOLLOW_PUSH } from '../../wording/follow-hooks.ts';
import { type Html, html, NOTHING } from '../html.ts';
import { PUSH_PATHS } from '../push.ts';
import { asksForWork } from './asks-for-work.ts';
import { choiceFields, FIELDS, type FollowedIncident, unseenFields } from './fields.ts';

/** Whether rooms, programs and devices can be told: the config names their channel. */
export const canFollowByHook = ({ mail, channels }: Pick<Config, 'mail' | 'channels'>): boolean =>
  mail !== undefined && channels.some((name) => name === HOOKS.name);

/** What somebody filled in, to be shown to them again. */
export type HookFilled = {
  hook?: string;
  owner?: string;
  format?: string;
  choice?: Choice;
  problem?: string;
  proof?: string;
};

/**
 * The form for rooms and programs, with a button for this device that only a script shows. A form of its own, because each
 * has an address that it cannot do without.
 */
export function hookForm(
  config: Config,
  action: string,
  incident?: FollowedIncident,
  { hook = '', owner = '', format, choice, problem, proof }: HookFilled = {},
): Html {
  const wanted = choice ?? (incident === undefined ? EVERYTHING : { ...EVERYTHING, incident: incident.id });
  const { done, denied, failed, button } = FOLLOW_PUSH;
  return html`<form method="post" action="${action}"${asksForWork(config)}>
<p>${FOLLOW_HOOK.intro}</p>
${choiceFields(config, wanted, incident)}
<p><label for="follow-hook">${FOLLOW_HOOK.address}</label>
<input id="follow-hook" type="url" name="${FIELDS.hook}" value="${hook}" required maxlength="2000" autocomplete="off" aria-describedby="${problem === undefined ? NOTHING : 'follow-problem '}follow-hook-hint"${problem === undefined ? NOTHING : html` aria-invalid="true"`}></p>
<p class="fine" id="follow-hook-hint">${FOLLOW_HOOK.addressHint}</p>
<fieldset><legend>${FOLLOW_HOOK.forPrograms}</legend>
${formatField(format)}
<label>${FOLLOW_HOOK.owner} <input type="email" name="${FIELDS.owner}" value="${owner}" maxlength="254" autocomplete="email"></label></fieldset>
${unseenFields(config, proof)}
<p><button name="${FIELDS.kind}" value="hook">${FOLLOW_HOOK.submit}</button></p>
<p><button type="button" data-push="${PUSH_PATHS.script}" data-done="${done}" data-denied="${denied}" data-failed="${failed}" hidden>${button}</button> <output></output></p>
<p class="fine">${FOLLOW_HOOK.privacy}</p></form>`;
}

/** How the body of a program's calls is made. */
export const formatField = (format?: string): Html =>
  html`<label>${FOLLOW_HOOK.format} <select name="${FIELDS.format}">${(['candor', 'statuspage'] as const).map(
    (one) =>
      html`<option value="${one}"${one === format ? html` selected` : NOTHING}>${FOLLOW_HOOK.formats[one]}</option>`,
  )}</select></label>`;
