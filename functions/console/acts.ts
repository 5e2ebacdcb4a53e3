import { randomUUID } from 'node:crypto';
import { html } from 'hono/html';
import { ApiProblem, AwaitsApproval, Unreachable } from '../../shared/client/problem.ts';
import { isOver } from '../../shared/client/words.ts';
import type { Act } from '../../shared/console/acts/act.ts';
import { actNamed, BEGINNINGS } from '../../shared/console/acts/all.ts';
import { apologyLine } from '../../shared/console/apology-card.ts';
import { composeForm } from '../../shared/console/compose.ts';
import type { Filled } from '../../shared/console/filled.ts';
import type { FormContext } from '../../shared/console/form-context.ts';
import type { Html } from '../../shared/console/layout.ts';
import { actPage, messagePage, path } from '../../shared/console/pages.ts';
import { PAGES } from '../../shared/console/paths.ts';
import { type Submission, submissionOf } from '../../shared/console/submission.ts';
import { withTemplate } from '../../shared/console/templates.ts';
import type { Answer } from './answer.ts';
import { asSent, type FormState, staleForm, stateAfter } from './form-state.ts';
import { accepted, adviceOn, heldWhileWriting, previewed } from './previews.ts';
import { type ConsolePorts, type ConsoleRequest, consoleRequests, formBody, lookOf } from './request.ts';
import { csrfMatches } from './session.ts';

const EMPTY: Submission = { values: {}, override: [] };

/** Every act as a page with a form: looked at as often as one likes, and done by one button. */
export function actRoutes(ports: ConsolePorts) {
  const { signedIn, page, redirect } = consoleRequests(ports);

  const show = signedIn(async (request) => {
    const { act, id } = asked(request);
    if (!act) return unknown(request);
    const context = await formContextOf(request, act, id, EMPTY);
    if (context.incident && !act.fits(context.incident)) return redirect(path(context.incident));
    return answer(request, act, context, asSent(EMPTY));
  });

  const send = signedIn(async (request) => {
    const { act, id } = asked(request);
    if (!act) return unknown(request);
    const sent = submissionOf(formBody(request.event));
    if (!csrfMatches(request.session, sent.values.csrf))
      return answer(request, act, await formContextOf(request, act, id, sent), staleForm(sent));
    return sent.values.do === 'post' ? post(request, act, id, sent) : look(request, act, id, sent);
  });

  /** Runs the command; on failure the same page again, with everything that was typed. */
  async function post(request: ConsoleRequest, act: Act, id: string | undefined, sent: Submission): Promise<Answer> {
    // What a choice like "30 min" came to at the first try holds for the second: it must be the same command.
    const { now } = lookOf(request);
    try {
      const context = { ...(await formContextOf(request, act, id, sent)), now };
      const call = {
        ...(sent.values.key ? { key: sent.values.key } : {}),
        ...(sent.values.etag ? { ifMatch: sent.values.etag } : {}),
      };
      const { incident } = await act.send(request.client, id ?? '', act.body(sent, context) as never, call);
      // Without a fragment of its own it would inherit that of the form.
      return redirect(`${path(incident)}/said/${incident.entries.at(-1)?.seq}#main`);
    } catch (error) {
      if (error instanceof AwaitsApproval) return redirect(`/console/drafts/${error.draft.id}#main`);
      const state = stateAfter(error, sent, ports);
      try {
        const context = await formContextOf(request, act, id, { ...sent, values: state.values });
        return await answer(request, act, { ...context, now, etag: state.values.etag ?? context.etag }, state);
      } catch (second) {
        return keptText(request, state, second);
      }
    }
  }

  /** What it would say: with a template's words, an accepted suggestion, or as it was typed. Stores nothing. */
  async function look(request: ConsoleRequest, act: Act, id: string | undefined, sent: Submission): Promise<Answer> {
    const context = await formContextOf(request, act, id, sent);
    const values = accepted(
      sent.values.template === undefined ? sent.values : withTemplate(sent.values, context, sent.values.template),
      context.now,
    );
    const typed = { ...sent, values };
    const state = { ...asSent(typed), notice: await heldWhileWriting(request, context, values) };
    try {
      const body = act.body(typed, context);
      const [preview, advice] = await Promise.all([
        act.preview ? previewed(request, act.preview, id, body) : undefined,
        act.name === 'update' && context.incident ? adviceOn(request, context.incident) : undefined,
      ]);
      const seen = { ...context, preview, advice: preview?.advice ?? advice };
      return answer(request, act, seen, { ...state, findings: preview?.findings ?? [] }, true);
    } catch (error) {
      return answer(request, act, context, { ...stateAfter(error, typed, ports), statusCode: 200 });
    }
  }

  async function answer(
    request: ConsoleRequest,
    act: Act,
    context: FormContext,
    state: FormState,
    looked = false,
  ): Promise<Answer> {
    const form = formOf(request, act, context, state, looked);
    const { heading, about } = act;
    return page(
      state.statusCode,
      actPage(request.frame, { heading, about, incident: context.incident, form, look: context }),
    );
  }

  /** When even the page cannot be made, the text still must not be lost. */
  function keptText({ frame }: ConsoleRequest, state: FormState, cause: unknown): Answer {
    if (!(cause instanceof ApiProblem) && !(cause instanceof Unreachable)) throw cause;
    const body = html`${state.notice ?? ''}<p>Your text, to keep:</p><p class="card text">${state.values.message ?? state.values.reason ?? ''}</p><p><a href="${PAGES.overview}">Back to the console</a></p>`;
    return page(state.statusCode, messagePage(frame, 'It was not posted', body));
  }

  const unknown = ({ frame }: ConsoleRequest): Answer =>
    page(404, messagePage(frame, 'There is nothing here', html`<p><a href="${PAGES.overview}">To the console</a></p>`));

  return { show, send };
}

/** The act that a path names, and the incident that it is about, if it is about one. */
function asked({ event }: ConsoleRequest): { act: Act | undefined; id: string | undefined } {
  const { id, act: name = '' } = event.pathParameters ?? {};
  const act = actNamed(name);
  return { act: act && BEGINNINGS.includes(act) === (id === undefined) ? act : undefined, id };
}

/** The form of an act, as somebody finds it or as it came back to them. */
export function formOf(
  { session }: ConsoleRequest,
  act: Act,
  context: FormContext,
  state: FormState,
  looked: boolean,
): Html {
  const filled: Filled = { ...state, form: act.name };
  return composeForm(act, filled, context, {
    csrf: session.csrf,
    key: !state.freshKey && state.values.key ? state.values.key : randomUUID(),
    notice: state.notice ?? (context.incident ? apologyLine(context.incident, context) : undefined),
    looked,
  });
}

/** An empty form of something that begins with it. */
export const beginningForm = (request: ConsoleRequest, act: Act): Html =>
  formOf(request, act, bareContext(request, EMPTY), asSent(EMPTY), false);

const bareContext = (request: ConsoleRequest, sent: Submission): FormContext => ({
  ...lookOf(request, sent.values.zone),
  config: request.ports.config,
  policy: request.ports.policy,
  incident: undefined,
  etag: undefined,
  seq: undefined,
  others: [],
  preview: undefined,
  advice: undefined,
});

async function formContextOf(
  request: ConsoleRequest,
  act: Act,
  id: string | undefined,
  sent: Submission,
): Promise<FormContext> {
  const context = bareContext(request, sent);
  if (id === undefined) return context;
  const [{ incident, etag }, others] = await Promise.all([
    request.client.show(id),
    act.name === 'merge' ? request.client.list({ open: true }) : { incidents: [] },
  ]);
  return {
    ...context,
    incident,
    etag: sent.values.etag || etag,
    seq: Number(sent.values.seq ?? request.event.queryStringParameters?.seq) || undefined,
    others: others.incidents.filter(
      (other) => other.id !== id && !isOver(other) && other.type === 'outage' && other.handling === 'normal',
    ),
  };
}
