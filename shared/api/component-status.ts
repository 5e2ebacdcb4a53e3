import { openIncidents } from '../app/read-incidents.ts';
import { parseBody } from '../contract/parse.ts';
import { componentStatusBody } from '../contract/schemas.ts';
import type { ComponentStatus, Impact } from '../core/entry.ts';
import type { SiteIndex } from '../ports/site-index.ts';
import { componentWords } from '../wording/component-status.ts';
import { type Accepted, type AcceptPorts, acceptForIncident, acceptOpening, type IncomingCommand } from './accept.ts';
import { noSuchComponent } from './no-such-component.ts';

export type ComponentPorts = AcceptPorts & { siteIndex: SiteIndex; names: ReadonlyMap<string, string> };

const IMPACT: Record<Exclude<ComponentStatus, 'under_maintenance' | 'operational'>, Impact> = {
  degraded_performance: 'minor',
  partial_outage: 'major',
  major_outage: 'critical',
};

/**
 * `PUT /v1/components/{id}/status`, as other status pages have it. There is no red light without words here: it opens an
 * incident, or is an update of the one that is open about the component; without a message it says what was set and no more.
 */
export async function acceptComponentStatus(
  ports: ComponentPorts,
  request: IncomingCommand,
  id: string,
): Promise<Accepted> {
  const { status, message, override } = parseBody(componentStatusBody, request.body);
  const name = ports.names.get(id);
  if (name === undefined) throw noSuchComponent(id, ports.names);
  const words = componentWords(name, status);
  const said = { components: [{ id, status }], ...(override === undefined ? {} : { override }) };

  const open = (await openIncidents(ports, ports.clock.now())).find(({ components }) =>
    components.some((one) => one.id === id && (one.status !== 'operational' || one.status === status)),
  );
  if (open === undefined) {
    if (status === 'operational') return nothing(id, status);
    const opening = { title: words.title, impact: IMPACT[status], message: message ?? words.first, ...said };
    return acceptOpening(ports, { ...request, body: opening });
  }
  const stands = open.components.find((one) => one.id === id)?.status;
  if (stands === status && message === undefined) return nothing(id, status, open.id);
  return acceptForIncident(
    ports,
    { ...request, body: { message: message ?? words.next, ...said } },
    open.id,
    'updates',
  );
}

const nothing = (component: string, status: ComponentStatus, incident?: string): Accepted => ({
  status: 200,
  body: { component, status, unchanged: true, ...(incident === undefined ? {} : { incident }) },
  headers: {},
});
