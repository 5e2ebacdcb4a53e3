import type { ArchivePorts } from '../api/archive.ts';
import { noteAct } from '../app/note-act.ts';
import { type ApiRoute, type GuardPorts, guardedRoutes } from './guarded.ts';
import { json, jsonBody } from './http.ts';
import { whenUsed } from './when-used.ts';

const { exportArchive, importArchive, readArchiveKeys, replaceArchiveKeys } = whenUsed(
  () => import('../api/administers.ts'),
  'exportArchive',
  'importArchive',
  'readArchiveKeys',
  'replaceArchiveKeys',
);

/** As much as one call takes of an export (docs/rules.md, Limits of bodies). */
const ARCHIVE_BYTES = 1024 * 1024;

type Ports = ArchivePorts & GuardPorts & Parameters<typeof noteAct>[0];

/** Everything that cannot be computed again, out of here and into here. Of it only that it was done is noted. */
export function archiveRoutes(ports: Ports): ApiRoute[] {
  const route = guardedRoutes(ports);
  return [
    route.get('/v1/archive', 'administer', async (event, caller) => {
      const { after, people = 'false' } = event.queryStringParameters ?? {};
      const page = await exportArchive(ports, event.queryStringParameters);
      // Once for all of its pages.
      if (after === undefined)
        await noteAct(ports, { by: caller.actor, act: 'GET /v1/archive', on: '/v1/archive', said: `people=${people}` });
      return json(200, page);
    }),
    route.discreetly('POST', '/v1/archive', 'administer', async (event) =>
      json(200, await importArchive(ports, jsonBody(event, ARCHIVE_BYTES, 'and one part of an export as much'))),
    ),
    route.discreetly('GET', '/v1/archive/keys', 'administer', async () => json(200, await readArchiveKeys(ports))),
    route.discreetly('PUT', '/v1/archive/keys', 'administer', async (event) =>
      json(200, await replaceArchiveKeys(ports, jsonBody(event))),
    ),
  ];
}
