import type { Config } from '../../config/config-schema.ts';
import { IMPACTS } from '../../core/entry.ts';
import { PROOF_CHARACTERS } from '../../core/subscribers/proof-of-work.ts';
import { type Choice, LEVELS } from '../../core/subscribers/subscriber.ts';
import { FOLLOW } from '../../wording/follow.ts';
import { IMPACT_WORDS } from '../../wording/incident.ts';
import { type Html, html, NOTHING, named } from '../html.ts';

/** Names of the fields of the forms; what is sent by one is read by `readFollowForm`. */
export const FIELDS = {
  address: 'email',
  about: 'about',
  component: 'component',
  incident: 'incident',
  level: 'level',
  impact: 'impact',
  maintenance: 'maintenance',
  zone: 'zone',
  /** How they are told: by mail, if it is not said. */
  kind: 'kind',
  /** The address of a room or a program, as it is typed. */
  hook: 'hook',
  /** Of a program: whom to mail when it is given up, and how its body is made. */
  owner: 'owner',
  format: 'format',
  /** Of a browser, filled in by its script (`shared/site/push.ts`). */
  endpoint: 'endpoint',
  p256dh: 'p256dh',
  auth: 'auth',
  /** Stays empty where a person fills it in. Its name is one that programs like. */
  trap: 'company_url',
  /** How long the form was open, in ms, where there is a script that knows. */
  took: 'took',
  /** The proof of work, called as that library's own widget calls it (`shared/site/proof-of-work.ts`). */
  proof: 'altcha',
} as const;

/** The incident whose page it is, while something may still be said of it. */
export type FollowedIncident = { id: string };

/** All that somebody may choose, filled in with `choice`. Where an incident is followed, that alone is offered too. */
export const choiceFields = (
  { components }: Pick<Config, 'components'>,
  choice: Choice,
  incident?: FollowedIncident,
): Html => html`<fieldset><legend>${FOLLOW.about}</legend>
${
  incident === undefined
    ? NOTHING
    : html`<input type="hidden" name="${FIELDS.incident}" value="${incident.id}">${option(FIELDS.about, 'incident', choice.incident !== undefined, FOLLOW.incident)}
`
}${option(FIELDS.about, 'all', choice.incident === undefined && choice.components === undefined, FOLLOW.everything)}
${option(FIELDS.about, 'components', choice.incident === undefined && choice.components !== undefined, FOLLOW.someParts)}
<ul>${components.map(
  ({ id, name }) =>
    html`<li><label><input type="checkbox" name="${FIELDS.component}" value="${id}"${checked(choice.components?.includes(id) ?? false)}> ${named(name)}</label></li>`,
)}</ul></fieldset>
<fieldset><legend>${FOLLOW.level}</legend>
${LEVELS.map((level) => option(FIELDS.level, level, level === choice.level, FOLLOW.levels[level]))}</fieldset>
<p><label>${FOLLOW.impact} <select name="${FIELDS.impact}">${IMPACTS.map(
  (impact) =>
    html`<option value="${impact}"${impact === choice.minImpact ? html` selected` : NOTHING}>${impact === 'none' ? FOLLOW.anyImpact : IMPACT_WORDS[impact]}</option>`,
)}</select></label></p>
<p><label><input type="checkbox" name="${FIELDS.maintenance}" value="on"${checked(choice.maintenance)}> ${FOLLOW.maintenance}</label></p>`;

/**
 * What nobody fills in by hand: one that only programs do, and what the page's script knows. `proof`: one that came with the
 * form before, and is still good, because a form with a problem uses up none.
 */
export const unseenFields = (
  { signUp }: Pick<Config, 'signUp'>,
  proof = '',
): Html => html`<p hidden><label>${FOLLOW.leaveEmpty} <input name="${FIELDS.trap}" tabindex="-1" autocomplete="off"></label></p>
<input type="hidden" name="${FIELDS.zone}"><input type="hidden" name="${FIELDS.took}">${
  signUp.proofOfWork
    ? html`<input type="hidden" name="${FIELDS.proof}" value="${proof.length > PROOF_CHARACTERS ? '' : proof}">`
    : NOTHING
}`;

/** What a field says that something is wrong with; what it is stands in the notice above (`problemNotice`). */
export const problemMark = (problem: string | undefined): Html =>
  problem === undefined ? NOTHING : html` aria-invalid="true" aria-describedby="follow-problem"`;

const option = (name: string, value: string, is: boolean, words: string): Html =>
  html`<label><input type="radio" name="${name}" value="${value}"${checked(is)}> ${words}</label>`;

const checked = (is: boolean): Html => (is ? html` checked` : NOTHING);
