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
import { mayDo } from '../../shared/console/moments.ts';
import { actPage, messagePage, path } from '../../shared/console/pages.ts';
import { PAGES, pathTo } from '../../shared/console/paths.ts';
import { reader, type Submission, submissionOf } from '../../shared/console/submission.ts';
import { withTemplate } from '../../shared/console/templates.ts';
import type { Answer } from './answer.ts';
import { noticeOf, noticeWhileChanging, pendingIn } from './decisions.ts';
import { answeredIn, haveTold } from './desk.ts';
import { asSent, decided, type FormState, staleForm, stateAfter, wasPosted } from './form-state.ts';
import { accepted, adviceOn, heldWhileWriting, previewed } from './previews.ts';
import { type ConsolePorts, type ConsoleRequest, consoleRequests, formBody, lookOf } from './request.ts';
import { csrfMatches } from './session.ts';

const SEND_AGAIN = ['do', 'post', 'Send it again'] as const;
const LOOK_AGAIN = ['do', 'look', 'Back to the form'] as const;

const EMPTY: Submission = { values: {}, override: [] };

/** Every act as a page with a form: looked at as often as one likes, and done by one button. */
export function actRoutes(ports: ConsolePorts) {
  const { signedIn, page, redirect, kept, readsOnly } = consoleRequests(ports);

  const show = signedIn(async (request) => {
    const { act, id } = asked(request);
    if (!act) return unknown(request);
    if (!mayDo(request.session, 'speak')) return readsOnly(request);
    const context = await formContextOf(request, act, id, EMPTY);
    if (context.incident && !act.fits(context.incident)) return redirect(path(context.incident));
    const answered = act.name === 'resolve' ? await answeredIn(request, id ?? '') : undefined;
    return answer(request, act, { ...context, answered }, asSent(EMPTY));
  });

  const send = signedIn(async (request) => {
    const { act, id } = asked(request);
    if (!act) return unknown(request);
    const sent = submissionOf(formBody(request.event));
    if (!csrfMatches(request.session, sent.values.csrf)) return back(request, act, id, staleForm(sent));
    switch (sent.values.do) {
      case 'post':
      case 'keep':
        return post(request, act, id, decided(sent));
      case 'change':
        return change(request, act, id, sent);
      case 'drop':
        return redirect(done(id === undefined ? PAGES.overview : path({ id }), sent));
      default:
        return look(request, act, id, sent);
    }
  });

  /** Runs the command, or keeps it for later; on failure the same page again, with everything that was typed. */
  async function post(request: ConsoleRequest, act: Act, id: string | undefined, sent: Submission): Promise<Answer> {
    let context: FormContext;
    try {
      context = await formContextOf(request, act, id, sent);
    } catch (error) {
      // Asking once more would take as long again, and a person waits.
      return keptText(request, stateAfter(error, sent), error);
    }
    try {
      const call = {
        strict: true,
        ...(sent.values.key ? { key: sent.values.key } : {}),
        ...(sent.values.etag ? { ifMatch: sent.values.etag } : {}),
      };
      if (act.keep && sent.values.do === 'keep') {
        const { at } = keptUntil(sent, context);
        const body = act.body(sent, { ...context, later: true }) as never;
        const { draft } = await act.keep(request.client, id ?? '', body, at, call);
        return redirect(done(pathTo(PAGES.draft, { draft: draft.id }), sent));
      }
      const { incident } = await act.send(request.client, id ?? '', act.body(sent, context) as never, call);
      if (sent.values.tell === 'yes') await haveTold(request, incident.id);
      return redirect(done(`${path(incident)}/said/${incident.entries.at(-1)?.seq}`, sent));
    } catch (error) {
      if (error instanceof AwaitsApproval) return redirect(done(`/console/drafts/${error.draft.id}`, sent));
      // What a choice like "30 min" came to at the first try holds for the second: it must be the same command.
      return back(request, act, id, stateAfter(error, sent), context.now);
    }
  }

  /** The form as it comes back, for the decision that it may wait for; where it cannot be made, what was typed. */
  async function back(
    request: ConsoleRequest,
    act: Act,
    id: string | undefined,
    state: FormState,
    now = lookOf(request).now,
  ): Promise<Answer> {
    try {
      const context = { ...(await formContextOf(request, act, id, state)), now };
      return await answer(request, act, context, await withQuestion(request, context, state));
    } catch (error) {
      return keptText(request, state, error);
    }
  }

  /** The form of somebody who wants to change theirs first: from here on it relies on what they were shown. */
  async function change(request: ConsoleRequest, act: Act, id: string | undefined, sent: Submission): Promise<Answer> {
    const { values } = decided(sent);
    try {
      const context = await formContextOf(request, act, id, { ...sent, values });
      const pending = pendingIn(sent.values);
      const notice = pending && (await noticeWhileChanging(request, context, pending, sent.values));
      return answer(request, act, context, { ...asSent({ ...sent, values }), notice, stays: notice !== undefined });
    } catch (error) {
      return keptText(request, stateAfter(error, sent), error);
    }
  }

  /** What it would say: with a template's words, an accepted suggestion, or as it was typed. Stores nothing. */
  async function look(request: ConsoleRequest, act: Act, id: string | undefined, sent: Submission): Promise<Answer> {
    let context: FormContext;
    try {
      context = await formContextOf(request, act, id, sent);
    } catch (error) {
      return keptText(request, stateAfter(error, sent), error);
    }
    const values = accepted(
      sent.values.template === undefined ? sent.values : withTemplate(sent.values, context, sent.values.template),
      context.now,
    );
    const typed = { ...sent, values };
    const decision = pendingIn(values);
    try {
      const held = decision ? undefined : await heldWhileWriting(request, context, values);
      const state = await withQuestion(request, context, { ...asSent(typed), decision, notice: held });
      const body = act.body(typed, context);
      const [preview, advice] = await Promise.all([
        act.preview ? previewed(request, act.preview, id, body) : undefined,
        act.name === 'update' && context.incident ? adviceOn(request, context.incident) : undefined,
      ]);
      const seen = { ...context, preview, advice: preview?.advice ?? advice };
      return answer(request, act, seen, { ...state, findings: preview?.findings ?? [] }, true);
    } catch (error) {
      const state = { ...stateAfter(error, typed), decision, statusCode: 200, stays: false };
      return answer(request, act, context, await withQuestion(request, context, state));
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

  /** When even the page cannot be made, the text still must not be lost, and can be sent again as it is. */
  function keptText(request: ConsoleRequest, state: FormState, cause: unknown): Answer {
    if (!(cause instanceof ApiProblem) && !(cause instanceof Unreachable)) throw cause;
    if (cause instanceof ApiProblem && cause.status === 401) throw cause;
    const status = state.statusCode === 200 ? 503 : state.statusCode;
    return kept(request, status, state.notice, wasPosted(state) ? SEND_AGAIN : LOOK_AGAIN);
  }

  const unknown = ({ frame }: ConsoleRequest): Answer =>
    page(404, messagePage(frame, 'There is nothing here', html`<p><a href="${PAGES.overview}">To the console</a></p>`));

  return { show, send };
}

/** When a text that is kept is to be posted, if at a time. Throws `Unreadable`. */
function keptUntil(sent: Submission, context: FormContext): { at?: string } {
  const read = reader(sent, context);
  return read.done({ at: read.time('at') });
}

/** The act that a path names, and the incident that it is about, if it is about one. */
function asked({ event }: ConsoleRequest): { act: Act | undefined; id: string | undefined } {
  const { id, act: name = '' } = event.pathParameters ?? {};
  const act = actNamed(name);
  return { act: act && BEGINNINGS.includes(act) === (id === undefined) ? act : undefined, id };
}

/** With what has to be decided above it, where something has to be. */
async function withQuestion(request: ConsoleRequest, context: FormContext, state: FormState): Promise<FormState> {
  const { decision, values } = state;
  if (decision === undefined) return state;
  const notice = await noticeOf(request, context, decision, values);
  return { ...state, values: { ...values, pending: decision }, notice, stays: true };
}

/** Where a form leads that is done with. The browser forgets what it kept of the form with this key; see script.ts. */
const done = (where: string, { values: { key = '' } }: Submission): string =>
  // Without a fragment of its own it would inherit that of the form.
  `${where}${/^[\w-]{1,64}$/.test(key) ? `?of=${key}` : ''}#main`;

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
    key: state.values.key || randomUUID(),
    person: session.person,
    notice: state.notice ?? (context.incident ? apologyLine(context.incident, context) : undefined),
    stays: state.stays && state.notice !== undefined,
    looked,
  });
}

/** An empty form of something that begins with it. */
export const beginningForm = (request: ConsoleRequest, act: Act): Html =>
  formOf(request, act, bareContext(request, EMPTY), asSent(EMPTY), false);

const bareContext = (request: ConsoleRequest, sent: Pick<Submission, 'values'>): FormContext => ({
  ...lookOf(request, sent.values.zone),
  config: request.ports.config,
  policy: request.ports.policy,
  incident: undefined,
  etag: undefined,
  current: undefined,
  seq: undefined,
  others: [],
  preview: undefined,
  advice: undefined,
});

async function formContextOf(
  request: ConsoleRequest,
  act: Act,
  id: string | undefined,
  sent: Pick<Submission, 'values'>,
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
    answered: sent.values.answered || undefined,
    etag: sent.values.etag || etag,
    current: etag,
    seq: Number(sent.values.seq ?? request.event.queryStringParameters?.seq) || undefined,
    others: others.incidents.filter(
      (other) => other.id !== id && !isOver(other) && other.type === 'outage' && other.handling === 'normal',
    ),
  };
}
