import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import { html } from 'hono/html';
import { type CandorClient, candorClient } from '../../shared/client/client.ts';
import { ApiProblem, Unreachable } from '../../shared/client/problem.ts';
import type { Config } from '../../shared/config/config-schema.ts';
import type { Frame } from '../../shared/console/layout.ts';
import { isUtc, type Look } from '../../shared/console/moments.ts';
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
};

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

/** Lets in who is signed in; a form of another site never gets as far as being read. */
export function consoleRequests(ports: ConsolePorts) {
  const { page, redirect } = answers(ports.here.signInUrl);

  /** Without a session there is nothing to see: the browser is sent to sign in, and comes back to this page. */
  const signedIn =
    (show: Show) =>
    async (event: Event): Promise<Answer> => {
      const session = sessionOf(ports.here, event);
      const query = event.rawQueryString ? `?${event.rawQueryString}` : '';
      const toSignIn = () => redirect(`${DOORS.signIn}?to=${encodeURIComponent(`${event.rawPath}${query}`)}`);
      if (!session) return toSignIn();
      const request = requestOf(ports, session, event);
      const isPost = event.requestContext.http.method === 'POST';
      try {
        return isPost && !isFromHere(event) ? foreign(request) : await show(request);
      } catch (error) {
        if (error instanceof ApiProblem && error.status === 401 && !isPost) return toSignIn();
        return failed(request, error);
      }
    };

  const foreign = ({ frame }: ConsoleRequest): Answer =>
    page(
      403,
      messagePage(
        frame,
        'This form came from elsewhere',
        html`<p>Nothing was done. <a href="${PAGES.overview}">To the console</a></p>`,
      ),
    );

  function failed({ frame }: ConsoleRequest, error: unknown): Answer {
    if (error instanceof Unreachable)
      return page(
        503,
        messagePage(
          frame,
          'The API does not answer',
          html`<p>Nothing can be said from here right now. <a href="${PAGES.overview}">Try again</a>; the API is at ${ports.here.opsUrl}.</p>`,
        ),
      );
    if (!(error instanceof ApiProblem)) throw error;
    const { title, detail } = error.problem;
    return page(
      error.status,
      messagePage(
        frame,
        title,
        html`<p>${detail === title ? '' : detail}</p><p><a href="${PAGES.overview}">Back to the console</a></p>`,
      ),
    );
  }

  return { signedIn, page, redirect };
}

function requestOf(ports: ConsolePorts, session: Session, event: Event): ConsoleRequest {
  const { here, config, fetch, now } = ports;
  return {
    session,
    // One retry: a person waits, and the function's own time is short. Their next press carries the same key.
    client: candorClient({ opsUrl: here.opsUrl, token: session.token, attempts: 2, fetch, now }),
    frame: { brand: config.brand.name, siteUrl: here.siteUrl, person: session.person, csrf: session.csrf },
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
  };
}

/** API Gateway hands forms over in base64. */
export const formBody = (event: Event): URLSearchParams =>
  new URLSearchParams(
    event.isBase64Encoded ? Buffer.from(event.body ?? '', 'base64').toString('utf8') : (event.body ?? ''),
  );
