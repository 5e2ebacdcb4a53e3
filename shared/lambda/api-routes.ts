import type { ArchivePorts } from '../api/archive.ts';
import type { Caller } from '../api/caller.ts';
import type { ComponentPorts } from '../api/component-status.ts';
import { forReader, previewForReader } from '../api/for-reader.ts';
import type { MachineApiPorts } from '../api/machines.ts';
import type { PeoplePorts } from '../api/people.ts';
import { reachedView } from '../api/reached-view.ts';
import { receiptView } from '../api/receipts.ts';
import type { SubscriberApiPorts } from '../api/subscribers.ts';
import {
  coordinationView,
  deliveriesView,
  incidentView,
  type ReadView,
  remainsView,
  remindersView,
} from '../api/views.ts';
import { apologyIfSilent } from '../app/apology-if-silent.ts';
import { type CoordinationPorts, coordinationOf } from '../app/coordination-records.ts';
import type { DeskPorts } from '../app/desk/ports.ts';
import { etagOf } from '../app/etag.ts';
import { hold } from '../app/hold.ts';
import type { ImportPorts } from '../app/import.ts';
import type { PreviewPorts } from '../app/preview.ts';
import { allIncidents, openIncidents, readIncident } from '../app/read-incidents.ts';
import { remainsIn } from '../app/redaction.ts';
import { lookAtAllWatched, release } from '../app/release.ts';
import { askForRebuild, rebuildProgress } from '../app/site/ask-rebuild.ts';
import { toldOf } from '../app/subscribers/told-of.ts';
import { isIncidentCommand } from '../contract/incident-command-names.ts';
import { Problem } from '../contract/problem.ts';
import { SITE } from '../core/channel/shipped.ts';
import { plainParts } from '../core/hidden-characters.ts';
import { isLive, type ReportedIncident } from '../core/incident.ts';
import { lastRedaction } from '../core/redaction.ts';
import { Refusal } from '../core/refusal.ts';
import type { AlarmClaims } from '../ports/alarm-claims.ts';
import type { Receipts } from '../ports/alarm-storms.ts';
import type { AskedChannel } from '../ports/channel.ts';
import { channelMode } from '../ports/channel-mode.ts';
import type { ControlRecord } from '../ports/control.ts';
import type { DeliveryRecords } from '../ports/deliveries.ts';
import type { HoldRecords } from '../ports/holds.ts';
import type { ReminderRecords } from '../ports/reminders.ts';
import type { Runs } from '../ports/runs.ts';
import type { SiteIndex } from '../ports/site-index.ts';
import { archiveRoutes } from './archive-routes.ts';
import { bodyAs } from './body-as.ts';
import { deskRoutes } from './desk-routes.ts';
import { draftRoutes } from './draft-routes.ts';
import { type ApiRoute, type GuardPorts, guardedRoutes } from './guarded.ts';
import { handoverRoutes } from './handover-routes.ts';
import { bytesInAnswer, type HttpEvent, type HttpResult, json, jsonBody, optionalJsonBody } from './http.ts';
import { importRoutes } from './import-routes.ts';
import { accepted, ifMatchOf, incoming, isKnown, pageAsked } from './incoming.ts';
import { type IntakeReadPorts, intakeRoutes } from './intake-routes.ts';
import { machineRoutes } from './machine-routes.ts';
import { maintenanceRoutes } from './maintenance-routes.ts';
import { peopleRoutes } from './people-routes.ts';
import { referenceRoutes } from './reference-routes.ts';
import { subscriberRoutes } from './subscriber-routes.ts';
import { unknownCall } from './unknown-call.ts';
import { whenUsed } from './when-used.ts';

const {
  acceptOpening,
  acceptForIncident,
  acceptComponentStatus,
  acceptKept,
  answerEtaAdvice,
  preview,
  resolveTogether,
} = whenUsed(
  () => import('../api/says.ts'),
  'acceptOpening',
  'acceptForIncident',
  'acceptComponentStatus',
  'acceptKept',
  'answerEtaAdvice',
  'preview',
  'resolveTogether',
);
const { listActs } = whenUsed(() => import('../api/administers.ts'), 'listActs');

export type ReadPorts = CoordinationPorts & {
  siteIndex: SiteIndex;
  deliveries: DeliveryRecords;
  runs: Runs;
  reminders: ReminderRecords;
  control: ControlRecord;
  holds: HoldRecords;
  /** Those of the config. The site is there besides. */
  channels: readonly AskedChannel[];
  alarmClaims: AlarmClaims;
  /** Whose API this is. */
  brand: string;
  receipts: Receipts;
};

type Ports = ArchivePorts &
  ComponentPorts &
  ReadPorts &
  IntakeReadPorts &
  PreviewPorts &
  GuardPorts &
  ImportPorts &
  PeoplePorts &
  MachineApiPorts &
  SubscriberApiPorts & { desk: DeskPorts };

/** Every path of the API, and what answers it. `beside`: what else the same function answers. */
export function commandRoutes(ports: Ports, beside: readonly Pick<ApiRoute, 'method' | 'path'>[] = []): ApiRoute[] {
  const route = guardedRoutes(ports);
  const routes = [
    route.command('/v1/incidents', 'speak', async (event, caller, admitted) =>
      accepted(await acceptOpening(ports, { ...incoming(event, caller), admitted })),
    ),
    route.ask('/v1/preview', 'read', async (event, caller) =>
      json(200, previewForReader(await preview(ports, jsonBody(event), caller.actor), caller)),
    ),
    route.get('/v1/incidents', 'read', (event, caller) => list(ports, event, caller)),
    route.get('/v1/incidents/{id}', 'read', (event, caller) => read(ports, event, caller)),
    route.change('POST', '/v1/incidents/{id}/hold', 'speak', (event) => holdApology(ports, event)),
    route.command('/v1/incidents/{id}/drafts', 'speak', async (event, caller, admitted) =>
      accepted(await acceptKept(ports, { ...incoming(event, caller), admitted }, event.pathParameters?.id ?? '')),
    ),
    ...handoverRoutes(ports),
    route.command('/v1/incidents/resolve', 'speak', async (event, caller, admitted) =>
      json(200, await resolveTogether(ports, { ...incoming(event, caller), admitted })),
    ),
    route.command('/v1/incidents/{id}/{command}', 'speak', (event, caller, admitted) =>
      commandOn(ports, event, caller, admitted),
    ),
    route.change('PUT', '/v1/components/{id}/status', 'speak', async (event, caller) =>
      accepted(await acceptComponentStatus(ports, incoming(event, caller), event.pathParameters?.id ?? '')),
    ),
    ...importRoutes(ports),
    ...maintenanceRoutes(ports, (event, caller) => read(ports, event, caller, 'maintenance-not-found')),
    ...draftRoutes(ports),
    ...peopleRoutes(ports),
    ...machineRoutes(ports),
    ...subscriberRoutes(ports),
    ...deskRoutes(ports),
    ...archiveRoutes(ports),
    route.get('/v1/eta-advice', 'read', async (event) =>
      json(200, await answerEtaAdvice(ports, event.queryStringParameters)),
    ),
    route.get('/v1/control', 'read', () => control(ports)),
    route.get('/v1/freeze', 'read', () => control(ports)),
    route.change('PUT', '/v1/freeze', 'speak', (event, caller) => freeze(ports, event, caller)),
    route.get('/v1/acts', 'administer', async () => json(200, plainParts({ acts: await listActs(ports) }).value)),
    route.get('/v1/intake/receipts/{id}', 'read', (event) => answerReceipt(ports, event.pathParameters?.id ?? '')),
    ...intakeRoutes(ports),
    route.change('PUT', '/v1/channels/{channel}', 'administer', (event) => setMode(ports, event)),
    route.get('/v1/site/rebuild', 'read', async () => json(200, await rebuildProgress(ports))),
    route.change('POST', '/v1/site/rebuild', 'speak', async () => json(202, await askForRebuild(ports))),
    ...referenceRoutes(ports.brand),
  ];
  const unknown = unknownCall([...beside, ...routes]);
  return [
    ...routes,
    { method: 'ANY', path: '/{proxy+}', handler: async ({ requestContext: { http } }: HttpEvent) => unknown(http) },
  ];
}

const nothing = unknownCall([]);

async function commandOn(ports: Ports, event: HttpEvent, caller: Caller, admitted: Promise<void>): Promise<HttpResult> {
  const { id = '', command = '' } = event.pathParameters ?? {};
  if (!isIncidentCommand(command)) return nothing(event.requestContext.http);
  return accepted(await acceptForIncident(ports, { ...incoming(event, caller), admitted }, id, command));
}

async function read(
  ports: Ports,
  event: HttpEvent,
  caller: Caller,
  notThere: 'incident-not-found' | 'maintenance-not-found' = 'incident-not-found',
): Promise<HttpResult> {
  const id = event.pathParameters?.id ?? '';
  const names = [SITE.name, ...ports.channels.map(({ is }) => is.name)];
  const [incident, deliveries, reminders, coordination, joined] = await Promise.all([
    readIncident(ports.log, id),
    Promise.all(names.map(async (name) => [name, await ports.deliveries.of(id, name)] as const)),
    ports.reminders.of(id),
    coordinationOf(ports, id),
    ports.alarmClaims.joinedOf(id),
  ]);
  if (!incident) throw new Refusal(notThere);
  const etag = etagOf(incident);
  // The tag is of what was said. What channels and reminders did since then is read without If-None-Match.
  if (isKnown(event.headers['if-none-match'], etag)) return { statusCode: 304, headers: { etag } };
  const silent = await apologyIfSilent(ports, incident, ports.clock.now());
  const told = await toldOf(ports, incident, new Map(deliveries));
  const remains = lastRedaction(incident.entries) > 0 ? await remainsIn(ports, [id]) : [];
  const view: ReadView = {
    ...incidentView(incident, ports.clock.now()),
    deliveries: deliveriesView(deliveries, incident.entries),
    ...(told === undefined ? {} : { told }),
    reminders: remindersView(reminders),
    ...coordinationView(incident, coordination),
    joined,
    ...(remains.length === 0 ? {} : { remains: remains.map(remainsView) }),
    ...(silent === undefined ? {} : { apologyIfSilent: silent }),
  };
  return json(200, forReader(view, caller), { etag });
}

async function holdApology(ports: Ports, event: HttpEvent): Promise<HttpResult> {
  const { minutes } = await bodyAs('holdBody', optionalJsonBody(event));
  const incident = await readIncident(ports.log, event.pathParameters?.id ?? '');
  if (!incident) throw new Refusal('incident-not-found');
  if (!isLive(incident)) throw new Refusal('incident-not-open');
  const { changedMeanwhile, lostRace } = await import('../api/says.ts');
  const changed = lostRace(ifMatchOf(event.headers['if-match']), incident, incident.entries);
  if (changed) throw changedMeanwhile(changed);
  const held = await hold(ports, incident, minutes);
  if (held !== 'held before') return json(200, { incident: incident.id, holdUntil: held.until });
  throw new Problem({
    type: 'held-before',
    title: 'The apology was held before in this silence',
    status: 409,
    detail: 'It is held once. Post what you have; a short update is better than none.',
  });
}

async function list(ports: Ports, event: HttpEvent, caller: Caller): Promise<HttpResult> {
  const { open, size, after } = pageAsked(event);
  const now = ports.clock.now();
  if (open) {
    const incidents = await openIncidents(ports, now);
    return json(200, { incidents: incidents.map((one) => forReader(incidentView(one, now), caller)) });
  }
  const viewOf = (one: ReportedIncident) => forReader(incidentView(one, now), caller);
  const page = await allIncidents(ports.log, now, size, after, (one) => bytesInAnswer(viewOf(one)));
  return json(200, {
    incidents: page.incidents.map(viewOf),
    ...(page.next === undefined ? {} : { next: page.next }),
  });
}

async function control(ports: Ports): Promise<HttpResult> {
  const at = ports.clock.now();
  const [now, states] = await Promise.all([
    ports.control.read(),
    Promise.all(ports.channels.map(async ({ is, state }) => [is.name, await state?.(at)] as const)),
  ]);
  const all = [SITE, ...ports.channels.map(({ is }) => is)];
  return json(200, {
    frozen: now.frozen !== undefined,
    ...(now.frozen ? { since: now.frozen } : {}),
    channels: Object.fromEntries(all.map((is) => [is.name, channelMode(now, is)])),
    ...Object.fromEntries(states.filter(([, state]) => state !== undefined)),
    lastSweepAt: now.lastSweepAt ?? null,
    ...(now.byHand === undefined ? {} : { byHand: now.byHand }),
    reached: reachedView(now.people),
  });
}

async function freeze(ports: Ports, event: HttpEvent, { actor: by }: Caller): Promise<HttpResult> {
  const { frozen, reason } = await bodyAs('freezeBody', jsonBody(event));
  if (frozen) await ports.control.freeze({ since: ports.clock.now(), reason: reason ?? 'no reason given', by });
  else await release(ports);
  await ports.nudges.nudgeSite();
  return control(ports);
}

async function setMode(ports: Ports, event: HttpEvent): Promise<HttpResult> {
  const name = event.pathParameters?.channel ?? '';
  const channel = ports.channels.find(({ is }) => is.name === name);
  if (channel === undefined)
    throw new Problem({
      type: 'no-such-channel',
      title: 'There is no such channel',
      status: 404,
      detail: `"${name}" cannot be switched; ${whichCan(ports.channels)}.`,
    });
  const { mode } = await bodyAs('channelBody', jsonBody(event));
  await ports.control.setMode(name, mode);
  if (mode === 'live') await channel.tryAgain();
  await lookAtAllWatched(ports);
  return control(ports);
}

function whichCan(channels: readonly AskedChannel[]): string {
  const names = channels.map(({ is }) => `"${is.name}"`);
  if (names.length === 0) return 'there is no channel but the status site';
  return names.length === 1 ? `the channel is ${names[0]}` : `the channels are ${names.join(', ')}`;
}

const answerReceipt = async (ports: Ports, id: string): Promise<HttpResult> => json(200, await receiptView(ports, id));
