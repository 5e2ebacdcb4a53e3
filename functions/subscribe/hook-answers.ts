import type { HookAsked, HookSignUpPorts, HookWish } from '../../shared/app/subscribers/hook-wish.ts';
import { changeLinkOf } from '../../shared/app/subscribers/letters.ts';
import { readHookForm } from '../../shared/app/subscribers/read-hook.ts';
import { signUpHook } from '../../shared/app/subscribers/sign-up-hook.ts';
import { shownWork, type WorkPorts } from '../../shared/app/subscribers/work.ts';
import type { PublicIncident } from '../../shared/core/public-incident.ts';
import type { Choice } from '../../shared/core/subscribers/subscriber.ts';
import type { HttpEvent, HttpResult } from '../../shared/lambda/http.ts';
import type { Carrier, HookKeys, PushKeys } from '../../shared/ports/carrier.ts';
import { FIELDS } from '../../shared/site/follow/fields.ts';
import { canFollowByHook } from '../../shared/site/follow/hook-form.ts';
import {
  hookAlreadyPage,
  hookFollowsPage,
  hookFormPage,
  hookNotTakenPage,
} from '../../shared/site/follow/hook-pages.ts';
import { askedPage, notNowPage, tooManyPage } from '../../shared/site/follow/sign-up-pages.ts';
import { PUSH_SCRIPT, PUSH_WORKER } from '../../shared/site/push.ts';
import { REFUSED } from '../../shared/wording/follow.ts';
import { FOLLOW_PUSH, HOOK_PROBLEMS } from '../../shared/wording/follow-hooks.ts';
import { sayClock } from '../../shared/wording/time.ts';
import { type Asking, followedIn, stillThere, titled } from './asking.ts';
import { followable } from './followable.ts';
import { type HookLinkAnswerPorts, hookLinkAnswer } from './hook-link-answers.ts';
import { pageAnswer } from './page-answer.ts';
import { scriptAnswer } from './script-answer.ts';
import { viewerOf } from './through-site.ts';
import { proofIn } from './work-answers.ts';

/** `pushKeys`: what push services know us by. `publicKeyText`: `whpk_…` of an endpoint's keys. */
export type HookAnswerPorts = Asking &
  WorkPorts &
  HookLinkAnswerPorts &
  Omit<HookSignUpPorts, 'carrier'> & {
    carrier: Pick<Carrier, 'challenge' | 'slack' | 'teams' | 'discord' | 'unfit'>;
    pushKeys: (houseKey: string) => PushKeys;
    publicKeyText: (keys: HookKeys) => string;
  };

export type HookAnswers = ReturnType<typeof hookAnswers>;

/** How somebody asks to be told in a room, by a program or on a device. */
export function hookAnswers(ports: HookAnswerPorts) {
  const context = { config: ports.config, voice: ports.voice };
  const page = pageAnswer(ports.config);

  /** Signs up, and says so in the log, without an address. */
  async function ask(wish: HookWish): Promise<HookAsked> {
    const outcome = await signUpHook(ports, wish);
    if (outcome.is === 'too-many' && outcome.of === 'all') ports.aboveCeiling();
    const said = 'person' in outcome ? { is: outcome.is, subscriber: outcome.person.id } : outcome;
    ports.info('somebody asked to be called', { door: wish.door, work: wish.work, kind: wish.hook.kind, ...said });
    return outcome;
  }

  async function answered(
    outcome: HookAsked,
    fields: URLSearchParams,
    choice: Choice,
    open: readonly PublicIncident[],
  ) {
    const followed = followedIn(open, choice);
    switch (outcome.is) {
      case 'follows':
      case 'already': {
        const { is, person } = outcome;
        const publicKey = ports.publicKeyText(ports.keysOf(await ports.subscriberKey(), person.id));
        if (is === 'already') return hookAlreadyPage(context, { person, publicKey });
        return hookFollowsPage(context, { person, publicKey }, open);
      }
      case 'not-taken':
        return hookNotTakenPage(context, outcome, { ...typed(fields), choice: stillThere(choice, followed) }, followed);
      case 'too-many':
        return tooManyPage(context, outcome.of, outcome.again);
      case 'left':
        return notNowPage(context, HOOK_PROBLEMS.left, 422);
    }
  }

  /**
   * What is said to the script of a browser's button, which shows it where it is pressed. Only the browser itself knows where
   * it is told, so that it is given the link to change by the same answer.
   */
  async function toBrowser(outcome: HookAsked): Promise<HttpResult> {
    if (outcome.is === 'too-many') return plain(429, REFUSED[outcome.of](sayClock(outcome.again)));
    if (outcome.is !== 'follows') return plain(422, FOLLOW_PUSH.failed);
    const location = await changeLinkOf(ports, outcome.person);
    return plain(200, FOLLOW_PUSH.change, { location });
  }

  return {
    ask,
    askForLink: hookLinkAnswer(ports),

    /** The form for rooms, programs and browsers, as it is filled in. */
    async signUp(event: HttpEvent, fields: URLSearchParams, open: readonly PublicIncident[]): Promise<HttpResult> {
      const isBrowser = fields.get(FIELDS.kind) === 'push';
      if (!canFollowByHook(ports.config)) return page(notNowPage(context, HOOK_PROBLEMS.notHere, 422));
      const read = readHookForm(fields, followable(ports, open), ports.carrier.unfit);
      if (read.is === 'program') {
        ports.info('a program filled in the form', {});
        return page(askedPage(context));
      }
      if (read.is === 'problem') {
        const { problem, choice } = read;
        if (isBrowser) return plain(422, problem);
        const followed = followedIn(open, choice);
        const filled = { ...typed(fields), choice: stillThere(choice, followed), problem, proof: proofIn(fields) };
        return page(hookFormPage(context, filled, followed));
      }
      const shown = await shownWork(ports, proofIn(fields));
      const outcome = await ask({
        ...read,
        ...titled(open, read.choice),
        door: 'form',
        ...shown,
        viewer: viewerOf(event),
      });
      return isBrowser ? toBrowser(outcome) : page(await answered(outcome, fields, read.choice, open));
    },

    /** What a browser subscribes with; no secret. */
    pushKey: async () => plain(200, ports.pushKeys(await ports.subscriberKey()).publicKey),
    pushScript: async () => scriptAnswer(PUSH_SCRIPT),
    pushWorker: async () => scriptAnswer(PUSH_WORKER),
  };
}

const plain = (statusCode: number, body: string, more: Record<string, string> = {}): HttpResult => ({
  statusCode,
  headers: {
    'content-type': 'text/plain; charset=utf-8',
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
    ...more,
  },
  body,
});

const typed = (fields: URLSearchParams) => ({
  hook: fields.get(FIELDS.hook) ?? '',
  owner: fields.get(FIELDS.owner) ?? '',
  format: fields.get(FIELDS.format) ?? '',
});
