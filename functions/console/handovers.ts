import type { Route } from '@middy/http-router';
import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import { html } from 'hono/html';
import type { ReadState } from '../../shared/client/client.ts';
import { ApiProblem } from '../../shared/client/problem.ts';
import { draftPage, EDITABLE, type ShownDraft } from '../../shared/console/draft-page.ts';
import { alertNotice } from '../../shared/console/notices.ts';
import { path } from '../../shared/console/pages.ts';
import { FORMS, PAGES, pathTo } from '../../shared/console/paths.ts';
import { type Submission, submissionOf } from '../../shared/console/submission.ts';
import type { Answer } from './answer.ts';
import { namesOf } from './names.ts';
import { type ConsolePorts, type ConsoleRequest, consoleRequests, formBody, lookOf } from './request.ts';
import { csrfMatches } from './session.ts';

/** What the page had shown: the version of the draft, and the state of its incident. */
const readState = ({ version, seen }: Submission['values']): ReadState => ({
  ...(version ? { version: Number(version) } : {}),
  ...(seen ? { seen } : {}),
});

/** The words that the form has fields for; an empty field takes its words out. */
const editedWords = (values: Submission['values']): object =>
  Object.fromEntries(
    EDITABLE.filter((name) => values[name] !== undefined).map((name) => [name, values[name]?.trim() || null]),
  );

/** A draft, and its incident as it is now: whoever decides reads what was said since the draft was written. */
async function draftWithWhatWasSaid({ client }: ConsoleRequest, id: string): Promise<ShownDraft> {
  const draft = await client.draft(id);
  if (draft.state !== 'waiting' || draft.seen === null || draft.seen === undefined) return { draft };
  // Without it the API still asks; a page that cannot be made would help nobody.
  const now = await client.show(draft.incident).catch((error: unknown) => {
    if (error instanceof ApiProblem) return undefined;
    throw error;
  });
  return now === undefined ? { draft } : { draft, incident: now.incident, etag: now.etag };
}

/** What people do among themselves: read each other's statements, hand over, and note who waits for an answer. */
export function handoverRoutes(ports: ConsolePorts) {
  const { signedIn, page, redirect, stale } = consoleRequests(ports);

  const part = ({ event }: ConsoleRequest, name: string): string => event.pathParameters?.[name] ?? '';

  /** Does it if the form is ours, and shows the incident again. */
  const onIncident = (act: (request: ConsoleRequest, id: string, values: Submission['values']) => Promise<unknown>) =>
    signedIn(async (request) => {
      const id = part(request, 'id');
      const { values } = submissionOf(formBody(request.event));
      if (!csrfMatches(request.session, values.csrf)) return stale(request);
      await act(request, id, values);
      return redirect(path({ id }));
    });

  /** Decides on a draft if the form is ours; what speaks against it is said above the draft. */
  const deciding = (act: (request: ConsoleRequest, id: string, sent: Submission) => Promise<Answer>) =>
    signedIn(async (request) => {
      const id = part(request, 'draft');
      const sent = submissionOf(formBody(request.event));
      if (!csrfMatches(request.session, sent.values.csrf)) return stale(request);
      try {
        return await act(request, id, sent);
      } catch (error) {
        if (!(error instanceof ApiProblem) || error.status === 404) throw error;
        const { title, detail } = error.problem;
        const notice = alertNotice(html`<p><strong>${title}.</strong> ${detail === title ? '' : detail}</p>`);
        const shown = { ...(await draftWithWhatWasSaid(request, id)), typed: sent.values };
        return page(error.status, draftPage(request.frame, shown, lookOf(request), notice));
      }
    });

  const draft = signedIn(async (request) => {
    const [shown, names] = await Promise.all([
      draftWithWhatWasSaid(request, part(request, 'draft')),
      namesOf(ports, request.client),
    ]);
    return page(200, draftPage(request.frame, shown, { ...lookOf(request), names }));
  });
  const approve = deciding(async ({ client }, id, { override, values }) => {
    const { incident } = await client.approve(id, override, readState(values));
    return redirect(`${path(incident)}/said/${incident.entries.at(-1)?.seq}#main`);
  });
  const edit = deciding(async ({ client }, id, { values }) => {
    await client.editDraft(id, editedWords(values), readState(values));
    return redirect(`${pathTo(PAGES.draft, { draft: id })}#main`);
  });
  const drop = deciding(async ({ client }, id, { values }) => {
    await client.drop(id, values.reason?.trim() || undefined);
    return redirect(`${pathTo(PAGES.draft, { draft: id })}#main`);
  });
  const handOver = onIncident(({ client }, id, { to = '' }) => client.handOver(id, to.trim()));
  const accept = onIncident(({ client }, id) => client.acceptHandover(id));
  const note = onIncident(({ client }, id, { reference = '' }) => client.noteLoop(id, reference.trim()));
  const answered = onIncident((request, id) => request.client.answerLoop(id, part(request, 'loop')));

  const routes: Route<APIGatewayProxyEventV2, Answer>[] = [
    { method: 'GET', path: PAGES.draft, handler: draft },
    { method: 'POST', path: FORMS.approve, handler: approve },
    { method: 'POST', path: FORMS.editDraft, handler: edit },
    { method: 'POST', path: FORMS.drop, handler: drop },
    { method: 'POST', path: FORMS.handOver, handler: handOver },
    { method: 'POST', path: FORMS.acceptHandover, handler: accept },
    { method: 'POST', path: FORMS.noteLoop, handler: note },
    { method: 'POST', path: FORMS.answerLoop, handler: answered },
  ];
  return routes;
}
