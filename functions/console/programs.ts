import type { Route } from '@middy/http-router';
import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import { html } from 'hono/html';
import { ApiProblem } from '../../shared/client/problem.ts';
import type { Html } from '../../shared/console/layout.ts';
import { mayDo } from '../../shared/console/moments.ts';
import { calmNotice } from '../../shared/console/notices.ts';
import { FORMS, PAGES } from '../../shared/console/paths.ts';
import { programsPage, secretNotice, type TypedProgram } from '../../shared/console/programs-page.ts';
import type { MachineScope } from '../../shared/core/machine.ts';
import type { Answer } from './answer.ts';
import { refusal } from './refusal.ts';
import { type ConsolePorts, type ConsoleRequest, consoleRequests, formBody, lookOf, type Show } from './request.ts';
import { csrfMatches } from './session.ts';

/** The programs of the house, for administrators alone: to anybody else the page is refused before it is shown. */
export function programRoutes(ports: ConsolePorts): Route<APIGatewayProxyEventV2, Answer>[] {
  const { signedIn, page, stale, administersNot } = consoleRequests(ports);

  const show = async (request: ConsoleRequest, status = 200, notice?: Html, typed?: TypedProgram): Promise<Answer> => {
    const [machines, house] = await Promise.all([request.client.machines(), request.client.people()]);
    return page(status, programsPage(request.frame, { machines, house, look: lookOf(request), notice, typed }));
  };
  const administering = (then: Show) =>
    signedIn(async (request) => (mayDo(request.session, 'administer') ? then(request) : administersNot(request)));

  /** Does it if the form is ours; what speaks against it is said above the page, with what was typed. */
  const doing = (act: (request: ConsoleRequest, form: URLSearchParams) => Promise<Html>) =>
    administering(async (request) => {
      const form = formBody(request.event);
      if (!csrfMatches(request.session, form.get('csrf') ?? undefined)) return stale(request);
      try {
        return await show(request, 200, await act(request, form));
      } catch (error) {
        if (!(error instanceof ApiProblem) || error.status === 401) throw error;
        return show(request, error.status, refusal(error), form.has('name') ? typedIn(form) : undefined);
      }
    });

  const clientOf = ({ event }: ConsoleRequest): string => event.pathParameters?.client ?? '';
  const { opsUrl } = ports.here;
  const add = doing(async ({ client }, form) => {
    const { scopes, ...typed } = typedIn(form);
    const made = await client.addMachine({ ...typed, scopes: scopes as MachineScope[] });
    const says = html`<strong>${made.client.name} may ${made.client.scopes.join(', ')}.</strong>`;
    return secretNotice(says, opsUrl, { ...made, id: made.client.id });
  });
  const rotate = doing(async (request, form) => {
    const endOld = form.get('endOld') === 'true';
    const rotated = await request.client.rotateMachine(clientOf(request), endOld);
    const before = endOld ? 'is good no longer' : 'stays good until the next';
    return secretNotice(
      html`<strong>${rotated.name} has a new secret.</strong> The one before it ${before}.`,
      opsUrl,
      rotated,
    );
  });
  const remove = doing(async (request) => {
    const { removed } = await request.client.removeMachine(clientOf(request));
    return calmNotice(
      html`<p><strong>${removed.name} has no client any more.</strong> Its tokens are refused, within seconds.</p>`,
    );
  });

  return [
    { method: 'GET', path: PAGES.programs, handler: administering((request) => show(request)) },
    { method: 'POST', path: FORMS.program, handler: add },
    { method: 'POST', path: FORMS.rotateProgram, handler: rotate },
    { method: 'POST', path: FORMS.removeProgram, handler: remove },
  ];
}

function typedIn(form: URLSearchParams): TypedProgram {
  const said = (name: string) => form.get(name)?.trim() ?? '';
  return { name: said('name'), owner: said('owner'), scopes: form.getAll('scopes') };
}
