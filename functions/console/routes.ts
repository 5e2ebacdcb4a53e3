import { randomUUID } from 'node:crypto';
import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import { html } from 'hono/html';
import { type CandorClient, candorClient } from '../../shared/client/client.ts';
import { ApiProblem, Unreachable } from '../../shared/client/problem.ts';
import type { Answered, ApiIncident } from '../../shared/client/types.ts';
import { isOver } from '../../shared/client/words.ts';
import type { Config } from '../../shared/config-schema.ts';
import { isUnderWay } from '../../shared/console/entries.ts';
import type { Filled } from '../../shared/console/fields.ts';
import * as forms from '../../shared/console/forms.ts';
import type { Frame, Html } from '../../shared/console/layout.ts';
import { incidentPage, messagePage, overviewPage, saidPage } from '../../shared/console/pages.ts';
import * as submission from '../../shared/console/submission.ts';
import { instant } from '../../shared/core/instant.ts';
import type { Policy } from '../../shared/core/policy.ts';
import { type Answer, answers } from './answer.ts';
import { type FormState, staleForm, stateAfter } from './form-state.ts';
import { csrfMatches, isFromHere, type Session, type Surroundings, sessionOf } from './session.ts';
import type { Fetch } from './sign-in.ts';

export type ConsolePorts = {
  here: Surroundings;
  config: Config;
  policy: Policy;
  fetch: Fetch;
  now: () => number;
  wait: (ms: number) => Promise<void>;
};

type Act = 'open' | 'update' | 'resolve' | 'reopen' | 'correct';

/** One request of somebody who is signed in. */
type Visit = { session: Session; client: CandorClient; frame: Frame; now: () => number; ports: ConsolePorts };

/** The pages and forms of the console, each a function from request to answer. */
export function consoleRoutes(ports: ConsolePorts) {
  const { here } = ports;
  const { page, redirect } = answers(here.signInUrl);

  /** Without a session there is nothing to see: the browser is sent to sign in, and comes back to this page. */
  const signedIn =
    (show: (visit: Visit, event: APIGatewayProxyEventV2) => Promise<Answer>) =>
    async (event: APIGatewayProxyEventV2): Promise<Answer> => {
      const session = sessionOf(here, event);
      const toSignIn = () => redirect(`/console/sign-in?to=${encodeURIComponent(event.rawPath)}`);
      if (!session) return toSignIn();
      const visit = visitOf(ports, session);
      try {
        return await show(visit, event);
      } catch (error) {
        if (error instanceof ApiProblem && error.status === 401 && event.requestContext.http.method === 'GET')
          return toSignIn();
        return failed(visit, error);
      }
    };

  function failed({ frame }: Visit, error: unknown): Answer {
    if (error instanceof Unreachable)
      return page(
        503,
        messagePage(
          frame,
          'The API does not answer',
          html`<p>Nothing can be said from here right now. <a href="/console">Try again</a>; the API is at ${here.opsUrl}.</p>`,
        ),
      );
    if (!(error instanceof ApiProblem)) throw error;
    const { title, detail } = error.problem;
    return page(
      error.status,
      messagePage(
        frame,
        title,
        html`<p>${detail === title ? '' : detail}</p><p><a href="/console">Back to the console</a></p>`,
      ),
    );
  }

  async function overview(visit: Visit, failedForm?: FormState): Promise<Answer> {
    const { client, frame, now } = visit;
    const [{ incidents }, control] = await Promise.all([client.list(), client.control()]);
    const openForm = forms.openForm(filled('open', failedForm), formFrame(visit, failedForm), ports.config);
    return page(
      failedForm?.statusCode ?? 200,
      overviewPage(frame, { incidents, control, openForm, refused: failedForm !== undefined, now: instant(now()) }),
    );
  }

  async function incident(
    visit: Visit,
    id: string,
    failedAct?: { act: Act; state: FormState; seq?: number },
  ): Promise<Answer> {
    const { client, frame, now } = visit;
    const { incident, etag } = await client.show(id);
    const stateOf = (act: Act) => (failedAct?.act === act ? failedAct.state : undefined);
    const withEtag = (form: string, state: FormState | undefined): Filled => {
      const before = filled(form, state);
      return { ...before, values: { ...before.values, etag: before.values.etag ?? etag ?? '' } };
    };
    const mainAct = forms.mainForm(incident);
    const state = stateOf(mainAct);
    const form =
      mainAct === 'reopen'
        ? forms.reopenForm(filled('reopen', state), formFrame(visit, state), incident)
        : forms.updateForm(withEtag('update', state), formFrame(visit, state), incident, ports.config, ports.policy);
    const main = { form, open: state !== undefined };
    const resolving = stateOf('resolve');
    const resolve = isOver(incident)
      ? undefined
      : {
          form: forms.resolveForm(withEtag('resolve', resolving), formFrame(visit, resolving), incident),
          open: resolving !== undefined,
        };
    const corrections = (seq: number): { form: Html; open: boolean } => {
      const correcting = failedAct?.seq === seq ? stateOf('correct') : undefined;
      const form = forms.correctionForm(
        filled(`correct-${seq}`, correcting),
        formFrame(visit, correcting),
        incident,
        seq,
      );
      return { form, open: correcting !== undefined };
    };
    const body = incidentPage(frame, { incident, main, resolve, corrections, now: instant(now()) });
    return page(failedAct?.state.statusCode ?? 200, body);
  }

  /** Runs one command from a form; on failure the same page again, with everything that was typed. */
  const command = (act: Act, run: (visit: Visit, id: string, sent: submission.Submission) => Promise<Answered>) =>
    signedIn(async (visit, event) => {
      const foreign = refuseForeign(visit, event);
      if (foreign) return foreign;
      const sent = submission.submissionOf(formBody(event));
      const id = event.pathParameters?.id ?? '';
      const again = (state: FormState) =>
        act === 'open'
          ? overview(visit, state)
          : incident(visit, id, { act, state, seq: Number(sent.values.corrects) });
      if (!csrfMatches(visit.session, sent.values.csrf)) return again(staleForm(sent));
      try {
        const { incident: after } = await run(visit, id, sent);
        return redirect(`${forms.path(after)}/said/${after.entries.at(-1)?.seq}`);
      } catch (error) {
        const state = stateAfter(error, sent, visit.now());
        return again(state).catch((second: unknown) => keptText(visit, state, second));
      }
    });

  /** When even the page cannot be made, the text still must not be lost. */
  function keptText({ frame }: Visit, state: FormState, cause: unknown): Answer {
    if (!(cause instanceof ApiProblem) && !(cause instanceof Unreachable)) throw cause;
    const body = html`${state.notice ?? ''}<p>Your text, to keep:</p><p class="card text">${state.values.message ?? ''}</p><p><a href="/console">Back to the console</a></p>`;
    return page(state.statusCode, messagePage(frame, 'It was not posted', body));
  }

  function refuseForeign({ frame }: Visit, event: APIGatewayProxyEventV2): Answer | undefined {
    if (isFromHere(event)) return undefined;
    return page(
      403,
      messagePage(
        frame,
        'This form came from elsewhere',
        html`<p>Nothing was done. <a href="/console">To the console</a></p>`,
      ),
    );
  }

  return {
    overview: signedIn((visit) => overview(visit)),
    incident: signedIn((visit, event) => incident(visit, event.pathParameters?.id ?? '')),
    said: signedIn(async (visit, event) => {
      const seq = Number(event.pathParameters?.seq);
      const shown = await onceDelivered(visit, event.pathParameters?.id ?? '', seq);
      const entry = shown.entries.find((one) => one.seq === seq);
      if (!entry) return redirect(forms.path(shown));
      return page(200, saidPage(visit.frame, shown, entry, instant(visit.now())));
    }),
    open: command('open', ({ client, now }, _id, sent) =>
      client.open(submission.openFrom(sent, new Date(now())), callOf(sent)),
    ),
    update: command('update', ({ client, now }, id, sent) =>
      client.update(id, submission.updateFrom(sent, new Date(now())), callOf(sent)),
    ),
    resolve: command('resolve', ({ client, now }, id, sent) =>
      client.resolve(id, submission.resolveFrom(sent, new Date(now())), callOf(sent)),
    ),
    reopen: command('reopen', ({ client, now }, id, sent) =>
      client.reopen(id, submission.reopenFrom(sent, new Date(now())), callOf(sent)),
    ),
    correct: command('correct', ({ client, now }, id, sent) =>
      client.correct(id, submission.correctionFrom(sent, new Date(now())), callOf(sent)),
    ),
    freeze: signedIn(async (visit, event) => {
      const sent = submission.submissionOf(formBody(event));
      const foreign = refuseForeign(visit, event);
      if (foreign) return foreign;
      if (!csrfMatches(visit.session, sent.values.csrf)) return redirect('/console');
      await visit.client.freeze({ frozen: sent.values.frozen === 'true' });
      return redirect('/console');
    }),
  };
}

/** How long the page waits for the channels, so that the person mostly sees it live and needs not ask again. */
const DELIVERY_PATIENCE_MS = 3000;
const LOOK_EVERY_MS = 150;

async function onceDelivered({ client, now, ports }: Visit, id: string, seq: number): Promise<ApiIncident> {
  const giveUpAt = now() + DELIVERY_PATIENCE_MS;
  for (;;) {
    const { incident } = await client.show(id);
    if (!isUnderWay(incident, seq) || now() >= giveUpAt) return incident;
    await ports.wait(LOOK_EVERY_MS);
  }
}

function visitOf(ports: ConsolePorts, session: Session): Visit {
  const { here, config, fetch, now } = ports;
  return {
    session,
    // One retry: a person waits, and the function's own time is short. Their next press carries the same key.
    client: candorClient({ opsUrl: here.opsUrl, token: session.token, attempts: 2, fetch, now }),
    frame: { brand: config.brand.name, siteUrl: here.siteUrl, person: session.person, csrf: session.csrf },
    now,
    ports,
  };
}

const filled = (form: string, state: FormState | undefined): Filled => ({
  form,
  values: state?.values ?? {},
  errors: state?.errors ?? [],
});

const formFrame = ({ session }: Visit, state: FormState | undefined): forms.FormFrame => ({
  csrf: session.csrf,
  key: state && !state.freshKey && state.values.key ? state.values.key : randomUUID(),
  notice: state?.notice,
  findings: state?.findings ?? [],
});

const callOf = ({ values }: submission.Submission) => ({
  ...(values.key ? { key: values.key } : {}),
  ...(values.etag ? { ifMatch: values.etag } : {}),
});

/** API Gateway hands forms over in base64. */
export const formBody = (event: APIGatewayProxyEventV2): URLSearchParams =>
  new URLSearchParams(
    event.isBase64Encoded ? Buffer.from(event.body ?? '', 'base64').toString('utf8') : (event.body ?? ''),
  );
