import { type Changeable, isChangeable } from '../../core/subscribers/changeable.ts';
import type { Choice, PersonalChannel, Subscriber } from '../../core/subscribers/subscriber.ts';
import { HOOK_CHANGE } from '../../wording/change-hooks.ts';
import { CHANGE } from '../../wording/follow.ts';
import { FOLLOW_HOOK, HOOK_LEAVE } from '../../wording/follow-hooks.ts';
import { type Html, html, NOTHING } from '../html.ts';
import { type AnswerContext, type AnswerPage, answerPage, shortAnswer } from './answer-page.ts';
import { choiceFields, FIELDS } from './fields.ts';
import { formatField } from './hook-form.ts';
import { masked, type Open, refused, said } from './link-pages.ts';
import { ASK_PATH } from './panel.ts';

/** What was typed that could not be saved, why, and in which field. */
type Unsaved = { problem: string; of?: Changeable; typed: { choice: Choice } & Record<Changeable, string> };

/** What somebody gets and what is kept of them, to be changed, taken along and ended. */
export function changePage(
  context: AnswerContext,
  person: Subscriber,
  open: Open,
  { saved = false, unsaved }: { saved?: boolean; unsaved?: Unsaved } = {},
): AnswerPage {
  const { choice } = unsaved?.typed ?? person;
  const words = person.kind === 'mail' ? MAIL_WORDS : HOOK_WORDS;
  return answerPage(
    context,
    unsaved === undefined ? 200 : 422,
    words.title,
    html`${unsaved === undefined ? NOTHING : html`<p class="notice" role="alert" id="follow-problem">${unsaved.problem}</p>`}${saved ? html`<p class="notice" role="status">${CHANGE.saved}</p>` : NOTHING}
<p>${words.for(person)} ${said(context, person.choice, open)}</p>
${standing(person)}
<div class="follow"><form method="post">${choiceFields(
      context.config,
      choice,
      person.choice.incident === undefined ? undefined : { id: person.choice.incident },
    )}
${zoneField(person, unsaved)}${programFields(person, unsaved)}<p><button name="do" value="save">${CHANGE.save}</button></p></form>
<form method="post"><p><button name="do" value="export">${words.export}</button></p>
<p><button name="do" value="leave">${words.leave}</button></p>
<p><button name="do" value="erase">${words.erase}</button> <span class="fine">${words.eraseHint}</span></p></form></div>`,
  );
}

const MAIL_WORDS = { ...CHANGE, for: (person: Subscriber) => CHANGE.for(masked(person)) };

const HOOK_WORDS = {
  ...HOOK_CHANGE,
  leave: HOOK_LEAVE.button,
  for: (person: Subscriber) => HOOK_CHANGE.for(person.kind, masked(person)),
};

/** What a field holds: what was typed and not saved, or what is kept. */
const heldBy = (what: Changeable, person: Subscriber, unsaved?: Unsaved): string =>
  unsaved?.typed[what] ?? person[what] ?? '';

const wrong = (what: Changeable, unsaved?: Unsaved): Html =>
  unsaved?.of === what ? html` aria-invalid="true"` : NOTHING;

function zoneField(person: Subscriber, unsaved?: Unsaved): Html {
  if (!isChangeable('zone', person)) return NOTHING;
  return html`<p><label for="follow-zone">${CHANGE.zone}</label> <input id="follow-zone" name="${FIELDS.zone}" value="${heldBy('zone', person, unsaved)}" maxlength="60" autocomplete="off" aria-describedby="follow-zone-hint"${wrong('zone', unsaved)}> <span class="fine" id="follow-zone-hint">${CHANGE.zoneHint}</span></p>
`;
}

function programFields(person: Subscriber, unsaved?: Unsaved): Html {
  if (!isChangeable('owner', person)) return NOTHING;
  return html`<p>${formatField(heldBy('format', person, unsaved))}</p>
<p><label>${FOLLOW_HOOK.owner} <input type="email" name="${FIELDS.owner}" value="${heldBy('owner', person, unsaved)}" maxlength="254" autocomplete="email"${wrong('owner', unsaved)}></label></p>
`;
}

function standing({ state, kind }: Subscriber): Html {
  if (state === 'confirmed') return NOTHING;
  if (kind !== 'mail') return html`<p class="notice">${HOOK_CHANGE.stopped}</p>`;
  return html`<p class="notice">${state === 'pending' ? CHANGE.pending : CHANGE.stopped}</p>`;
}

/** A link to change that does nothing. `channel`: of whoever is not kept any more. */
export const changeRefusedPage = (
  context: AnswerContext,
  state: { why: 'forged' | 'expired' } | { why: 'gone'; channel: PersonalChannel },
): AnswerPage => {
  const isHookGone = state.why === 'gone' && state.channel === 'hooks';
  const words = isHookGone ? HOOK_CHANGE.gone : CHANGE.refused[state.why];
  return refused(context, state.why, words, html`<p><a href="${ASK_PATH}">${CHANGE.askTitle}</a></p>`);
};

export const endedPage = (context: AnswerContext, how: 'left' | 'erased', channel: PersonalChannel): AnswerPage =>
  shortAnswer(context, channel === 'mail' ? CHANGE.ended[how] : HOOK_ENDED[how]);

const HOOK_ENDED = { left: { title: HOOK_LEAVE.leftTitle, text: HOOK_LEAVE.left }, erased: HOOK_CHANGE.erased };
