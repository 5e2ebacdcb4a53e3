import type { Route } from '@middy/http-router';
import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import { html } from 'hono/html';
import { publicChannels } from '../../shared/client/channels.ts';
import { countAll } from '../../shared/client/counts.ts';
import { ApiProblem } from '../../shared/client/problem.ts';
import type { ApiSubscriber } from '../../shared/client/types.ts';
import type { Html } from '../../shared/console/layout.ts';
import { mayDo } from '../../shared/console/moments.ts';
import { calmNotice } from '../../shared/console/notices.ts';
import { FORMS, PAGES } from '../../shared/console/paths.ts';
import { subscribersPage } from '../../shared/console/subscribers-page.ts';
import { isPersonalChannel, PERSONAL_CHANNELS } from '../../shared/core/subscribers/subscriber.ts';
import type { Answer } from './answer.ts';
import { refusal } from './refusal.ts';
import { type ConsolePorts, type ConsoleRequest, consoleRequests, formBody, lookOf } from './request.ts';
import { csrfMatches } from './session.ts';

/** A page waits for so many calls at most: 200,000 people are counted in them, and of more it says "at least". */
const COUNTING_CALLS = 10;

/** So many of those in quarantine are shown. */
const SHOWN_QUARANTINED = 50;

type Outcome = { notice?: Html; found?: ApiSubscriber | undefined };

/** Those outside who asked to be told. Everybody of the house sees how many; administrators take somebody out. */
export function subscriberRoutes(ports: ConsolePorts): Route<APIGatewayProxyEventV2, Answer>[] {
  const { signedIn, page, stale, administersNot } = consoleRequests(ports);

  const show = async (request: ConsoleRequest, status = 200, { notice, found }: Outcome = {}): Promise<Answer> => {
    const { client, frame, session } = request;
    const [counted, control, ...lists] = await Promise.all([
      countAll(client, COUNTING_CALLS),
      client.control(),
      ...PERSONAL_CHANNELS.map((channel) =>
        client.subscribers({ channel, state: 'quarantined', limit: SHOWN_QUARANTINED }),
      ),
    ]);
    const all = lists.flatMap(({ subscribers }) => subscribers);
    const more = all.length > SHOWN_QUARANTINED || lists.some(({ next }) => next !== undefined);
    const channels = publicChannels(control).filter(({ name }) => isPersonalChannel(name));
    const shown = { counted, quarantined: all.slice(0, SHOWN_QUARANTINED), more, channels, look: lookOf(request) };
    const administers = mayDo(session, 'administer');
    return page(status, subscribersPage(frame, { ...shown, administers, notice, found }));
  };

  /** Does it if the form is ours; what speaks against it is said above the page. */
  const doing = (act: (request: ConsoleRequest, form: URLSearchParams) => Promise<Outcome>) =>
    signedIn(async (request) => {
      if (!mayDo(request.session, 'administer')) return administersNot(request);
      const form = formBody(request.event);
      if (!csrfMatches(request.session, form.get('csrf') ?? undefined)) return stale(request);
      try {
        return await show(request, 200, await act(request, form));
      } catch (error) {
        if (!(error instanceof ApiProblem) || error.status === 401) throw error;
        return show(request, error.status, { notice: refusal(error) });
      }
    });

  const find = doing(async ({ client }, form) => {
    const { subscriber, gone } = await client.findSubscriber(form.get('address')?.trim() ?? '');
    if (subscriber !== undefined) return { found: subscriber };
    return {
      notice: calmNotice(
        gone === undefined
          ? html`<p>Nobody of that address is here.</p>`
          : html`<p>Nobody of that address is here any more: ${gone.why}, ${gone.at.slice(0, 10)}.</p>`,
      ),
    };
  });
  const erase = doing(async ({ client }, form) => {
    await client.eraseSubscriber(form.get('channel') ?? '', form.get('id') ?? '', 'erased');
    return { notice: calmNotice(html`<p><strong>Deleted.</strong> They are told of nothing any more.</p>`) };
  });

  return [
    { method: 'GET', path: PAGES.subscribers, handler: signedIn((request) => show(request)) },
    { method: 'POST', path: FORMS.findSubscriber, handler: find },
    { method: 'POST', path: FORMS.eraseSubscriber, handler: erase },
  ];
}
