import { epochMs, type Instant, instant, MINUTE_MS } from '../../core/instant.ts';
import { ASKED, FOLLOW, FORM_PROBLEMS, REFUSED } from '../../wording/follow.ts';
import { FOLLOW_HOOK } from '../../wording/follow-hooks.ts';
import { sayClock } from '../../wording/time.ts';
import { type Html, html, NOTHING } from '../html.ts';
import { type AnswerContext, type AnswerPage, answerPage, backToStatus, feedsInstead } from './answer-page.ts';
import type { FollowedIncident } from './fields.ts';
import { canFollowByHook, hookForm } from './hook-form.ts';
import { type Filled, FOLLOW_PATH, followForm } from './panel.ts';

/** The one answer to a form that was filled in well, whoever the address belongs to. */
export const askedPage = (context: AnswerContext): AnswerPage =>
  answerPage(
    context,
    200,
    ASKED.title,
    html`<p>${ASKED.text}</p>
<p>${ASKED.none}</p>
${backToStatus()}`,
  );

/** The form again, with what was filled in and what is wrong with it. */
export const formPage = (context: AnswerContext, filled: Filled, incident?: FollowedIncident): AnswerPage =>
  answerPage(
    context,
    filled.problem === undefined ? 200 : 422,
    FOLLOW.open,
    html`${problemNotice(filled.problem)}<div class="follow">${followForm(context.config, incident, filled)}${byHookBeside(context)}</div>`,
  );

/** Whoever comes without a page of the site finds the other form too. */
const byHookBeside = ({ config }: AnswerContext): Html =>
  canFollowByHook(config)
    ? html`<details><summary>${FOLLOW_HOOK.open}</summary>${hookForm(config, FOLLOW_PATH)}</details>`
    : NOTHING;

/** What was not done because of how many others there are, and what there is instead. */
export function tooManyPage(context: AnswerContext, of: 'network' | 'domain' | 'all', again: Instant): AnswerPage {
  const words = REFUSED[of](sayClock(instant(Math.ceil(epochMs(again) / MINUTE_MS) * MINUTE_MS)));
  return answerPage(
    context,
    429,
    REFUSED.tooMany,
    html`<p>${words} ${FORM_PROBLEMS.nothingDone}</p>
${feedsInstead()}
${backToStatus()}`,
  );
}

/** What nobody could do. `words` may say by themselves that nothing was done. */
export const notNowPage = (
  context: AnswerContext,
  words: string,
  status = 503,
  title: string = REFUSED.tooMany,
): AnswerPage =>
  answerPage(
    context,
    status,
    title,
    html`<p>${words}${words.endsWith(FORM_PROBLEMS.nothingDone) ? '' : ` ${FORM_PROBLEMS.nothingDone}`}</p>
${feedsInstead()}
${backToStatus()}`,
  );

export const problemNotice = (problem: string | undefined) =>
  problem === undefined
    ? ''
    : html`<p class="notice" role="alert" id="follow-problem">${problem} ${FORM_PROBLEMS.nothingDone}</p>`;
