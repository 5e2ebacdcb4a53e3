import type { TooMany } from '../../shared/app/subscribers/counting.ts';
import type { HookWish } from '../../shared/app/subscribers/hook-wish.ts';
import type { SubscriberPorts } from '../../shared/app/subscribers/ports.ts';
import { readFollowForm } from '../../shared/app/subscribers/read-form.ts';
import { readStatuspageForm } from '../../shared/app/subscribers/read-statuspage.ts';
import { type Asked, askForLink, signUp } from '../../shared/app/subscribers/sign-up.ts';
import { shownWork, type WorkPorts } from '../../shared/app/subscribers/work.ts';
import { readMailAddress } from '../../shared/core/subscribers/address.ts';
import type { Comer } from '../../shared/core/subscribers/sign-up-limits.ts';
import { bodyText, type HttpEvent, type HttpResult, json } from '../../shared/lambda/http.ts';
import { pageObject } from '../../shared/site/api/statuspage.ts';
import type { AnswerPage } from '../../shared/site/follow/answer-page.ts';
import { askForLinkPage, linkAskedPage } from '../../shared/site/follow/ask-pages.ts';
import { FIELDS } from '../../shared/site/follow/fields.ts';
import { canFollowByHook } from '../../shared/site/follow/hook-form.ts';
import { askedPage, formPage, notNowPage, tooManyPage } from '../../shared/site/follow/sign-up-pages.ts';
import { ADDRESS_PROBLEMS, REFUSED } from '../../shared/wording/follow.ts';
import { HOOK_PROBLEMS, notTakenWords } from '../../shared/wording/follow-hooks.ts';
import { followedIn, stillThere, titled } from './asking.ts';
import { followable, openIncidents } from './followable.ts';
import type { HookAnswerPorts, HookAnswers } from './hook-answers.ts';
import { inItsTime } from './in-its-time.ts';
import { pageAnswer } from './page-answer.ts';
import { viewerOf } from './through-site.ts';
import { proofIn } from './work-answers.ts';

export type SignUpPorts = SubscriberPorts & WorkPorts & HookAnswerPorts;

/**
 * No answer comes sooner: one for which a mail was sent takes longer than one for which none was, and whoever measures that
 * would know whether an address is one of a subscriber (docs/rules.md, Sign-up).
 */
const ANSWERED_AFTER_MS = 700;

/** Larger than any of the forms; nobody needs more to sign up. */
const FORM_BYTES = 16 * 1024;

/** How somebody asks to be told. */
export function signUpAnswers(ports: SignUpPorts, hooks: HookAnswers) {
  const context = { config: ports.config, voice: ports.voice };
  const page = pageAnswer(ports.config);
  const form = (event: HttpEvent) => bodyText(event, FORM_BYTES, 'which every form of ours keeps to');

  async function asked({ door, work }: Comer, asking: () => Promise<Asked>): Promise<Asked> {
    const outcome = await inItsTime(ports, ANSWERED_AFTER_MS, asking());
    if (outcome.is === 'too-many' && outcome.of === 'all') ports.aboveCeiling();
    ports.info('somebody asked to be told', { door, work, ...outcome });
    return outcome;
  }

  const answered = (outcome: Asked, well: AnswerPage): HttpResult => {
    if (outcome.is === 'asked') return page(well);
    if (outcome.is === 'no-mail') return page(notNowPage(context, REFUSED.noMail));
    return page(tooManyPage(context, outcome.of, outcome.again));
  };

  const unfit = canFollowByHook(ports.config) ? ports.carrier.unfit : undefined;

  function tooManyForProgram({ of, again }: TooMany): HttpResult {
    const seconds = Math.max(1, Math.ceil((Date.parse(again) - Date.parse(ports.clock.now())) / 1000));
    return json(429, { error: [REFUSED[of](again)] }, { 'retry-after': String(seconds) });
  }

  /** Theirs has an id. Ours would tell whoever reads a log whose line it is. */
  function subscribed(said: { mode: string; email?: string; endpoint?: string }): HttpResult {
    const now = ports.clock.now();
    const subscriber = {
      id: null,
      ...said,
      created_at: now,
      quarantined_at: null,
      skip_confirmation_notification: false,
    };
    return json(201, { page: pageObject({ ...context, siteUrl: ports.siteUrl, now }, now), subscriber });
  }

  async function statuspageHook(wish: Omit<HookWish, 'door'>): Promise<HttpResult> {
    const outcome = await hooks.ask({ ...wish, door: 'api' });
    switch (outcome.is) {
      case 'follows': {
        const { address, owner } = wish.hook;
        return subscribed({ mode: 'webhook', ...(owner === undefined ? {} : { email: owner }), endpoint: address });
      }
      case 'already':
        // Whose mail address is kept is told nobody, and none was taken.
        if (outcome.hasIt) return subscribed({ mode: 'webhook', endpoint: wish.hook.address });
        return json(422, { error: [HOOK_PROBLEMS.already] });
      case 'too-many':
        return tooManyForProgram(outcome);
      case 'left':
        return json(422, { error: [HOOK_PROBLEMS.left] });
      case 'not-taken':
        return json(422, { error: [notTakenWords(outcome)] });
    }
  }

  return {
    /** The form by itself, for whoever comes without a page of the site. */
    form: async () => page(formPage(context, {})),

    async signUp(event: HttpEvent): Promise<HttpResult> {
      const fields = new URLSearchParams(form(event));
      const open = await openIncidents(ports);
      if (isForHook(fields)) return hooks.signUp(event, fields, open);
      const read = readFollowForm(fields, followable(ports, open));
      if (read.is === 'program') {
        await ports.pause(ANSWERED_AFTER_MS);
        ports.info('a program filled in the form', {});
        return page(askedPage(context));
      }
      if (read.is === 'problem') {
        const { problem, address, choice } = read;
        const followed = followedIn(open, choice);
        const filled = { problem, address, choice: stillThere(choice, followed), proof: proofIn(fields) };
        return page(formPage(context, filled, followed));
      }
      const shown = await shownWork(ports, proofIn(fields));
      const wish = { ...read, ...titled(open, read.choice), door: 'form', ...shown, viewer: viewerOf(event) } as const;
      return answered(await asked(wish, () => signUp(ports, wish)), askedPage(context));
    },

    linkForm: async () => page(askForLinkPage(context)),

    async askForLink(event: HttpEvent): Promise<HttpResult> {
      const fields = new URLSearchParams(form(event));
      if (isForHook(fields)) return hooks.askForLink(event, fields);
      const typed = fields.get(FIELDS.address) ?? '';
      const address = readMailAddress(typed);
      if (typeof address === 'string')
        return page(askForLinkPage(context, { address: typed, problem: ADDRESS_PROBLEMS[address] }));
      const wish = { address, door: 'form', ...(await shownWork(ports, '')), viewer: viewerOf(event) } as const;
      const outcome = await asked(wish, () => askForLink(ports, wish));
      // What else went wrong happens to subscribers alone, so that it stands in the log and is shown to nobody.
      const isShown = outcome.is === 'too-many' && outcome.of === 'network';
      return isShown ? answered(outcome, linkAskedPage(context)) : page(linkAskedPage(context));
    },

    /** As Statuspage takes it, in its shape. */
    async statuspage(event: HttpEvent): Promise<HttpResult> {
      const body = form(event);
      const open = await openIncidents(ports);
      const read = readStatuspageForm(body, followable(ports, open), unfit);
      if (read.is === 'problem') return json(422, { error: [read.problem] });
      if (read.is === 'hook') return statuspageHook({ ...read, ...titled(open, read.choice), viewer: viewerOf(event) });
      const wish = { ...read, ...titled(open, read.choice), door: 'api', viewer: viewerOf(event) } as const;
      const outcome = await asked(wish, () => signUp(ports, wish));
      if (outcome.is === 'no-mail') return json(503, { error: [REFUSED.noMail] });
      if (outcome.is === 'too-many') return tooManyForProgram(outcome);
      return subscribed({ mode: 'email', email: read.address.address });
    },
  };
}

/** Whether it is the form for rooms, programs and browsers. One that does not say is the one for mails. */
const isForHook = (fields: URLSearchParams): boolean => ['hook', 'push'].includes(fields.get(FIELDS.kind) ?? '');
