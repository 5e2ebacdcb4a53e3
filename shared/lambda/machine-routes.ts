import type { MachineApiPorts } from '../api/machines.ts';
import { type ApiRoute, type GuardPorts, guardedRoutes } from './guarded.ts';
import { type HttpEvent, json, jsonBody, optionalJsonBody } from './http.ts';
import { whenUsed } from './when-used.ts';

const { endMachine, listMachines, makeMachine, renewMachine } = whenUsed(
  () => import('../api/administers.ts'),
  'endMachine',
  'listMachines',
  'makeMachine',
  'renewMachine',
);

/** The programs of the house. A secret stands in an answer and in no body, so that what is kept of a change holds none. */
export function machineRoutes(ports: MachineApiPorts & GuardPorts): ApiRoute[] {
  const route = guardedRoutes(ports);
  return [
    route.get('/v1/clients', 'administer', async () => json(200, await listMachines(ports))),
    route.change('POST', '/v1/clients', 'administer', async (event, caller) =>
      json(201, await makeMachine(ports, jsonBody(event), caller)),
    ),
    route.change('POST', '/v1/clients/{client}/rotate', 'administer', async (event) =>
      json(200, await renewMachine(ports, calledIn(event), optionalJsonBody(event))),
    ),
    route.change('DELETE', '/v1/clients/{client}', 'administer', async (event) =>
      json(200, await endMachine(ports, calledIn(event))),
    ),
  ];
}

const calledIn = ({ pathParameters }: HttpEvent): string => pathParameters?.client ?? '';
