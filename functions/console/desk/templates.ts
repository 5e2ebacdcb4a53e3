import { randomUUID } from 'node:crypto';
import { html } from 'hono/html';
import { deskClient } from '../../../shared/client/desk.ts';
import { ApiProblem } from '../../../shared/client/problem.ts';
import { type TypedWords, templatesPage } from '../../../shared/console/desk/templates-page.ts';
import type { Html } from '../../../shared/console/layout.ts';
import { calmNotice } from '../../../shared/console/notices.ts';
import { PAGES } from '../../../shared/console/paths.ts';
import type { TemplateName } from '../../../shared/core/desk/template.ts';
import { type Answer, answers } from '../answer.ts';
import { namedLook } from '../names.ts';
import { refusal } from '../refusal.ts';
import { type ConsoleRequest, consoleRequests, formBody } from '../request.ts';
import { csrfMatches } from '../session.ts';

export const templates = (request: ConsoleRequest): Promise<Answer> => shown(request);

type Outcome = { status?: number; typed?: TypedWords; notice?: Html; key?: string };

async function shown(request: ConsoleRequest, { status = 200, typed, notice, key }: Outcome = {}): Promise<Answer> {
  const { client, frame, ports } = request;
  const [{ templates: all }, look] = await Promise.all([deskClient(client).templates(), namedLook(request)]);
  const body = { templates: all, config: ports.config, look, key: key || randomUUID(), typed, notice };
  return answers(ports.here.signInUrl).page(status, templatesPage(frame, body));
}

/** Proposes words; where they may not be said, the page comes back with them and says which and why. */
export async function propose(request: ConsoleRequest): Promise<Answer> {
  const form = formBody(request.event);
  const { stale, redirect } = consoleRequests(request.ports);
  if (!csrfMatches(request.session, form.get('csrf') ?? undefined)) return stale(request);
  const said = (name: string) => (form.get(name) ?? '').replace(/\r\n?/g, '\n');
  const [name, component, region, key] = [said('name'), said('component'), said('region').trim(), said('key')];
  const says = said('says');
  const lines = says
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
  try {
    await deskClient(request.client).propose({
      name: name as TemplateName,
      says: lines,
      ...(component === '' ? {} : { component }),
      ...(region === '' ? {} : { region }),
    });
    return redirect(`${PAGES.deskTemplates}${/^[\w-]{1,64}$/.test(key) ? `?of=${key}` : ''}#main`);
  } catch (error) {
    if (!(error instanceof ApiProblem) || error.status === 401) throw error;
    const { title, detail, errors } = error.problem;
    const wrong =
      errors.length === 0 ? [`${title}. ${detail ?? ''}`] : errors.map(({ field, reason }) => at(field, reason));
    return shown(request, { status: error.status, typed: { name, component, region, says, wrong }, key });
  }
}

/** Which line it is; the reasons of the lint quote their line themselves. */
const at = (field: string, reason: string): string => {
  const [, line] = /^says\.(\d+)/.exec(field) ?? [];
  return line === undefined ? `${field} ${reason}` : `Line ${Number(line) + 1}: ${reason}`;
};

export async function decide(request: ConsoleRequest): Promise<Answer> {
  const { stale } = consoleRequests(request.ports);
  if (!csrfMatches(request.session, formBody(request.event).get('csrf') ?? undefined)) return stale(request);
  const { id = '', move } = request.event.pathParameters ?? {};
  const to = move === 'approve' ? 'approve' : 'drop';
  try {
    const { state } = await deskClient(request.client).decide(id, to);
    const words =
      state === 'approved' ? 'They are approved, and offered from now on.' : 'They are not offered any more.';
    return await shown(request, { notice: calmNotice(html`<p><strong>${words}</strong></p>`) });
  } catch (error) {
    if (!(error instanceof ApiProblem) || error.status === 401) throw error;
    return shown(request, { status: error.status, notice: refusal(error) });
  }
}
