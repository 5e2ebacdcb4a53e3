import { HOOK_ASK } from '../../wording/change-hooks.ts';
import { ASKED, CHANGE, FOLLOW } from '../../wording/follow.ts';
import { FOLLOW_HOOK } from '../../wording/follow-hooks.ts';
import { type Html, html, NOTHING } from '../html.ts';
import { type AnswerContext, type AnswerPage, answerPage, shortAnswer } from './answer-page.ts';
import { FIELDS, problemMark } from './fields.ts';
import { canFollowByHook } from './hook-form.ts';
import { ASK_PATH } from './panel.ts';
import { problemNotice } from './sign-up-pages.ts';

/** What somebody filled in of one of the two forms. */
export type AskFilled = { address?: string; hook?: string; problem?: string };

/** The forms with which somebody asks for the link to change what they get. `problem`: of whichever was filled in. */
export function askForLinkPage(context: AnswerContext, { address, hook, problem }: AskFilled = {}): AnswerPage {
  const ofHook = hook === undefined ? undefined : problem;
  const ofMail = hook === undefined ? problem : undefined;
  return answerPage(
    context,
    problem === undefined ? 200 : 422,
    CHANGE.askTitle,
    html`${problemNotice(problem)}<div class="follow"><form method="post" action="${ASK_PATH}"><p>${CHANGE.askText}</p>
<p><label for="follow-address">${FOLLOW.address}</label>
<input id="follow-address" type="email" name="${FIELDS.address}" value="${address ?? ''}" required maxlength="254" autocomplete="email"${problemMark(ofMail)}></p>
<p><button>${CHANGE.ask}</button></p></form>${canFollowByHook(context.config) ? hookAskForm(hook, ofHook) : NOTHING}</div>`,
  );
}

const hookAskForm = (hook = '', problem?: string): Html => html`
<h2>${HOOK_ASK.title}</h2>
<form method="post" action="${ASK_PATH}"><p>${HOOK_ASK.text}</p>
<p><label for="follow-hook">${FOLLOW_HOOK.address}</label>
<input id="follow-hook" type="url" name="${FIELDS.hook}" value="${hook}" required maxlength="2000" autocomplete="off"${problemMark(problem)}></p>
<p><button name="${FIELDS.kind}" value="hook">${HOOK_ASK.submit}</button></p></form>
<p class="fine">${HOOK_ASK.device}</p>`;

/** The answer to the form for mails, whoever the address belongs to. */
export const linkAskedPage = (context: AnswerContext): AnswerPage =>
  shortAnswer(context, { title: ASKED.title, text: ASKED.linkText });

/** The answer to the form for rooms and programs, whether one follows or not. */
export const hookLinkAskedPage = (context: AnswerContext): AnswerPage =>
  shortAnswer(context, { title: HOOK_ASK.askedTitle, text: HOOK_ASK.asked });
