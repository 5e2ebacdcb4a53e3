import { componentNames } from '../../config/component-names.ts';
import type { PublicIncident } from '../../core/public-incident.ts';
import { maskedAddress } from '../../core/subscribers/address.ts';
import type { Choice, PersonalChannel, Subscriber } from '../../core/subscribers/subscriber.ts';
import { CONFIRM, choiceWords, LEAVE, REFUSED } from '../../wording/follow.ts';
import { HOOK_LEAVE } from '../../wording/follow-hooks.ts';
import { type Html, html, NOTHING } from '../html.ts';
import { phaseWord } from '../pages/parts.ts';
import { incidentPath } from '../paths.ts';
import { titleOf } from '../site-index-state.ts';
import { type AnswerContext, type AnswerPage, answerPage, backToStatus, shortAnswer } from './answer-page.ts';
import { ASK_PATH } from './panel.ts';

/** What is not over; undefined if that is not known at the moment. */
export type Open = readonly PublicIncident[] | undefined;

export const masked = ({ kind, address }: Subscriber): string => maskedAddress(kind, address);

/** A choice in words; of the one incident with its title, while it is open. */
export function said({ config }: AnswerContext, choice: Choice, open: Open): string {
  const incident = open?.find(({ id }) => id === choice.incident);
  const names = componentNames(config);
  return choiceWords(names, choice, incident === undefined ? undefined : titleOf(incident));
}

/** The last step: one button, what it does, and what is open now, because nothing of that is mailed afterwards. */
export const confirmPage = (
  context: AnswerContext,
  { person, choice, changes }: { person: Subscriber; choice: Choice; changes: boolean },
  open: Open,
): AnswerPage =>
  answerPage(
    context,
    200,
    CONFIRM.title,
    html`<p>${changes ? CONFIRM.changes(masked(person)) : CONFIRM.text(masked(person))} ${said(context, choice, open)}</p>
<form method="post"><button class="main">${changes ? CONFIRM.changeButton : CONFIRM.button}</button></form>
${openNow(open)}`,
  );

export function openNow(open: Open): Html {
  if (open === undefined) return html`<p>${CONFIRM.openUnknown} <a href="/">${REFUSED.back}</a></p>`;
  if (open.length === 0) return html`<p>${CONFIRM.nothingOpen}</p>`;
  return html`<h2>${CONFIRM.open}</h2><p>${CONFIRM.noCatchUp}</p><ul class="list">${open.map(
    (incident) =>
      html`<li><a href="${incidentPath(incident.id)}" dir="auto">${titleOf(incident)}</a> <span class="fine">${phaseWord(incident)}</span></li>`,
  )}</ul>`;
}

export const confirmedPage = (context: AnswerContext, person: Subscriber, open: Open): AnswerPage =>
  answerPage(
    context,
    200,
    CONFIRM.doneTitle,
    html`<p>${CONFIRM.done(masked(person))} ${said(context, person.choice, open)} ${CONFIRM.close}</p>
${backToStatus()}`,
  );

/** A link to confirm that does nothing. */
export const confirmRefusedPage = (context: AnswerContext, why: 'forged' | 'expired' | 'gone'): AnswerPage =>
  refused(context, why, CONFIRM.refused[why]);

/** Whether they mean it; a program that only looks does not end it. */
export const leavePage = (context: AnswerContext, person: Subscriber): AnswerPage =>
  person.kind === 'mail' ? leaveMailsPage(context, person) : leaveHookPage(context, person);

const leaveMailsPage = (context: AnswerContext, person: Subscriber): AnswerPage =>
  answerPage(
    context,
    200,
    LEAVE.title,
    html`<p>${LEAVE.text(masked(person))}</p>
<form method="post"><button class="main">${LEAVE.button}</button></form>
<p><a href="${ASK_PATH}">${LEAVE.change}</a></p>`,
  );

const leaveHookPage = (context: AnswerContext, person: Subscriber): AnswerPage =>
  answerPage(
    context,
    200,
    HOOK_LEAVE.title,
    html`<p>${HOOK_LEAVE.text(person.kind, masked(person))}</p>
<form method="post"><button class="main">${HOOK_LEAVE.button}</button></form>
<p><a href="${ASK_PATH}">${HOOK_LEAVE.change}</a></p>`,
  );

export function leftPage(context: AnswerContext, channel: PersonalChannel): AnswerPage {
  const { leftTitle, left } = channel === 'mail' ? LEAVE : HOOK_LEAVE;
  return shortAnswer(context, { title: leftTitle, text: left });
}

export const leaveForgedPage = (context: AnswerContext): AnswerPage => refused(context, 'forged', LEAVE.forged);

/** 404 would be answered with the page that the site has for it. */
const STATUS = { forged: 403, expired: 410, gone: 410 } as const;

export const refused = (
  context: AnswerContext,
  why: keyof typeof STATUS,
  { title, text }: { title: string; text: string },
  more: Html = NOTHING,
): AnswerPage =>
  answerPage(
    context,
    STATUS[why],
    title,
    html`<p>${text}</p>
${more}${backToStatus()}`,
  );
