import type { AcceptPorts } from '../api/accept.ts';
import type { Caller } from '../api/caller.ts';
import { incidentView } from '../api/views.ts';
import { allMaintenances, openMaintenances } from '../app/read-incidents.ts';
import type { SiteIndex } from '../ports/site-index.ts';
import { type ApiRoute, type GuardPorts, guardedRoutes, type Handle } from './guarded.ts';
import { bytesInAnswer, type HttpEvent, type HttpResult, json } from './http.ts';
import { accepted, incoming, pageAsked } from './incoming.ts';
import { whenUsed } from './when-used.ts';

const { acceptSchedule, acceptForMaintenance } = whenUsed(
  () => import('../api/says.ts'),
  'acceptSchedule',
  'acceptForMaintenance',
);

type Ports = AcceptPorts & GuardPorts & { siteIndex: SiteIndex };

/** What announced work can be asked. `readOne` answers reads of one chain, of whichever sort it is. */
export function maintenanceRoutes(ports: Ports, readOne: Handle): ApiRoute[] {
  const route = guardedRoutes(ports);
  return [
    route.command('/v1/maintenances', 'speak', async (event, caller, admitted) =>
      accepted(await acceptSchedule(ports, { ...incoming(event, caller), admitted })),
    ),
    route.get('/v1/maintenances', 'read', (event) => list(ports, event)),
    route.get('/v1/maintenances/{id}', 'read', readOne),
    route.command('/v1/maintenances/{id}/updates', 'speak', (event, caller, admitted) =>
      update(ports, event, caller, admitted),
    ),
  ];
}

async function update(ports: Ports, event: HttpEvent, caller: Caller, admitted: Promise<void>): Promise<HttpResult> {
  const id = event.pathParameters?.id ?? '';
  return accepted(await acceptForMaintenance(ports, { ...incoming(event, caller), admitted }, id));
}

async function list(ports: Ports, event: HttpEvent): Promise<HttpResult> {
  const { open, size, after } = pageAsked(event);
  const now = ports.clock.now();
  const page: Awaited<ReturnType<typeof allMaintenances>> = open
    ? { incidents: await openMaintenances(ports, now) }
    : await allMaintenances(ports.log, now, size, after, (one) => bytesInAnswer(incidentView(one, now)) * 2);
  const maintenances = page.incidents.map((one) => incidentView(one, now));
  // Under both names: every list has `incidents`, and this is the one that a reader looks for.
  return json(200, { maintenances, incidents: maintenances, ...(page.next === undefined ? {} : { next: page.next }) });
}
