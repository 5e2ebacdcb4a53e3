import type { ImportPorts } from '../app/import.ts';
import { plainParts } from '../core/hidden-characters.ts';
import { type ApiRoute, type GuardPorts, guardedRoutes } from './guarded.ts';
import { type HttpEvent, json, jsonBody } from './http.ts';
import { whenUsed } from './when-used.ts';

const { acceptImport, dropImport } = whenUsed(() => import('../api/administers.ts'), 'acceptImport', 'dropImport');

/** What can be done with incidents that another system told. They change the public history: an administrator's. */
export function importRoutes(ports: ImportPorts & GuardPorts): ApiRoute[] {
  const route = guardedRoutes(ports);
  return [
    route.get('/v1/imports', 'read', async () => json(200, plainParts({ imports: await ports.imports.all() }).value)),
    route.change('PUT', '/v1/imports/{id}', 'administer', async (event) => {
      const { status, body } = await acceptImport(ports, idOf(event), jsonBody(event));
      return json(status, body);
    }),
    route.change('DELETE', '/v1/imports/{id}', 'administer', async (event) =>
      json(200, await dropImport(ports, idOf(event))),
    ),
  ];
}

const idOf = ({ pathParameters }: HttpEvent): string => pathParameters?.id ?? '';
