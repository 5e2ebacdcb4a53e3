import { askForHookLink, type HookLinkPorts } from '../../shared/app/subscribers/hook-link.ts';
import { readHook } from '../../shared/app/subscribers/read-hook.ts';
import { shownWork, type WorkPorts } from '../../shared/app/subscribers/work.ts';
import type { HttpEvent, HttpResult } from '../../shared/lambda/http.ts';
import type { Carrier } from '../../shared/ports/carrier.ts';
import { askForLinkPage, hookLinkAskedPage } from '../../shared/site/follow/ask-pages.ts';
import { FIELDS } from '../../shared/site/follow/fields.ts';
import { canFollowByHook } from '../../shared/site/follow/hook-form.ts';
import { notNowPage, tooManyPage } from '../../shared/site/follow/sign-up-pages.ts';
import { HOOK_PROBLEMS } from '../../shared/wording/follow-hooks.ts';
import type { Asking } from './asking.ts';
import { inItsTime } from './in-its-time.ts';
import { pageAnswer } from './page-answer.ts';
import { viewerOf } from './through-site.ts';

/** `pause`: waits so many ms. */
export type HookLinkAnswerPorts = Asking &
  WorkPorts &
  HookLinkPorts & { carrier: Pick<Carrier, 'unfit'>; pause: (ms: number) => Promise<unknown> };

/** What a link is sent within. Most far sides take a message in less than one second (docs/rules.md, Sign-up). */
export const LINK_CALL_MS = 2_500;

/** No answer comes sooner, whether a link was sent or not: longer than that call, and what is read and counted beside it. */
const ANSWERED_AFTER_MS = 3_000;

/** Answers whoever asks for the link with which a room or a program is changed: alike, whether it follows or not. */
export const hookLinkAnswer = (ports: HookLinkAnswerPorts) => {
  const context = { config: ports.config, voice: ports.voice };
  const page = pageAnswer(ports.config);

  return async (event: HttpEvent, fields: URLSearchParams): Promise<HttpResult> => {
    if (!canFollowByHook(ports.config)) return page(notNowPage(context, HOOK_PROBLEMS.notHere, 422));
    const typed = fields.get(FIELDS.hook) ?? '';
    const place = readHook({ address: typed }, ports.carrier.unfit);
    if ('problem' in place) return page(askForLinkPage(context, { hook: typed, problem: place.problem }));
    const asking = { viewer: viewerOf(event), place, ...(await shownWork(ports, '')) };
    const outcome = await inItsTime(ports, ANSWERED_AFTER_MS, askForHookLink(ports, asking));
    if (outcome.is === 'too-many' && outcome.of === 'all') ports.aboveCeiling();
    ports.info('somebody asked for a link to change', { kind: place.kind, ...outcome });
    return page(outcome.is === 'asked' ? hookLinkAskedPage(context) : tooManyPage(context, outcome.of, outcome.again));
  };
};
