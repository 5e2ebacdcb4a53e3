import middy from '@middy/core';
import httpRouter from '@middy/http-router';
import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import { html } from 'hono/html';
import { messagePage } from '../../shared/console/pages.ts';
import { DOORS, FORMS, PAGES, pathTo } from '../../shared/console/paths.ts';
import { SCRIPT_PATH } from '../../shared/console/script.ts';
import { logged } from '../../shared/lambda/logged.ts';
import { actRoutes } from './acts.ts';
import { alarmRoutes } from './alarms.ts';
import { type Answer, answers } from './answer.ts';
import { connectConsole } from './connect.ts';
import { deskRoutes } from './desk.ts';
import { handoverRoutes } from './handovers.ts';
import { endsWhenIdle } from './idle.ts';
import { peopleRoutes } from './people.ts';
import { programRoutes } from './programs.ts';
import { renewsToken, signsOut } from './renewal.ts';
import type { ConsolePorts } from './request.ts';
import { consoleRoutes } from './routes.ts';
import { beginSignIn, finishSignIn, SignInFailed } from './sign-in.ts';
import { subscriberRoutes } from './subscribers.ts';
import { togetherRoutes } from './together.ts';

type Event = APIGatewayProxyEventV2;

/** The console: pages and plain forms for people, over the same public API that everyone else uses. */
export const createHandler = (ports: ConsolePorts) => {
  const { here } = ports;
  const routes = consoleRoutes(ports);
  const acts = actRoutes(ports);
  const { page, redirect, script } = answers(here.signInUrl);
  const frame = { brand: ports.config.brand.name, siteUrl: here.siteUrl, person: undefined, csrf: '' };

  const callback = (event: Event): Promise<Answer> =>
    finishSignIn(here, event, ports.fetch).catch((error: unknown) => {
      if (!(error instanceof SignInFailed)) throw error;
      const body = html`<p>${error.message}</p><p><a class="button" href="${DOORS.signIn}">Sign in again</a></p>`;
      return page(400, messagePage(frame, 'You are not signed in', body));
    });

  const nothing = () =>
    page(404, messagePage(frame, 'There is nothing here', html`<p><a href="${PAGES.overview}">To the console</a></p>`));

  const router = httpRouter<Event, Answer>({
    routes: [
      { method: 'GET', path: '/', handler: async () => redirect(PAGES.overview) },
      { method: 'GET', path: PAGES.overview, handler: routes.overview },
      { method: 'GET', path: DOORS.signIn, handler: async (event: Event) => beginSignIn(here, event) },
      { method: 'GET', path: DOORS.callback, handler: callback },
      { method: 'POST', path: DOORS.signOut, handler: signsOut(ports) },
      { method: 'GET', path: SCRIPT_PATH, handler: async () => script() },
      { method: 'POST', path: FORMS.freeze, handler: routes.freeze },
      ...ports.config.channels.map((name) => ({
        method: 'POST' as const,
        path: pathTo(FORMS.channel, { name }),
        handler: routes.channel(name),
      })),
      { method: 'GET', path: PAGES.signedIn, handler: routes.signedIn },
      { method: 'GET', path: PAGES.incident, handler: routes.incident },
      { method: 'GET', path: PAGES.said, handler: routes.said },
      { method: 'POST', path: FORMS.hold, handler: routes.hold },
      ...deskRoutes(ports),
      ...handoverRoutes(ports),
      ...alarmRoutes(ports),
      ...togetherRoutes(ports),
      ...peopleRoutes(ports),
      ...programRoutes(ports),
      ...subscriberRoutes(ports),
      { method: 'GET', path: PAGES.act, handler: acts.show },
      { method: 'POST', path: PAGES.act, handler: acts.send },
      { method: 'GET', path: PAGES.beginning, handler: acts.show },
      { method: 'POST', path: PAGES.beginning, handler: acts.send },
    ],
    notFoundResponse: nothing,
  });
  return middy<Event, Answer>()
    .use(logged())
    .use(endsWhenIdle(here, ports.now))
    .use(renewsToken(here, ports.now, ports.fetch))
    .handler((event, context) => (mayBeOurs(event) ? router(event, context) : nothing()));
};

/** Whatever stands in our paths is a word of ours or an id. What cannot be either goes no further. */
const mayBeOurs = ({ requestContext: { http } }: Event): boolean => /^(\/[\w.-]{1,128})*\/?$/.test(http.path);

/** What AWS calls. */
export const handler = createHandler(connectConsole());
