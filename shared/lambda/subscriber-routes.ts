import type { SubscriberApiPorts } from '../api/subscribers.ts';
import { Problem } from '../contract/problem.ts';
import { type ApiRoute, type GuardPorts, guardedRoutes } from './guarded.ts';
import { type HttpEvent, json, jsonBody } from './http.ts';
import { whenUsed } from './when-used.ts';

const {
  addSubscriber,
  countSubscribers,
  eraseSubscriber,
  exportSubscribers,
  findSubscriber,
  importSubscribers,
  listSubscribers,
} = whenUsed(
  () => import('../api/administers.ts'),
  'addSubscriber',
  'countSubscribers',
  'eraseSubscriber',
  'exportSubscribers',
  'findSubscriber',
  'importSubscribers',
  'listSubscribers',
);

/** A thousand subscribers, each with what they chose (docs/rules.md, Limits of bodies). */
const IMPORT_BYTES = 1024 * 1024;

/** Those outside who asked to be told. Bodies hold addresses: of a change only that it was made is kept. */
export function subscriberRoutes(ports: SubscriberApiPorts & GuardPorts): ApiRoute[] {
  const route = guardedRoutes(ports);
  return [
    route.get('/v1/subscribers', 'read', async (event, caller) =>
      json(200, await listSubscribers(ports, event.queryStringParameters, caller)),
    ),
    route.get('/v1/subscribers/count', 'read', async (event) =>
      json(200, await countSubscribers(ports, event.queryStringParameters)),
    ),
    // Nothing changes, and yet who took all addresses, and when, is kept.
    route.discreetly('GET', '/v1/subscribers/export', 'administer', async (event, caller) =>
      json(200, await exportSubscribers(ports, event.queryStringParameters, caller)),
    ),
    route.ask('/v1/subscribers/find', 'administer', async (event, caller) =>
      json(200, await findSubscriber(ports, discreetBody(event), caller)),
    ),
    route.discreetly('POST', '/v1/subscribers', 'administer', async (event, caller) => {
      const { status, body } = await addSubscriber(ports, discreetBody(event), caller);
      return json(status, body);
    }),
    route.discreetly('POST', '/v1/subscribers/import', 'administer', async (event) =>
      json(200, await importSubscribers(ports, discreetBody(event, IMPORT_BYTES))),
    ),
    route.discreetly('DELETE', '/v1/subscribers/{channel}/{id}', 'administer', async (event) =>
      json(200, await eraseSubscriber(ports, event.pathParameters ?? {}, event.queryStringParameters)),
    ),
  ];
}

/** The body as JSON. What the parser says of one that is none quotes it, and it may hold an address. */
function discreetBody(event: HttpEvent, mostBytes?: number): unknown {
  try {
    return jsonBody(event, mostBytes, 'and one import at most 1,000 subscribers');
  } catch (error) {
    if (!(error instanceof Problem) || error.document.type !== 'invalid-json') throw error;
    throw new Problem({ ...error.document, detail: 'It could not be read as JSON. Nothing was changed.' });
  }
}
