import { deskClient } from '../../../shared/client/desk.ts';
import { queuePage } from '../../../shared/console/desk/queue-page.ts';
import type { Html } from '../../../shared/console/layout.ts';
import { type Answer, answers } from '../answer.ts';
import { namedLook } from '../names.ts';
import type { ConsoleRequest } from '../request.ts';

/** The queue, of everything or of what its address asks for. */
export async function queue(request: ConsoleRequest, notice?: Html, status = 200): Promise<Answer> {
  const { client, frame, event, ports } = request;
  const asked = event.requestContext.http.method === 'GET' ? event.queryStringParameters : undefined;
  const chosen = { incident: asked?.incident || undefined, state: asked?.state || undefined };
  const [desk, { incidents }, look] = await Promise.all([
    deskClient(client).list(chosen),
    client.list(),
    namedLook(request),
  ]);
  const { page } = answers(ports.here.signInUrl);
  return page(status, queuePage(frame, { desk, look, incidents, components: componentsOf(request), chosen, notice }));
}

/** What people call each component. */
export const componentsOf = ({ ports }: ConsoleRequest): ReadonlyMap<string, string> =>
  new Map(ports.config.components.map(({ id, name }) => [id, name]));
