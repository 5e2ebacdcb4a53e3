import type { Method, Route } from '@middy/http-router';
import { type AcceptPorts, acceptForIncident, acceptOpening } from '../api/accept.ts';
import { isIncidentCommand } from '../api/command-routes.ts';
import { answerEtaAdvice } from '../api/eta-advice.ts';
import { openApiDocument } from '../api/openapi.ts';
import { parseBody } from '../api/parse.ts';
import { type PreviewPorts, preview } from '../api/preview.ts';
import { Problem } from '../api/problem.ts';
import { channelBody, freezeBody, holdBody } from '../api/schemas.ts';
import { deliveriesView, incidentView, remindersView, xView } from '../api/views.ts';
import { apologyIfSilent } from '../app/apology-if-silent.ts';
import { askForRebuild, rebuildProgress } from '../app/ask-rebuild.ts';
import { etagOf } from '../app/etag.ts';
import { hold } from '../app/hold.ts';
import { allIncidents, openIncidents, readIncident } from '../app/read-incidents.ts';
import { lookAtAllWatched, release } from '../app/release.ts';
import { tryAgainOnX } from '../app/x-attempt.ts';
import { isLive } from '../core/incident.ts';
import { Refusal } from '../core/refusal.ts';
import type { Board } from '../ports/board.ts';
import { channelMode } from '../ports/channel-mode.ts';
import type { ControlRecord } from '../ports/control.ts';
import type { DeliveryRecords } from '../ports/deliveries.ts';
import type { HoldRecords } from '../ports/holds.ts';
import type { ReminderRecords } from '../ports/reminders.ts';
import type { XAccount } from '../ports/x-account.ts';
import { bodyText, type HttpEvent, type HttpResult, json, jsonBody } from './http.ts';
import { accepted, incoming, isKnown, pageAsked } from './incoming.ts';
import { logger } from './logger.ts';
import { maintenanceRoutes } from './maintenance-routes.ts';

export type ReadPorts = {
  board: Board;
  deliveries: DeliveryRecords;
  reminders: ReminderRecords;
  control: ControlRecord;
  holds: HoldRecords;
  account: XAccount;
};

type Ports = AcceptPorts & ReadPorts & PreviewPorts;
type Handle = (event: HttpEvent) => Promise<HttpResult>;

/** Every path of the API, and what answers it. */
export function commandRoutes(ports: Ports): Route<HttpEvent, HttpResult>[] {
  const route = (method: Method, path: string, handle: Handle): Route<HttpEvent, HttpResult> => ({
    method,
    path,
    handler: (event: HttpEvent) => handle(event),
  });
  return [
    route('POST', '/v1/incidents', async (event) => accepted(await acceptOpening(ports, incoming(event)))),
    route('POST', '/v1/preview', async (event) =>
      json(200, await preview(ports, jsonBody(event), incoming(event).actor)),
    ),
    route('GET', '/v1/incidents', (event) => list(ports, event)),
    route('GET', '/v1/incidents/{id}', (event) => read(ports, event)),
    route('POST', '/v1/incidents/{id}/hold', (event) => holdApology(ports, event)),
    route('POST', '/v1/incidents/{id}/{command}', (event) => commandOn(ports, event)),
    ...maintenanceRoutes(ports, (event) => read(ports, event)),
    route('GET', '/v1/eta-advice', async (event) =>
      json(200, await answerEtaAdvice(ports, event.queryStringParameters)),
    ),
    route('GET', '/v1/control', () => control(ports)),
    route('GET', '/v1/freeze', () => control(ports)),
    route('PUT', '/v1/freeze', (event) => freeze(ports, event)),
    route('PUT', '/v1/channels/{channel}', (event) => setMode(ports, event)),
    route('GET', '/v1/site/rebuild', async () => json(200, await rebuildProgress(ports))),
    route('POST', '/v1/site/rebuild', async () => json(202, await askForRebuild(ports))),
    route('GET', '/openapi.json', async () => json(200, openApiDocument(), { 'cache-control': 'public, max-age=300' })),
    { method: 'ANY', path: '/{proxy+}', handler: notFound },
  ];
}

const notFound = async (event: HttpEvent): Promise<HttpResult> => {
  const { method, path } = event.requestContext.http;
  throw new Problem({
    type: 'not-found',
    title: 'There is nothing here',
    status: 404,
    detail: `${method} ${path} is not a call of this API; GET /openapi.json lists them.`,
  });
};

async function commandOn(ports: Ports, event: HttpEvent): Promise<HttpResult> {
  const { id = '', command = '' } = event.pathParameters ?? {};
  if (!isIncidentCommand(command)) return notFound(event);
  logger.appendKeys({ incident: id });
  return accepted(await acceptForIncident(ports, incoming(event), id, command));
}

async function read(ports: Ports, event: HttpEvent): Promise<HttpResult> {
  const id = event.pathParameters?.id ?? '';
  const [incident, site, x, reminders] = await Promise.all([
    readIncident(ports.log, id),
    ports.deliveries.of(id, 'site'),
    ports.deliveries.of(id, 'x'),
    ports.reminders.of(id),
  ]);
  if (!incident) throw new Refusal('incident-not-found');
  const etag = etagOf(incident);
  // The tag is of what was said. What channels and reminders did since then is read without If-None-Match.
  if (isKnown(event.headers['if-none-match'], etag)) return { statusCode: 304, headers: { etag } };
  const silent = await apologyIfSilent(ports, incident, ports.clock.now());
  const view = {
    ...incidentView(incident),
    deliveries: deliveriesView(site, x),
    reminders: remindersView(reminders),
    ...(silent === undefined ? {} : { apologyIfSilent: silent }),
  };
  return json(200, view, { etag });
}

async function holdApology(ports: Ports, event: HttpEvent): Promise<HttpResult> {
  // Everything in it has a default, so a plain POST is a whole request.
  const { minutes } = parseBody(holdBody, bodyText(event) === '' ? {} : jsonBody(event));
  const incident = await readIncident(ports.log, event.pathParameters?.id ?? '');
  if (!incident) throw new Refusal('incident-not-found');
  if (!isLive(incident)) throw new Refusal('incident-not-open');
  const held = await hold(ports, incident, minutes);
  if (held !== 'held before') return json(200, { incident: incident.id, holdUntil: held.until });
  throw new Problem({
    type: 'held-before',
    title: 'The apology was held before in this silence',
    status: 409,
    detail: 'It is held once. Post what you have; a short update is better than none.',
  });
}

async function list(ports: Ports, event: HttpEvent): Promise<HttpResult> {
  const { open, size, after } = pageAsked(event);
  const now = ports.clock.now();
  if (open) {
    const incidents = await openIncidents(ports, now);
    return json(200, { incidents: incidents.map(incidentView) });
  }
  const page = await allIncidents(ports.log, now, size, after);
  return json(200, {
    incidents: page.incidents.map(incidentView),
    ...(page.next === undefined ? {} : { next: page.next }),
  });
}

async function control(ports: Ports): Promise<HttpResult> {
  const [now, { state }] = await Promise.all([ports.control.read(), ports.account.read()]);
  const channels = { site: channelMode(now, 'site'), x: channelMode(now, 'x') };
  return json(200, {
    frozen: now.frozen !== undefined,
    ...(now.frozen ? { since: now.frozen } : {}),
    channels,
    x: xView(state, ports.clock.now()),
    lastSweepAt: now.lastSweepAt ?? null,
  });
}

async function freeze(ports: Ports, event: HttpEvent): Promise<HttpResult> {
  const { frozen, reason } = parseBody(freezeBody, jsonBody(event));
  const by = incoming(event).actor;
  if (frozen) await ports.control.freeze({ since: ports.clock.now(), reason: reason ?? 'no reason given', by });
  else await release(ports);
  await ports.nudges.nudgeSite();
  return control(ports);
}

async function setMode(ports: Ports, event: HttpEvent): Promise<HttpResult> {
  const channel = event.pathParameters?.channel ?? '';
  if (channel !== 'x')
    throw new Problem({
      type: 'no-such-channel',
      title: 'There is no such channel',
      status: 404,
      detail: `"${channel}" cannot be switched; the channel is "x".`,
    });
  const { mode } = parseBody(channelBody, jsonBody(event));
  await ports.control.setMode(channel, mode);
  if (mode === 'live') await tryAgainOnX(ports.account);
  await lookAtAllWatched(ports);
  return control(ports);
}
