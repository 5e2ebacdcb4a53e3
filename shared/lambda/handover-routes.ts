import { handoverView } from '../api/views.ts';
import { acceptHandover, answerFollowUp, type HandoverPorts, handOver, noteFollowUp } from '../app/handovers.ts';
import { bodyAs } from './body-as.ts';
import { type ApiRoute, type GuardPorts, guardedRoutes } from './guarded.ts';
import { type HttpEvent, json, jsonBody } from './http.ts';

/** What commanders do among themselves: hand an incident over, and note who waits for an answer of their own. */
export function handoverRoutes(ports: HandoverPorts & GuardPorts): ApiRoute[] {
  const route = guardedRoutes(ports);
  return [
    route.change('POST', '/v1/incidents/{id}/handover', 'speak', async (event, caller) => {
      const { to } = await bodyAs('handoverBody', jsonBody(event));
      return json(200, { handover: handoverView(await handOver(ports, part(event, 'id'), to, caller)) });
    }),
    route.change('POST', '/v1/incidents/{id}/handover/accept', 'speak', async (event, caller) =>
      json(200, { handover: handoverView(await acceptHandover(ports, part(event, 'id'), caller)) }),
    ),
    route.change('POST', '/v1/incidents/{id}/loops', 'speak', async (event, caller) => {
      const { reference } = await bodyAs('followUpBody', jsonBody(event));
      return json(201, { loop: await noteFollowUp(ports, part(event, 'id'), reference, caller.actor) });
    }),
    route.change('POST', '/v1/incidents/{id}/loops/{loop}/answered', 'speak', async (event, caller) =>
      json(200, { loop: await answerFollowUp(ports, part(event, 'id'), part(event, 'loop'), caller.actor) }),
    ),
  ];
}

const part = ({ pathParameters }: HttpEvent, name: string): string => pathParameters?.[name] ?? '';
