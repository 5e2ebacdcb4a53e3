import type { Route } from '@middy/http-router';
import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import { html } from 'hono/html';
import type { ReadState } from '../../shared/client/client.ts';
import { ApiProblem, AwaitsApproval } from '../../shared/client/problem.ts';
import { draftPage, EDITABLE, type ShownDraft } from '../../shared/console/draft-page.ts';
import type { Html } from '../../shared/console/layout.ts';
import type { Look } from '../../shared/console/moments.ts';
import { alertNotice } from '../../shared/console/notices.ts';
import { path } from '../../shared/console/pages.ts';
import { FORMS, PAGES, pathTo } from '../../shared/console/paths.ts';
import { reader, type Submission, submissionOf, Unreadable } from '../../shared/console/submission.ts';
import type { Answer } from './answer.ts';
import { namedLook } from './names.ts';
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

/** The times of a kept text that were changed. Throws `Unreadable` where one cannot be understood. */
function editedTimes(sent: Submission, look: Look): { at?: string | null; nextUpdateBy?: string | null } {
  const typed = (name: string) => sent.values[name]?.trim() ?? '';
  const isChanged = (name: string) => typed(name) !== (sent.values[`${name}.was`] ?? '');
  const read = reader(sent, look);
  const next = () => (/^none$/i.test(typed('nextUpdateBy')) ? null : read.time('nextUpdateBy'));
  if (isChanged('nextUpdateBy') && typed('nextUpdateBy') === '') read.missing('nextUpdateBy', 'type a time, or none');
  return read.done({
    ...(isChanged('at') ? { at: read.time('at') ?? null } : {}),
    ...(isChanged('nextUpdateBy') ? { nextUpdateBy: next() } : {}),
  });
}

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

/** Why a decision was not taken, for whoever took it; undefined of what is told in one way for every page. */
function whatIsAgainst(error: unknown): { status: number; notice: Html } | undefined {
  if (error instanceof Unreadable)
    return { status: 422, notice: alertNotice(html`<p>${error.errors.map(({ reason }) => reason).join(' ')}</p>`) };
  if (!(error instanceof ApiProblem) || error.status === 404) return undefined;
  const { title, detail } = error.problem;
  return {
    status: error.status,
    notice: alertNotice(html`<p><strong>${title}.</strong> ${detail === title ? '' : detail}</p>`),
  };
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
        const against = whatIsAgainst(error);
        if (against === undefined) throw error;
        const shown = { ...(await draftWithWhatWasSaid(request, id)), typed: sent.values };
        return page(against.status, draftPage(request.frame, shown, await namedLook(request), against.notice));
      }
    });

  const draft = signedIn(async (request) => {
    const [shown, look] = await Promise.all([
      draftWithWhatWasSaid(request, part(request, 'draft')),
      namedLook(request),
    ]);
    return page(200, draftPage(request.frame, shown, look));
  });
  const approve = deciding(async ({ client }, id, { override, values }) => {
    const said = await client.approve(id, override, readState(values)).catch((error: unknown) => {
      // Kept before the house asked for a second person: it waits for one now.
      if (error instanceof AwaitsApproval) return undefined;
      throw error;
    });
    if (said === undefined) return redirect(`${pathTo(PAGES.draft, { draft: id })}#main`);
    return redirect(`${path(said.incident)}/said/${said.incident.entries.at(-1)?.seq}#main`);
  });
  const edit = deciding(async (request, id, sent) => {
    const { values } = sent;
    const { at, ...times } = values.kept ? editedTimes(sent, lookOf(request, values.zone)) : {};
    await request.client.editDraft(
      id,
      { ...editedWords(values), ...times },
      { ...readState(values), ...(at === undefined ? {} : { at }) },
    );
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
