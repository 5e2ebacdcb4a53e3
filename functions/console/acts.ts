import { randomUUID } from 'node:crypto';
import { html } from 'hono/html';
import { ApiProblem, AwaitsApproval, Unreachable } from '../../shared/client/problem.ts';
import { isOver } from '../../shared/client/words.ts';
import type { Act } from '../../shared/console/acts/act.ts';
import { actNamed, BEGINNINGS } from '../../shared/console/acts/all.ts';
import { apologyLine } from '../../shared/console/apology-card.ts';
import { composeForm } from '../../shared/console/compose.ts';
import type { Filled } from '../../shared/console/fields.ts';
import type { Scene } from '../../shared/console/form-context.ts';
import type { Html } from '../../shared/console/layout.ts';
import { actPage, messagePage, path } from '../../shared/console/pages.ts';
import { type Submission, submissionOf } from '../../shared/console/submission.ts';
import { withTemplate } from '../../shared/console/templates.ts';
import type { Answer } from './answer.ts';
import { asSent, type FormState, staleForm, stateAfter } from './form-state.ts';
import { accepted, adviceOn, heldWhileWriting, previewed } from './previews.ts';
import { type ConsolePorts, formBody, lookOf, type Visit, visits } from './request.ts';
import { csrfMatches } from './session.ts';

const EMPTY: Submission = { values: {}, override: [] };

/** Every act as a page with a form: looked at as often as one likes, and done by one button. */
export function actRoutes(ports: ConsolePorts) {
  const { signedIn, page, redirect } = visits(ports);

  const show = signedIn(async (visit) => {
    const { act, id } = asked(visit);
    if (!act) return unknown(visit);
    const scene = await sceneOf(visit, act, id, EMPTY);
    if (scene.incident && !act.fits(scene.incident)) return redirect(path(scene.incident));
    return answer(visit, act, scene, asSent(EMPTY));
  });

  const send = signedIn(async (visit) => {
    const { act, id } = asked(visit);
    if (!act) return unknown(visit);
    const sent = submissionOf(formBody(visit.event));
    if (!csrfMatches(visit.session, sent.values.csrf))
      return answer(visit, act, await sceneOf(visit, act, id, sent), staleForm(sent));
    return sent.values.do === 'post' ? post(visit, act, id, sent) : look(visit, act, id, sent);
  });

  /** Runs the command; on failure the same page again, with everything that was typed. */
  async function post(visit: Visit, act: Act, id: string | undefined, sent: Submission): Promise<Answer> {
    // What a choice like "30 min" came to at the first try holds for the second: it must be the same command.
    const { now } = lookOf(visit);
    try {
      const scene = { ...(await sceneOf(visit, act, id, sent)), now };
      const call = {
        ...(sent.values.key ? { key: sent.values.key } : {}),
        ...(sent.values.etag ? { ifMatch: sent.values.etag } : {}),
      };
      const { incident } = await act.send(visit.client, id ?? '', act.body(sent, scene) as never, call);
      // Without a fragment of its own it would inherit that of the form.
      return redirect(`${path(incident)}/said/${incident.entries.at(-1)?.seq}#main`);
    } catch (error) {
      if (error instanceof AwaitsApproval) return redirect(`/console/drafts/${error.draft.id}#main`);
      const state = stateAfter(error, sent, ports);
      try {
        const scene = await sceneOf(visit, act, id, { ...sent, values: state.values });
        return await answer(visit, act, { ...scene, now, etag: state.values.etag ?? scene.etag }, state);
      } catch (second) {
        return keptText(visit, state, second);
      }
    }
  }

  /** What it would say: with a template's words, an accepted suggestion, or as it was typed. Stores nothing. */
  async function look(visit: Visit, act: Act, id: string | undefined, sent: Submission): Promise<Answer> {
    const scene = await sceneOf(visit, act, id, sent);
    const values = accepted(
      sent.values.template === undefined ? sent.values : withTemplate(sent.values, scene, sent.values.template),
      scene.now,
    );
    const typed = { ...sent, values };
    const state = { ...asSent(typed), notice: await heldWhileWriting(visit, scene, values) };
    try {
      const body = act.body(typed, scene);
      const [preview, advice] = await Promise.all([
        act.preview ? previewed(visit, act.preview, id, body) : undefined,
        act.name === 'update' && scene.incident ? adviceOn(visit, scene.incident) : undefined,
      ]);
      const seen = { ...scene, preview, advice: preview?.advice ?? advice };
      return answer(visit, act, seen, { ...state, findings: preview?.findings ?? [] }, true);
    } catch (error) {
      return answer(visit, act, scene, { ...stateAfter(error, typed, ports), statusCode: 200 });
    }
  }

  async function answer(visit: Visit, act: Act, scene: Scene, state: FormState, looked = false): Promise<Answer> {
    const form = formOf(visit, act, scene, state, looked);
    const { heading, about } = act;
    return page(
      state.statusCode,
      actPage(visit.frame, { heading, about, incident: scene.incident, form, look: scene }),
    );
  }

  /** When even the page cannot be made, the text still must not be lost. */
  function keptText({ frame }: Visit, state: FormState, cause: unknown): Answer {
    if (!(cause instanceof ApiProblem) && !(cause instanceof Unreachable)) throw cause;
    const body = html`${state.notice ?? ''}<p>Your text, to keep:</p><p class="card text">${state.values.message ?? state.values.reason ?? ''}</p><p><a href="/console">Back to the console</a></p>`;
    return page(state.statusCode, messagePage(frame, 'It was not posted', body));
  }

  const unknown = ({ frame }: Visit): Answer =>
    page(404, messagePage(frame, 'There is nothing here', html`<p><a href="/console">To the console</a></p>`));

  return { show, send };
}

/** The act that a path names, and the incident that it is about, if it is about one. */
function asked({ event }: Visit): { act: Act | undefined; id: string | undefined } {
  const { id, act: name = '' } = event.pathParameters ?? {};
  const act = actNamed(name);
  return { act: act && BEGINNINGS.includes(act) === (id === undefined) ? act : undefined, id };
}

/** The form of an act, as somebody finds it or as it came back to them. */
export function formOf({ session }: Visit, act: Act, scene: Scene, state: FormState, looked: boolean): Html {
  const filled: Filled = { ...state, form: act.name };
  return composeForm(act, filled, scene, {
    csrf: session.csrf,
    key: !state.freshKey && state.values.key ? state.values.key : randomUUID(),
    notice: state.notice ?? (scene.incident ? apologyLine(scene.incident, scene) : undefined),
    looked,
  });
}

/** An empty form of something that begins with it. */
export const beginningForm = (visit: Visit, act: Act): Html =>
  formOf(visit, act, bareScene(visit, EMPTY), asSent(EMPTY), false);

const bareScene = (visit: Visit, sent: Submission): Scene => ({
  ...lookOf(visit, sent.values.zone),
  config: visit.ports.config,
  policy: visit.ports.policy,
  incident: undefined,
  etag: undefined,
  seq: undefined,
  others: [],
  preview: undefined,
  advice: undefined,
});

async function sceneOf(visit: Visit, act: Act, id: string | undefined, sent: Submission): Promise<Scene> {
  const scene = bareScene(visit, sent);
  if (id === undefined) return scene;
  const [{ incident, etag }, others] = await Promise.all([
    visit.client.show(id),
    act.name === 'merge' ? visit.client.list({ open: true }) : { incidents: [] },
  ]);
  return {
    ...scene,
    incident,
    etag: sent.values.etag || etag,
    seq: Number(sent.values.seq ?? visit.event.queryStringParameters?.seq) || undefined,
    others: others.incidents.filter((other) => other.id !== id && !isOver(other)),
  };
}
