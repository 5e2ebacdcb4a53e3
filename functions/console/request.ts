import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import { html } from 'hono/html';
import { type CandorClient, candorClient } from '../../shared/client/client.ts';
import { ApiProblem, Unreachable } from '../../shared/client/problem.ts';
import type { Config } from '../../shared/config/config-schema.ts';
import { actNamed } from '../../shared/console/acts/all.ts';
import { carriedForm, typedTexts } from '../../shared/console/carried-form.ts';
import type { Frame, Html } from '../../shared/console/layout.ts';
import { isUtc, type Look, mayDo } from '../../shared/console/moments.ts';
import { alertNotice } from '../../shared/console/notices.ts';
import { messagePage } from '../../shared/console/pages.ts';
import { DOORS, PAGES } from '../../shared/console/paths.ts';
import { instant } from '../../shared/core/instant.ts';
import type { Policy } from '../../shared/core/policy.ts';
import { isZone } from '../../shared/core/wall-time.ts';
import type { Voice } from '../../shared/wording/sentences.ts';
import { type Answer, answers } from './answer.ts';
import { isFromHere, type Session, type Surroundings, sessionOf } from './session.ts';
import type { Fetch } from './sign-in.ts';

export type ConsolePorts = {
  here: Surroundings;
  config: Config;
  policy: Policy;
  voice: Voice;
  fetch: Fetch;
  now: () => number;
  wait: (ms: number) => Promise<void>;
  patience: ConsolePatience;
};

/** How often and how long the console asks the API, for one call and for all that a page takes. */
export type ConsolePatience = { attempts: number; answerWithinMs: number; allWithinMs: number };

type Event = APIGatewayProxyEventV2;

/** One request of somebody who is signed in. */
export type ConsoleRequest = {
  session: Session;
  client: CandorClient;
  frame: Frame;
  ports: ConsolePorts;
  event: Event;
};

export type Show = (request: ConsoleRequest) => Promise<Answer>;

/** The button of a form that is carried along: its name, its value and its label. */
type Press = readonly [name: string, value: string, label: string];

/**
 * Lets in who is signed in; a form of another site never gets as far as being read. A form that cannot be shown, or
 * that was sent by nobody any more, is answered with everything that was typed into it.
 */
export function consoleRequests(ports: ConsolePorts) {
  const { page, redirect } = answers(ports.here.signInUrl);
  const nobody: Frame = { brand: ports.config.brand.name, siteUrl: ports.here.siteUrl, person: undefined, csrf: '' };

  /** Without a session there is nothing to see: the browser is sent to sign in, and comes back to this page. */
  const signedIn =
    (show: Show) =>
    async (event: Event): Promise<Answer> => {
      const isPost = event.requestContext.http.method === 'POST';
      if (isPost && !isFromHere(event)) return foreign();
      const session = sessionOf(ports.here, event);
      const query = event.rawQueryString ? `?${event.rawQueryString}` : '';
      const toSignIn = () => redirect(`${DOORS.signIn}?to=${encodeURIComponent(`${event.rawPath}${query}`)}`);
      const ended = () => (isPost ? endedPage(event) : toSignIn());
      if (!session) return ended();
      const request = requestOf(ports, session, event);
      try {
        return await show(request);
      } catch (error) {
        return error instanceof ApiProblem && error.status === 401 ? ended() : failed(request, error);
      }
    };

  const foreign = (): Answer =>
    page(
      403,
      messagePage(
        nobody,
        'This form came from elsewhere',
        html`<p>Nothing was done. <a href="${PAGES.overview}">To the console</a></p>`,
      ),
    );

  /**
   * A form that nobody is signed in for any more. It waits on this page, however long its text is, while somebody signs
   * in elsewhere: a text of 5,000 characters fits into no cookie and no address.
   */
  function endedPage(event: Event): Answer {
    const form = formBody(event);
    // The script's looks press no button.
    const isAct = actNamed(event.rawPath.split('/').at(-1) ?? '') !== undefined;
    const press: Press = isAct ? ['do', 'look', 'I have signed in: go on'] : ['do', '', 'I have signed in: go on'];
    const here = `${DOORS.signIn}?to=${encodeURIComponent(isAct ? formPage(event, form) : PAGES.overview)}`;
    const elsewhere = `${DOORS.signIn}?to=${encodeURIComponent(PAGES.signedIn)}`;
    return page(
      401,
      messagePage(
        nobody,
        'Your sign-in has ended',
        html`<div class="alert" role="alert" tabindex="-1" data-stays data-ended autofocus><p><strong>Nothing was posted.</strong> What you typed is kept on this page. Leave it open, and sign in in another tab.</p></div>
<a class="button" href="${elsewhere}" data-here="${here}" target="_blank" rel="noopener">Sign in in another tab</a>
${carriedForm(event.rawPath, form, '', press)}
<h2>What you typed</h2>
${typedTexts(form)}`,
      ),
    );
  }

  /** A page that shows what was typed and sends it again as it was, when the form itself cannot be shown. */
  function kept({ frame, session, event }: ConsoleRequest, status: number, notice: Html | undefined, press: Press) {
    const form = formBody(event);
    return page(
      status,
      messagePage(
        frame,
        status < 500 ? 'It was not posted' : 'The API does not answer',
        html`<div tabindex="-1" data-stays>${notice ?? ''}</div>
${carriedForm(event.rawPath, form, session.csrf, press)}
<h2>Your text, to keep</h2>
${typedTexts(form)}
<p><a class="row" href="${PAGES.overview}">To the console</a></p>`,
      ),
    );
  }

  /** A switch or a small form that came from an older session: nothing was done, and one tap does it. */
  const stale = ({ frame, session, event }: ConsoleRequest): Answer =>
    page(
      409,
      messagePage(
        frame,
        'You signed in anew since this page was made',
        html`<div class="alert" role="alert" tabindex="-1" data-stays><p><strong>Nothing was done.</strong> If it is still what you want, do it now.</p></div>
${carriedForm(event.rawPath, formBody(event), session.csrf, ['do', '', 'Do it now'])}
${typedTexts(formBody(event))}
<p><a class="row" href="${PAGES.overview}">To the console</a></p>`,
      ),
    );

  function failed(request: ConsoleRequest, error: unknown): Answer {
    const { frame, event } = request;
    const isPost = event.requestContext.http.method === 'POST';
    if (error instanceof Unreachable) {
      const words = html`<p><strong>The API did not answer.</strong> Whether it was done is not known; the API is at ${ports.here.opsUrl}.</p>`;
      if (isPost) return kept(request, 503, alertNotice(words), ['do', formBody(event).get('do') ?? '', 'Try again']);
      return page(
        503,
        messagePage(
          frame,
          'The API does not answer',
          html`<p>Nothing can be said from here right now. <a href="${PAGES.overview}">Try again</a>; the API is at ${ports.here.opsUrl}.</p>`,
        ),
      );
    }
    if (!(error instanceof ApiProblem)) throw error;
    const { title, detail } = error.problem;
    return page(
      error.status,
      messagePage(
        frame,
        title,
        html`<p>${detail === title ? '' : detail}</p>${isPost ? typedTexts(formBody(event)) : ''}<p><a href="${PAGES.overview}">Back to the console</a></p>`,
      ),
    );
  }

  /** Instead of a form that whoever looks could fill in and not send. */
  const readsOnly = ({ frame }: ConsoleRequest): Answer =>
    page(
      403,
      messagePage(
        frame,
        'This is for those who speak',
        html`<p>Your role reads everything and says nothing in public. An administrator gives roles as groups of the user pool.</p><p><a class="row" href="${PAGES.overview}">To the console</a></p>`,
      ),
    );

  /** Instead of a page that an administrator alone has a use for. */
  const administersNot = ({ frame }: ConsoleRequest): Answer =>
    page(
      403,
      messagePage(
        frame,
        'This is for administrators',
        html`<p>An administrator gives roles as groups of the user pool.</p><p><a class="row" href="${PAGES.overview}">To the console</a></p>`,
      ),
    );

  return { signedIn, page, redirect, kept, stale, readsOnly, administersNot };
}

/** The page of the form that was sent: each is sent to its own address, and one about an entry says which. */
const formPage = ({ rawPath }: Event, form: URLSearchParams): string =>
  /^\d{1,6}$/.test(form.get('seq') ?? '') ? `${rawPath}?seq=${form.get('seq')}` : rawPath;

/** The API as whoever is signed in may call it. One retry: a person waits, and the function's own time is short. */
export const apiFor = ({ here, patience, fetch, now }: ConsolePorts, { token }: Session): CandorClient =>
  candorClient({ opsUrl: here.opsUrl, token, ...patience, fetch, now });

function requestOf(ports: ConsolePorts, session: Session, event: Event): ConsoleRequest {
  const { here, config } = ports;
  return {
    session,
    client: apiFor(ports, session),
    frame: {
      brand: config.brand.name,
      siteUrl: here.siteUrl,
      person: session.person,
      csrf: session.csrf,
      desk: mayDo(session, 'read') ? {} : undefined,
    },
    ports,
    event,
  };
}

/** Now, and in which zone: the browser's where its script says so, else the team's, else none that we know. */
export function lookOf({ ports, session }: ConsoleRequest, zone?: string): Look {
  const teams = ports.config.brand.timeZone;
  return {
    now: instant(ports.now()),
    zone: zone && isZone(zone) ? zone : isUtc(teams) ? '' : teams,
    voice: ports.voice,
    reader: session.person,
    groups: session.groups,
  };
}

/** API Gateway hands forms over in base64. */
export const formBody = (event: Event): URLSearchParams =>
  new URLSearchParams(
    event.isBase64Encoded ? Buffer.from(event.body ?? '', 'base64').toString('utf8') : (event.body ?? ''),
  );
