import { type ChangeState, change, end, exported, lookAtChange } from '../../shared/app/subscribers/change.ts';
import { type ConfirmState, confirm, lookAtConfirmation } from '../../shared/app/subscribers/confirm.ts';
import { type LeaveState, leave, lookAtLeaving } from '../../shared/app/subscribers/leave.ts';
import type { SubscriberPorts } from '../../shared/app/subscribers/ports.ts';
import { readChange } from '../../shared/app/subscribers/read-change.ts';
import { bodyText, type HttpEvent, type HttpResult, json } from '../../shared/lambda/http.ts';
import { changePage, changeRefusedPage, endedPage } from '../../shared/site/follow/change-pages.ts';
import {
  confirmedPage,
  confirmPage,
  confirmRefusedPage,
  leaveForgedPage,
  leavePage,
  leftPage,
} from '../../shared/site/follow/link-pages.ts';
import { followable, type OpenPorts, openIfKnown, openIncidents } from './followable.ts';
import { pageAnswer } from './page-answer.ts';

export type LinkPorts = SubscriberPorts &
  OpenPorts & { info: (message: string, details: Readonly<Record<string, unknown>>) => void };

/** What links in mails and in rooms lead to. A GET, which programs that look at them send too, only shows; a POST does it. */
export function linkAnswers(ports: LinkPorts) {
  const context = { config: ports.config, voice: ports.voice };
  const page = pageAnswer(ports.config);
  const token = (event: HttpEvent) => event.pathParameters?.token ?? '';

  async function confirmation(state: ConfirmState): Promise<HttpResult> {
    if (state.type === 'refused') return page(confirmRefusedPage(context, state.why));
    const open = await openIfKnown(ports);
    if (state.type === 'done') return page(confirmedPage(context, state.person, open));
    return page(confirmPage(context, state, open));
  }

  function leaving(state: LeaveState): HttpResult {
    if (state.type === 'forged') return page(leaveForgedPage(context));
    return page(state.type === 'left' ? leftPage(context, state.channel) : leavePage(context, state.person));
  }

  async function changing(state: ChangeState): Promise<HttpResult> {
    if (state.type === 'refused') return page(changeRefusedPage(context, state));
    if (state.type === 'ended') return page(endedPage(context, state.how, state.channel));
    return page(changePage(context, state.person, await openIfKnown(ports), { saved: state.saved }));
  }

  async function save(event: HttpEvent, form: URLSearchParams): Promise<HttpResult> {
    const before = await lookAtChange(ports, token(event));
    if (before.type !== 'ready') return changing(before);
    const open = await openIncidents(ports);
    const read = readChange(form, before.person, followable(ports, open));
    if ('problem' in read) return page(changePage(context, before.person, open, { unsaved: read }));
    return changing(await change(ports, token(event), read.wish));
  }

  return {
    lookAtConfirmation: async (event: HttpEvent) => confirmation(await lookAtConfirmation(ports, token(event))),

    async confirm(event: HttpEvent) {
      const state = await confirm(ports, token(event));
      if (state.type === 'done') ports.info('a subscriber confirmed', { subscriber: state.person.id });
      return confirmation(state);
    },

    lookAtLeaving: async (event: HttpEvent) => leaving(await lookAtLeaving(ports, token(event))),

    /** Whatever the body says: a mail program's one click (RFC 8058) and a person's button are the same wish. */
    async leave(event: HttpEvent) {
      const state = await leave(ports, token(event));
      ports.info('somebody asked to be told no more', { is: state.type });
      return leaving(state);
    },

    lookAtChange: async (event: HttpEvent) => changing(await lookAtChange(ports, token(event))),

    async change(event: HttpEvent): Promise<HttpResult> {
      const form = new URLSearchParams(bodyText(event));
      const wanted = form.get('do');
      if (wanted === 'leave' || wanted === 'erase')
        return changing(await end(ports, token(event), wanted === 'leave' ? 'left' : 'erased'));
      if (wanted === 'save') return save(event, form);
      const state = await lookAtChange(ports, token(event));
      // Whatever no button of ours sends changes nothing: its fields may be missing.
      if (wanted !== 'export' || state.type !== 'ready') return changing(state);
      return json(200, exported(state.person), {
        'content-disposition': 'attachment; filename="status-subscription.json"',
        'referrer-policy': 'no-referrer',
      });
    },
  };
}
