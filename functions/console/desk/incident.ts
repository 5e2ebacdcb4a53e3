import { html } from 'hono/html';
import { deskClient } from '../../../shared/client/desk.ts';
import { ApiProblem } from '../../../shared/client/problem.ts';
import { deskIncidentPage } from '../../../shared/console/desk/incident-page.ts';
import { answeredWords, reportBackCard } from '../../../shared/console/desk/report-back.ts';
import type { Html } from '../../../shared/console/layout.ts';
import { alertNotice, calmNotice } from '../../../shared/console/notices.ts';
import { type Answer, answers } from '../answer.ts';
import { namedLook } from '../names.ts';
import { refusal } from '../refusal.ts';
import { type ConsoleRequest, consoleRequests, formBody } from '../request.ts';
import { csrfMatches } from '../session.ts';
import { componentsOf } from './queue.ts';

export const incident = (request: ConsoleRequest): Promise<Answer> => shown(request);

async function shown(request: ConsoleRequest, notice?: Html, status = 200): Promise<Answer> {
  const { client, frame, ports } = request;
  const id = idOf(request);
  const desk = deskClient(client);
  const [{ incident: about }, back, report, look] = await Promise.all([
    client.show(id),
    desk.reportBack(id),
    desk.report(id),
    namedLook(request),
  ]);
  const components = componentsOf(request);
  const body = { incident: about, back, report, look, components, notice };
  return answers(ports.here.signInUrl).page(status, deskIncidentPage(frame, body));
}

/** Does it if the form is ours; what speaks against it is said above the page. */
const doing =
  (act: (request: ConsoleRequest, form: URLSearchParams) => Promise<Html>) => async (request: ConsoleRequest) => {
    const form = formBody(request.event);
    if (!csrfMatches(request.session, form.get('csrf') ?? undefined))
      return consoleRequests(request.ports).stale(request);
    try {
      return await shown(request, await act(request, form));
    } catch (error) {
      if (!(error instanceof ApiProblem) || [401, 404].includes(error.status)) throw error;
      return shown(request, refusal(error), error.status);
    }
  };

export const tellBack = doing(async (request, form) => {
  if (form.get('tell') !== 'yes')
    return alertNotice(html`<p><strong>Nobody is told.</strong> Tick the box if that is what you want.</p>`);
  await deskClient(request.client).tellBack(idOf(request));
  return calmNotice(
    html`<p><strong>They are told once it has stayed resolved for 10 minutes.</strong> Each once; whom you see under “by hand” is yours to tell.</p>`,
  );
});

export const toldBack = doing(async (request) => {
  const { source = '', person = '' } = request.event.pathParameters ?? {};
  await deskClient(request.client).toldBack(idOf(request), { source, id: person });
  return calmNotice(html`<p><strong>Noted.</strong> They are off the list.</p>`);
});

const idOf = ({ event }: ConsoleRequest): string => event.pathParameters?.id ?? '';

/** On the page of an incident that is over: how many can be told so. Empty where nobody was answered, or where that is not known. */
export const toldBackCard = async (request: ConsoleRequest, id: string): Promise<Html | ''> =>
  (await unlessAway(async () => {
    const [back, look] = await Promise.all([deskClient(request.client).reportBack(id), namedLook(request)]);
    return reportBackCard(request.frame, back, look);
  })) ?? '';

export const answeredIn = ({ client }: ConsoleRequest, id: string): Promise<string | undefined> =>
  unlessAway(async () => answeredWords(await deskClient(client).reportBack(id)));

export async function haveTold({ client }: ConsoleRequest, id: string): Promise<void> {
  await unlessAway(() => deskClient(client).tellBack(id));
}

/** The incident comes first: it is shown, and resolved, also where the desk does not answer. A session that ended is for everybody. */
async function unlessAway<T>(ask: () => Promise<T>): Promise<T | undefined> {
  try {
    return await ask();
  } catch (error) {
    if (error instanceof ApiProblem && error.status === 401) throw error;
    return undefined;
  }
}
