import type { DeskPorts } from '../app/desk/ports.ts';
import { type ApiRoute, type GuardPorts, guardedRoutes } from './guarded.ts';
import { json, jsonBody, optionalJsonBody } from './http.ts';
import { ifMatchOf } from './incoming.ts';
import { whenUsed } from './when-used.ts';

const desk = whenUsed(
  () => import('../api/desk.ts'),
  'answerOne',
  'answerOneByHand',
  'askReportBack',
  'connectOne',
  'decideTemplate',
  'deskReportOf',
  'listDesk',
  'listTemplates',
  'moveMention',
  'mutePerson',
  'noteCase',
  'proposeTemplate',
  'readLately',
  'readMention',
  'readReportBack',
  'reportedByHand',
);

/** The mention desk. Of what is sent to customers the audit log keeps that it was, and by whom; the words lie with the answer. */
export function deskRoutes(ports: GuardPorts & { desk: DeskPorts }): ApiRoute[] {
  const route = guardedRoutes(ports);
  const at = ports.desk;
  return [
    route.get('/v1/desk', 'read', async (event) => json(200, await desk.listDesk(at, event.queryStringParameters))),
    route.change('PUT', '/v1/desk/sources/{source}', 'administer', async (event, caller) =>
      json(200, await desk.connectOne(at, event.pathParameters, jsonBody(event), caller)),
    ),
    route.get('/v1/desk/report', 'read', async (event) =>
      json(200, await desk.deskReportOf(at, event.queryStringParameters)),
    ),
    route.get('/v1/desk/report-back', 'read', async (event) =>
      json(200, await desk.readReportBack(at, event.queryStringParameters)),
    ),
    route.change('POST', '/v1/desk/report-back', 'answer', async (event, caller) =>
      json(200, await desk.askReportBack(at, jsonBody(event), caller)),
    ),
    route.discreetly('POST', '/v1/desk/report-back/{source}/{id}/by-hand', 'answer', async (event, caller) =>
      json(200, await desk.reportedByHand(at, event.pathParameters, event.queryStringParameters, caller)),
    ),
    route.get('/v1/desk/templates', 'read', async () => json(200, await desk.listTemplates(at))),
    route.change('POST', '/v1/desk/templates', 'tend', async (event, caller) =>
      json(201, await desk.proposeTemplate(at, jsonBody(event), caller)),
    ),
    route.change('POST', '/v1/desk/templates/{id}/approve', 'approve', async (event, caller) =>
      json(200, await desk.decideTemplate(at, event.pathParameters, 'approved', caller)),
    ),
    route.change('POST', '/v1/desk/templates/{id}/drop', 'approve', async (event, caller) =>
      json(200, await desk.decideTemplate(at, event.pathParameters, 'dropped', caller)),
    ),
    route.discreetly('POST', '/v1/desk/people/{source}/{id}/mute', 'tend', async (event, caller) =>
      json(200, await desk.mutePerson(at, event.pathParameters, true, caller)),
    ),
    route.discreetly('POST', '/v1/desk/people/{source}/{id}/unmute', 'tend', async (event, caller) =>
      json(200, await desk.mutePerson(at, event.pathParameters, false, caller)),
    ),
    route.get('/v1/desk/{source}/{id}', 'read', async (event) =>
      json(200, await desk.readMention(at, event.pathParameters)),
    ),
    route.discreetly('POST', '/v1/desk/{source}/{id}/take', 'tend', async (event, caller) =>
      json(200, await desk.moveMention(at, event.pathParameters, 'take', caller)),
    ),
    route.discreetly('POST', '/v1/desk/{source}/{id}/release', 'tend', async (event, caller) =>
      json(200, await desk.moveMention(at, event.pathParameters, 'release', caller)),
    ),
    route.discreetly('POST', '/v1/desk/{source}/{id}/left', 'tend', async (event, caller) =>
      json(200, await desk.moveMention(at, event.pathParameters, 'left', caller)),
    ),
    route.discreetly('POST', '/v1/desk/{source}/{id}/stream', 'tend', async (event) =>
      json(200, await desk.readLately(at, event.pathParameters)),
    ),
    route.discreetly('POST', '/v1/desk/{source}/{id}/answer', 'answer', async (event, caller) => {
      const ifMatch = ifMatchOf(event.headers['if-match']);
      return json(200, await desk.answerOne(at, event.pathParameters, optionalJsonBody(event), ifMatch, caller));
    }),
    route.discreetly('POST', '/v1/desk/{source}/{id}/by-hand', 'answer', async (event, caller) =>
      json(200, await desk.answerOneByHand(at, event.pathParameters, caller)),
    ),
    route.discreetly('POST', '/v1/cases/{case}/notes', 'tend', async (event, caller) =>
      json(200, await desk.noteCase(at, event.pathParameters, jsonBody(event), caller)),
    ),
  ];
}
