import { randomUUID } from 'node:crypto';
import type { Route } from '@middy/http-router';
import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import { ApiProblem } from '../../shared/client/problem.ts';
import { isOver } from '../../shared/client/words.ts';
import { mayDo } from '../../shared/console/moments.ts';
import { PAGES } from '../../shared/console/paths.ts';
import { resolvedPage, resolveTogetherPage, type TypedTogether } from '../../shared/console/resolve-together.ts';
import type { Answer } from './answer.ts';
import { previewed } from './previews.ts';
import { type ConsolePorts, type ConsoleRequest, consoleRequests, formBody, lookOf } from './request.ts';
import { csrfMatches } from './session.ts';

/** The form that ends several incidents with one text. */
export function togetherRoutes(ports: ConsolePorts): Route<APIGatewayProxyEventV2, Answer>[] {
  const { signedIn, page, stale, readsOnly } = consoleRequests(ports);

  const openOnes = async ({ client }: ConsoleRequest) =>
    (await client.list({ open: true })).incidents.filter((one) => !isOver(one) && one.type === 'outage');

  const shown = async (request: ConsoleRequest, typed?: TypedTogether, status = 200): Promise<Answer> => {
    const open = await openOnes(request);
    const filled = { open, key: randomUUID(), ...(typed === undefined ? {} : { typed }) };
    return page(status, resolveTogetherPage(request.frame, lookOf(request), filled));
  };

  const send = signedIn(async (request) => {
    const form = formBody(request.event);
    if (!csrfMatches(request.session, form.get('csrf') ?? undefined)) return stale(request);
    const typed = { incidents: form.getAll('incident'), message: form.get('message') ?? '' };
    const isLook = form.get('do') === 'look';
    if (typed.incidents.length === 0 && !isLook)
      return shown(request, { ...typed, wrong: 'Choose the incidents that are over.' }, 422);
    // Whoever only looks may not be done yet: what is missing is said in the preview.
    if (isLook)
      return shown(request, { ...typed, preview: await previewed(request, 'resolve-together', undefined, typed) });
    const titles = new Map((await openOnes(request)).map(({ id, title }) => [id, title]));
    try {
      const call = form.get('key') ? { key: String(form.get('key')) } : {};
      return page(200, resolvedPage(request.frame, await request.client.resolveTogether(typed, call), titles));
    } catch (error) {
      if (!(error instanceof ApiProblem) || error.status === 401 || error.status === 403) throw error;
      const { title, detail, errors = [] } = error.problem;
      const fields = errors.map(({ field, reason }) => `${field}: ${reason}`);
      const wrong = fields.length === 0 ? (detail ?? title) : fields.join('; ');
      return shown(request, { ...typed, wrong }, error.status);
    }
  });

  return [
    {
      method: 'GET',
      path: PAGES.resolveTogether,
      handler: signedIn(async (request) => (mayDo(request.session, 'speak') ? shown(request) : readsOnly(request))),
    },
    { method: 'POST', path: PAGES.resolveTogether, handler: send },
  ];
}
