import type { PeoplePorts } from '../api/people.ts';
import type { MachineRecords } from '../ports/machines.ts';
import { type ApiRoute, type GuardPorts, guardedRoutes } from './guarded.ts';
import { type HttpEvent, json, jsonBody } from './http.ts';
import { whenUsed } from './when-used.ts';

const { askOwnerAgain, changeDuty, endSession, listHouse, putSomebody, removeSomebody, showPerson, tryEverybody } =
  whenUsed(
    () => import('../api/administers.ts'),
    'askOwnerAgain',
    'changeDuty',
    'endSession',
    'listHouse',
    'putSomebody',
    'removeSomebody',
    'showPerson',
    'tryEverybody',
  );

/** The people of the house and who is on duty. Bodies hold addresses, so of a change only that it was made is kept. */
export function peopleRoutes(ports: PeoplePorts & GuardPorts & { machines: MachineRecords }): ApiRoute[] {
  const route = guardedRoutes(ports);
  return [
    route.change('DELETE', '/v1/session', 'read', async (_event, caller) => json(200, await endSession(ports, caller))),
    route.get('/v1/people', 'read', async (_event, caller) => json(200, await listHouse(ports, caller))),
    route.get('/v1/people/{id}', 'read', async (event, caller) =>
      json(200, await showPerson(ports, idOf(event), caller)),
    ),
    route.discreetly('PUT', '/v1/people/{id}', 'administer', async (event, caller) => {
      const { status, body } = await putSomebody(ports, idOf(event), jsonBody(event), caller);
      return json(status, body);
    }),
    route.discreetly('POST', '/v1/people/{id}/ask', 'administer', async (event, caller) =>
      json(200, await askOwnerAgain(ports, idOf(event), jsonBody(event), caller)),
    ),
    route.change('DELETE', '/v1/people/{id}', 'administer', async (event) =>
      json(200, await removeSomebody(ports, idOf(event))),
    ),
    route.change('POST', '/v1/reminders/test', 'administer', async () => json(200, await tryEverybody(ports))),
    route.change('PUT', '/v1/duty', 'decide', async (event, caller) =>
      json(200, await changeDuty(ports, jsonBody(event), caller)),
    ),
  ];
}

const idOf = ({ pathParameters }: HttpEvent): string => pathParameters?.id ?? '';
