import type { Route } from '@middy/http-router';
import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import type { ApiIncident } from '../../shared/client/types.ts';
import type { Html } from '../../shared/console/layout.ts';
import { mayDo } from '../../shared/console/moments.ts';
import { FORMS, PAGES } from '../../shared/console/paths.ts';
import { once } from '../../shared/lambda/when-used.ts';
import type { Answer } from './answer.ts';
import { type ConsolePorts, type ConsoleRequest, consoleRequests } from './request.ts';

/** Loaded when somebody is at the desk: whoever has an incident to speak about does not wait for it. */
const load = once(() => import('./desk/answers.ts'));

type Page = keyof Awaited<ReturnType<typeof load>>['deskAnswers'];

/** The pages of the desk, by address. */
export function deskRoutes(ports: ConsolePorts): Route<APIGatewayProxyEventV2, Answer>[] {
  const { signedIn } = consoleRequests(ports);
  const at = (method: 'GET' | 'POST', path: string, name: Page) => ({
    method,
    path,
    handler: signedIn(async (request) => (await load()).deskAnswers[name](request)),
  });
  // What is more exact comes first.
  return [
    at('GET', PAGES.desk, 'queue'),
    at('GET', PAGES.deskTemplates, 'templates'),
    at('POST', FORMS.deskTemplates, 'propose'),
    at('POST', FORMS.deskTemplate, 'decide'),
    at('POST', FORMS.deskPerson, 'person'),
    // Behind a form the page is at the form's address, and asks there for what is new.
    at('GET', FORMS.deskPerson, 'queue'),
    at('GET', FORMS.deskScript, 'script'),
    at('GET', PAGES.mention, 'mention'),
    at('POST', FORMS.mention, 'move'),
    at('GET', FORMS.mention, 'mention'),
    at('GET', PAGES.deskIncident, 'incident'),
    at('POST', FORMS.tellBack, 'tellBack'),
    at('POST', FORMS.toldBack, 'toldBack'),
  ];
}

/** How many wait at the desk, for the link that leads there; see `desk/waiting.ts`. */
export const waitingAtDesk = async (request: ConsoleRequest): Promise<number | undefined> =>
  (await import('./desk/waiting.ts')).waitingAtDesk(request);

/** What many complain about besides, while this incident is open. Nothing where there is no desk. */
export const floodsBeside = async (request: ConsoleRequest, incident: string): Promise<Html | ''> =>
  request.frame.desk === undefined ? '' : (await import('./desk/waiting.ts')).floodsBeside(request, incident);

/** What stands on the page of an incident that is over: who was answered, and the box that has them told. */
export const toldBackOf = async (request: ConsoleRequest, { id, phase }: ApiIncident): Promise<Html | ''> =>
  phase === 'resolved' && mayDo(request.session, 'answer') ? (await load()).toldBackCard(request, id) : '';

/** For the form that ends an incident: how many were answered, and how they can be told, in words. */
export const answeredIn = async (request: ConsoleRequest, id: string): Promise<string | undefined> =>
  mayDo(request.session, 'answer') ? (await load()).answeredIn(request, id) : undefined;

/** Has them told. Where that fails the incident is over all the same, and its page shows the box once more. */
export const haveTold = async (request: ConsoleRequest, id: string): Promise<void> =>
  (await load()).haveTold(request, id);
