import { type IntakeKeys, secretOf } from '../api/intake-secret.ts';
import { TICKETS_PATH, ticketSecretOf } from '../api/ticket-system.ts';
import { proposedRule, type Source } from '../config/alarm-rules.ts';
import { Problem } from '../contract/problem.ts';
import type { Clock } from '../ports/clock.ts';
import type { UnmappedAlarms } from '../ports/unmapped-alarms.ts';
import { type ApiRoute, type GuardPorts, guardedRoutes } from './guarded.ts';
import { json, jsonBody } from './http.ts';

export type IntakeReadPorts = GuardPorts & {
  sources: readonly Source[];
  intakeKeys: () => Promise<IntakeKeys>;
  unmappedAlarms: UnmappedAlarms;
  /** What customers call each component. */
  names: ReadonlyMap<string, string>;
  /** Whether the ticket system of the house may tell us something. */
  takesTickets: boolean;
  clock: Clock;
};

/** What people ask about the intake: where monitors send to, what a body would do, and what came to nothing. */
export function intakeRoutes(ports: IntakeReadPorts): ApiRoute[] {
  const { sources, names } = ports;
  const route = guardedRoutes(ports);
  return [
    route.get('/v1/intake', 'administer', async () => {
      const { key } = await ports.intakeKeys();
      const shown = sources.map(({ id, format }) => ({ id, format, path: `/intake/${id}`, secret: secretOf(id, key) }));
      const tickets = { path: TICKETS_PATH, secret: ticketSecretOf(key) };
      return json(200, { sources: shown, ...(ports.takesTickets ? { ticketSystem: tickets } : {}) });
    }),
    route.get('/v1/intake/unmapped', 'speak', async () => {
      const newest = await ports.unmappedAlarms.newest(ports.clock.now());
      const unmapped = newest.map((one) =>
        one.is === 'alarm' ? { ...one, proposal: proposedRule(one.labels, names) } : one,
      );
      return json(200, { sources: sources.map(({ id, format }) => ({ id, format })), unmapped });
    }),
    route.ask('/v1/intake/{source}/try', 'speak', async (event) => {
      const body = jsonBody(event);
      const id = event.pathParameters?.source ?? '';
      const source = sources.find((one) => one.id === id);
      if (source === undefined) throw noSuchSource(id);
      const { tryBody } = await import('../api/administers.ts');
      return json(200, tryBody(source, body, names));
    }),
  ];
}

export const noSuchSource = (name: string): Problem =>
  new Problem({
    type: 'no-such-source',
    title: 'There is no such source of alarms',
    status: 404,
    detail: `"${name.slice(0, 40)}" is not among intake.sources of candor.config.json.`,
  });
