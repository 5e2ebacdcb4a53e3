import type { Route } from '@middy/http-router';
import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import { ApiProblem } from '../../shared/client/problem.ts';
import { alarmsPage, type Trial } from '../../shared/console/alarms.ts';
import { PAGES } from '../../shared/console/paths.ts';
import type { Answer } from './answer.ts';
import { type ConsolePorts, type ConsoleRequest, consoleRequests, formBody, lookOf } from './request.ts';
import { csrfMatches } from './session.ts';

/** The page for whoever writes the rules of alarms. It asks the API what a body would do, and changes nothing. */
export function alarmRoutes(ports: ConsolePorts): Route<APIGatewayProxyEventV2, Answer>[] {
  const { signedIn, page, stale } = consoleRequests(ports);

  const shown = async (request: ConsoleRequest, trial?: Trial, status = 200): Promise<Answer> => {
    const known = await request.client.unmappedAlarms();
    return page(
      status,
      alarmsPage(request.frame, { known, look: lookOf(request), ...(trial === undefined ? {} : { trial }) }),
    );
  };

  const look = signedIn((request) => shown(request));

  const attempt = signedIn(async (request) => {
    // A body is no text of ours: it is tried as it is.
    const form = formBody(request.event);
    if (!csrfMatches(request.session, form.get('csrf') ?? undefined)) return stale(request);
    const [source, body] = [form.get('source') ?? '', form.get('body') ?? ''];
    const sent = objectIn(body);
    if (sent === undefined)
      return shown(request, { source, body, wrong: 'It is not JSON, or no object in braces.' }, 422);
    try {
      return await shown(request, { source, body, tried: await request.client.tryAlarms(source, sent) });
    } catch (error) {
      if (!(error instanceof ApiProblem) || error.status === 401 || error.status === 403) throw error;
      const { title, detail, errors = [] } = error.problem;
      const fields = errors.map(({ field, reason }) => `${field}: ${reason}`);
      return shown(
        request,
        { source, body, wrong: fields.length === 0 ? (detail ?? title) : fields.join('; ') },
        error.status,
      );
    }
  });

  return [
    { method: 'GET', path: PAGES.alarms, handler: look },
    { method: 'POST', path: PAGES.alarms, handler: attempt },
  ];
}

function objectIn(text: string): object | undefined {
  try {
    const sent: unknown = JSON.parse(text);
    return typeof sent === 'object' && sent !== null ? sent : undefined;
  } catch {
    return undefined;
  }
}
