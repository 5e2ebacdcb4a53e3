import type { Method, Route } from '@middy/http-router';
import { type AcceptPorts, acceptForMaintenance, acceptSchedule } from '../api/accept.ts';
import { incidentView } from '../api/views.ts';
import { allMaintenances, openMaintenances } from '../app/read-incidents.ts';
import type { Board } from '../ports/board.ts';
import { type HttpEvent, type HttpResult, json } from './http.ts';
import { accepted, incoming, pageAsked } from './incoming.ts';
import { logger } from './logger.ts';

type Handle = (event: HttpEvent) => Promise<HttpResult>;
type Ports = AcceptPorts & { board: Board };

/** What announced work can be asked. `readOne` answers reads of one chain, of whichever sort it is. */
export function maintenanceRoutes(ports: Ports, readOne: Handle): Route<HttpEvent, HttpResult>[] {
  const route = (method: Method, path: string, handler: Handle): Route<HttpEvent, HttpResult> => ({
    method,
    path,
    handler,
  });
  return [
    route('POST', '/v1/maintenances', async (event) => accepted(await acceptSchedule(ports, incoming(event)))),
    route('GET', '/v1/maintenances', (event) => list(ports, event)),
    route('GET', '/v1/maintenances/{id}', readOne),
    route('POST', '/v1/maintenances/{id}/updates', (event) => update(ports, event)),
  ];
}

async function update(ports: Ports, event: HttpEvent): Promise<HttpResult> {
  const id = event.pathParameters?.id ?? '';
  logger.appendKeys({ incident: id });
  return accepted(await acceptForMaintenance(ports, incoming(event), id));
}

async function list(ports: Ports, event: HttpEvent): Promise<HttpResult> {
  const { open, size, after } = pageAsked(event);
  const now = ports.clock.now();
  const page: Awaited<ReturnType<typeof allMaintenances>> = open
    ? { incidents: await openMaintenances(ports, now) }
    : await allMaintenances(ports.log, now, size, after);
  const maintenances = page.incidents.map(incidentView);
  // Under both names: every list has `incidents`, and this is the one that a reader looks for.
  return json(200, { maintenances, incidents: maintenances, ...(page.next === undefined ? {} : { next: page.next }) });
}
