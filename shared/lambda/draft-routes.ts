import type { DraftPorts } from '../app/drafts.ts';
import type { PreviewPorts } from '../app/preview.ts';
import type { MachineRecords } from '../ports/machines.ts';
import { type ApiRoute, type GuardPorts, guardedRoutes } from './guarded.ts';
import { json, jsonBody, optionalJsonBody } from './http.ts';
import { accepted, incoming } from './incoming.ts';
import { whenUsed } from './when-used.ts';

const { listDrafts, readDraft, approveDraft, editDraft, dropDraft } = whenUsed(
  () => import('../api/says.ts'),
  'listDrafts',
  'readDraft',
  'approveDraft',
  'editDraft',
  'dropDraft',
);

/** What can be done with statements that wait for a second person. */
export function draftRoutes(ports: DraftPorts & PreviewPorts & GuardPorts & { machines: MachineRecords }): ApiRoute[] {
  const route = guardedRoutes(ports);
  return [
    route.get('/v1/drafts', 'read', async (_event, caller) => json(200, await listDrafts(ports, caller))),
    route.get('/v1/drafts/{id}', 'read', async (event, caller) =>
      json(200, await readDraft(ports, idOf(event), caller)),
    ),
    route.change('POST', '/v1/drafts/{id}/approve', 'decide', async (event, caller) => {
      const { ifMatch, body } = incoming(event, caller, optionalJsonBody(event));
      return accepted(await approveDraft(ports, idOf(event), caller, { body, ifMatch }));
    }),
    route.discreetly('POST', '/v1/drafts/{id}/edit', 'decide', async (event, caller) =>
      json(200, await editDraft(ports, idOf(event), caller, jsonBody(event))),
    ),
    route.change('POST', '/v1/drafts/{id}/drop', 'decide', async (event, caller) =>
      json(200, await dropDraft(ports, idOf(event), caller, optionalJsonBody(event))),
    ),
  ];
}

const idOf = ({ pathParameters }: { pathParameters?: Record<string, string | undefined> }): string =>
  pathParameters?.id ?? '';
