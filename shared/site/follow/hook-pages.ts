import type { Subscriber } from '../../core/subscribers/subscriber.ts';
import { FORM_PROBLEMS } from '../../wording/follow.ts';
import { FOLLOW_HOOK, HOOK_ALREADY, HOOK_DONE, HOOK_NOT_TAKEN, notTakenWords } from '../../wording/follow-hooks.ts';
import { type Html, html, NOTHING } from '../html.ts';
import { type AnswerContext, type AnswerPage, answerPage, backToStatus } from './answer-page.ts';
import type { FollowedIncident } from './fields.ts';
import { type HookFilled, hookForm } from './hook-form.ts';
import { masked, type Open, openNow, said } from './link-pages.ts';
import { ASK_PATH, FOLLOW_PATH } from './panel.ts';
import { problemNotice } from './sign-up-pages.ts';

/**
 * What a room or a program is told of from now on, and of a program what its calls can be checked by. `publicKey`: `whpk_…`.
 * Its secret and the link that ends it stand in what it is sent alone: whoever reads this page may not be its owner.
 */
export const hookFollowsPage = (
  context: AnswerContext,
  { person, publicKey }: { person: Subscriber; publicKey: string },
  open: Open,
): AnswerPage =>
  answerPage(
    context,
    200,
    HOOK_DONE.title,
    html`<p>${HOOK_DONE.text(person.kind, masked(person))} ${said(context, person.choice, open)}</p>
${person.kind === 'webhook' ? forProgram(HOOK_DONE.program, publicKey) : html`<p>${HOOK_DONE.room}</p>`}
${openNow(open)}
${backToStatus()}`,
  );

/** That it follows, to whoever typed its address and may be anybody: nothing of what it is told, and no link. */
export const hookAlreadyPage = (
  context: AnswerContext,
  { person, publicKey }: { person: Subscriber; publicKey: string },
): AnswerPage =>
  answerPage(
    context,
    200,
    HOOK_ALREADY.title,
    html`<p>${HOOK_ALREADY.text(person.kind, masked(person))}</p>
<p>${HOOK_ALREADY.sent} <a href="${ASK_PATH}">${HOOK_ALREADY.ask}</a></p>
${person.kind === 'webhook' ? forProgram(HOOK_ALREADY.program, publicKey) : NOTHING}
${backToStatus()}`,
  );

const forProgram = (secret: string, publicKey: string): Html => html`<p>${secret}</p>
<p>${HOOK_DONE.publicKey}</p>
<div class="proof"><code>${publicKey}</code></div>
<p>${HOOK_DONE.checking}</p>`;

/** The form again, with what was filled in and what is wrong with it. */
export const hookFormPage = (
  context: AnswerContext,
  filled: HookFilled & { problem: string },
  incident?: FollowedIncident,
): AnswerPage =>
  answerPage(
    context,
    422,
    FOLLOW_HOOK.open,
    html`${problemNotice(filled.problem)}<div class="follow">${hookForm(context.config, FOLLOW_PATH, incident, filled)}</div>`,
  );

/** The first call was not taken: why, what to do, and the form to try again. */
export const hookNotTakenPage = (
  context: AnswerContext,
  failed: Parameters<typeof notTakenWords>[0],
  filled: HookFilled,
  incident?: FollowedIncident,
): AnswerPage =>
  answerPage(
    context,
    422,
    HOOK_NOT_TAKEN.title,
    html`<p class="notice" role="alert" id="follow-problem">${notTakenWords(failed)} ${FORM_PROBLEMS.nothingDone}</p>
<div class="follow">${hookForm(context.config, FOLLOW_PATH, incident, { ...filled, problem: failed.reason })}</div>`,
  );
