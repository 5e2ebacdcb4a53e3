import type { Config } from '../../config/config-schema.ts';
import { isUnfinished, type PublicIncident } from '../../core/public-incident.ts';
import { type Choice, EVERYTHING } from '../../core/subscribers/subscriber.ts';
import { FOLLOW } from '../../wording/follow.ts';
import { FOLLOW_HOOK } from '../../wording/follow-hooks.ts';
import { type Html, html, NOTHING } from '../html.ts';
import { asksForWork } from './asks-for-work.ts';
import { choiceFields, FIELDS, type FollowedIncident, problemMark, unseenFields } from './fields.ts';
import { canFollowByHook, hookForm } from './hook-form.ts';
import { FOLLOW_SCRIPT_KEY } from './script.ts';

/** Where forms go. */
export const FOLLOW_PATH = '/s';

/** Where the link to change what somebody gets is asked for. */
export const ASK_PATH = '/s/m';

/** What somebody filled in, to be shown to them again. */
export type Filled = { address?: string; choice?: Choice; problem?: string; proof?: string };

/** All, and on the page of an incident of which something may still be said, that alone. */
export type Following = { incident?: FollowedIncident };

/** What can be followed from the page of an incident. */
export const followingFrom = (incident: PublicIncident): Following =>
  isUnfinished(incident) ? { incident: { id: incident.id } } : {};

/** Whether people can be told by mail: the house has said whom mails come from. */
export const canFollow = ({ mail }: Pick<Config, 'mail'>): boolean => mail !== undefined;

/**
 * What somebody follows with from the page that they read. It is folded away, because most come to read; it stands outside
 * of what the script puts in anew, because nobody's half-filled form may vanish. Without a script it works as well.
 */
export const followPanel = (config: Config, { incident }: Following): Html =>
  canFollow(config)
    ? html`<aside class="follow" aria-label="${FOLLOW.open}"><details><summary data-check="/${FOLLOW_SCRIPT_KEY}">${FOLLOW.open}</summary>
${followForm(config, incident)}</details>${hooksBeside(config, incident)}</aside>
`
    : NOTHING;

/** The other ways, folded away by themselves. */
const hooksBeside = (config: Config, incident: FollowedIncident | undefined): Html =>
  canFollowByHook(config)
    ? html`
<details><summary data-check="/${FOLLOW_SCRIPT_KEY}">${FOLLOW_HOOK.open}</summary>
${hookForm(config, FOLLOW_PATH, incident)}</details>`
    : NOTHING;

/** The form itself. */
export function followForm(
  config: Config,
  incident?: FollowedIncident,
  { address = '', choice, problem, proof }: Filled = {},
): Html {
  const wanted = choice ?? (incident === undefined ? EVERYTHING : { ...EVERYTHING, incident: incident.id });
  return html`<form method="post" action="${FOLLOW_PATH}"${asksForWork(config)}>
<p>${FOLLOW.intro}</p>
<p><label for="follow-address">${FOLLOW.address}</label>
<input id="follow-address" type="email" name="${FIELDS.address}" value="${address}" required maxlength="254" autocomplete="email"${problemMark(problem)}></p>
${choiceFields(config, wanted, incident)}
${unseenFields(config, proof)}
<p><button>${FOLLOW.submit}</button></p>
<p class="fine">${FOLLOW.privacy} ${FOLLOW.feeds} ${feedLinks()}</p></form>`;
}

/** What anybody can follow without saying who they are. */
export const feedLinks = (): Html =>
  html`<a href="/history.atom">Atom</a>, <a href="/history.rss">RSS</a>, <a href="/history.json">JSON Feed</a>, <a href="/maintenance.ics">Calendar</a>`;
