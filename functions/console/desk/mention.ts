import { randomUUID } from 'node:crypto';
import { html } from 'hono/html';
import { type ApiStream, type At, deskClient } from '../../../shared/client/desk.ts';
import { waits } from '../../../shared/client/desk-words.ts';
import { ApiProblem } from '../../../shared/client/problem.ts';
import { mentionPage } from '../../../shared/console/desk/mention-page.ts';
import type { TypedAnswer } from '../../../shared/console/desk/mention-shown.ts';
import type { Html } from '../../../shared/console/layout.ts';
import { calmNotice } from '../../../shared/console/notices.ts';
import { PAGES, pathTo } from '../../../shared/console/paths.ts';
import { type Answer, answers } from '../answer.ts';
import { namedLook } from '../names.ts';
import { refusal } from '../refusal.ts';
import { type ConsoleRequest, consoleRequests, formBody } from '../request.ts';
import { csrfMatches } from '../session.ts';
import { sendAnswer } from './answering.ts';
import { componentsOf, queue } from './queue.ts';

type Outcome = {
  status?: number;
  notice?: Html | undefined;
  typed?: TypedAnswer | undefined;
  stream?: ApiStream;
  key?: string | undefined;
};

export const mention = (request: ConsoleRequest): Promise<Answer> => shown(request);

/** One mention as it is now, with what came of a form and what was typed into it. */
export async function shown(request: ConsoleRequest, outcome: Outcome = {}): Promise<Answer> {
  const { client, frame, ports } = request;
  const { status = 200, notice, typed, stream, key = randomUUID() } = outcome;
  const desk = deskClient(client);
  const [seen, look] = await Promise.all([desk.one(placeOf(request)), namedLook(request)]);
  const { incident: id } = seen.mention;
  const isDone = !waits(seen.mention);
  const [about, list] = await Promise.all([
    id === undefined ? undefined : client.show(id),
    isDone ? desk.list() : undefined,
  ]);
  const next = list?.mentions.find((one) => waits(one) && one.state !== 'taken');
  const components = componentsOf(request);
  const body = { seen, look, incident: about?.incident, components, key, typed, notice, stream, next };
  return answers(ports.here.signInUrl).page(status, mentionPage(frame, body));
}

/** What is done with a mention; whatever speaks against it is said on its page, with everything that was typed. */
export async function move(request: ConsoleRequest): Promise<Answer> {
  const form = formBody(request.event);
  const { stale, redirect } = consoleRequests(request.ports);
  if (!csrfMatches(request.session, form.get('csrf') ?? undefined)) return stale(request);
  const desk = deskClient(request.client);
  const at = placeOf(request);
  const done = (where = pathTo(PAGES.mention, at)) => redirect(`${where}#main`);
  try {
    switch (request.event.pathParameters?.move) {
      case 'answer':
        return await sendAnswer(request, form, at, (outcome) => shown(request, outcome));
      case 'take':
        await desk.take(at);
        return done();
      case 'release':
        await desk.release(at);
        return done(PAGES.desk);
      case 'left':
        await desk.left(at);
        return done();
      case 'by-hand':
        await desk.byHand(at);
        return done();
      case 'stream':
        return await shown(request, { stream: await desk.stream(at) });
      default:
        return done(PAGES.desk);
    }
  } catch (error) {
    if (!(error instanceof ApiProblem) || [401, 404].includes(error.status)) throw error;
    return shown(request, { status: error.status, notice: refusal(error) });
  }
}

/** Mutes somebody, or takes that back. */
export async function person(request: ConsoleRequest): Promise<Answer> {
  const { stale } = consoleRequests(request.ports);
  if (!csrfMatches(request.session, formBody(request.event).get('csrf') ?? undefined)) return stale(request);
  const desk = deskClient(request.client);
  const at = placeOf(request);
  try {
    if (request.event.pathParameters?.move === 'unmute') {
      await desk.unmute(at);
      return await queue(
        request,
        calmNotice(html`<p><strong>They are not muted any more.</strong> What they said is in the list again.</p>`),
      );
    }
    await desk.mute(at);
    return await queue(
      request,
      calmNotice(
        html`<p><strong>They are muted for 90 days.</strong> <a href="#muted">Below</a> it is undone by one tap.</p>`,
      ),
    );
  } catch (error) {
    if (!(error instanceof ApiProblem) || error.status === 401) throw error;
    return queue(request, refusal(error), error.status);
  }
}

const placeOf = ({ event }: ConsoleRequest): At => ({
  source: event.pathParameters?.source ?? '',
  id: event.pathParameters?.id ?? '',
});
