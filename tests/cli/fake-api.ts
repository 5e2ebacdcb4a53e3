import middy from '@middy/core';
import httpRouter from '@middy/http-router';
import type { Context } from 'aws-lambda';
import { memoryNudges } from '../../shared/adapters/memory/nudges.ts';
import { memoryTable } from '../../shared/adapters/memory/table.ts';
import { config } from '../../shared/config/config.ts';
import { incidentIdFor } from '../../shared/contract/identity.ts';
import { apologyDraft, decideSlip } from '../../shared/core/apology.ts';
import type { BusyHours } from '../../shared/core/busy-hours.ts';
import { chained, logLine } from '../../shared/core/chain.ts';
import { replayed } from '../../shared/core/evolve.ts';
import type { ReportedIncident } from '../../shared/core/incident.ts';
import { instant } from '../../shared/core/instant.ts';
import { publicIncident } from '../../shared/core/public-incident.ts';
import { commandRoutes } from '../../shared/lambda/api-routes.ts';
import { type HttpEvent, type HttpResult, problemDocuments } from '../../shared/lambda/http.ts';
import { apologyText } from '../../shared/wording/apologies.ts';
import { memoryPorts } from '../support/memory-ports.ts';

export const OPS = 'http://localhost:4311';
export const SITE = 'http://localhost:4310';

const OPENING = new Set(['/v1/incidents', '/v1/maintenances']);

/** One request that reached the API, for tests that look at what was sent. */
export type Received = { method: string; path: string; headers: Headers; body: string };

const MACHINE = { sub: 'local', client_id: 'local', scope: 'candor/read candor/write candor/approve candor/admin' };

/** A person who has signed in, with every role. */
export const PERSON = {
  sub: 'local',
  username: 'commander',
  client_id: 'console',
  'cognito:groups': '[viewer commander approver administrator]',
};

/**
 * The real API over memory instead of AWS, on the test's own clock. Around it, what a test may want to go wrong; and
 * the pipeline's part, played before every request as a sweep that never sleeps would.
 */
export function fakeApi(clock: { nowMs: number }, claims: Record<string, string> = MACHINE) {
  const table = memoryTable();
  const time = { now: () => instant(clock.nowMs) };
  const stores = memoryPorts({ table, clock: time, siteUrl: 'https://status.example.com' });
  const { randomness } = stores;
  let tokens = 0;
  const ports = {
    ...stores,
    nudges: memoryNudges(),
    siteUrl: 'https://status.example.com',
    brand: config.brand.name,
    busyHours: undefined as BusyHours | undefined,
  };
  const router = middy<HttpEvent, HttpResult>()
    .use(problemDocuments())
    .handler(httpRouter<HttpEvent, HttpResult>({ routes: commandRoutes(ports) }));

  const ids: string[] = [];
  const received: Received[] = [];
  /** Fates of the next requests to `/v1`, oldest first. `'down'`: nobody answers. `'answer-lost'`: it was carried out. */
  const fates: (Response | 'down' | 'answer-lost')[] = [];
  /** Texts that the rules ask about. */
  const asksAbout: { rule: string; pattern: RegExp; reason: string }[] = [];
  /** How far the pipeline is behind the clock, as on a busy machine. */
  const pace = { behindMs: 0 };
  /** Channels deliver at once unless a test takes them away. */
  const channels: ('site' | 'x')[] = ['site', 'x'];

  async function incidentOf(id: string): Promise<ReportedIncident> {
    return replayed(id, await ports.log.load(id)) as ReportedIncident;
  }

  async function pipeline(): Promise<void> {
    const { frozen } = await ports.control.read();
    for (const id of ids) {
      const incident = await incidentOf(id);
      const slip = decideSlip(incident, instant(clock.nowMs - pace.behindMs), ports.policy, {
        frozen: frozen !== undefined,
      });
      if (slip.type === 'apologise') {
        const draft = apologyDraft(incident, slip.plan, apologyText(ports.voice, incident, slip.plan, time.now()));
        const salts = { content: randomness.salt(), private: randomness.salt() };
        await ports.log.append(
          chained(draft, { incident: id, head: incident.head, now: time.now(), salts }),
          undefined,
        );
      }
      const after = await incidentOf(id);
      await ports.siteIndex.update(publicIncident(after));
      for (const channel of channels)
        for (const { seq, at } of after.entries)
          await ports.deliveries.put(id, channel, seq, { state: 'delivered', at, receipt: 'r' });
    }
  }

  async function v1(request: Received): Promise<Response> {
    if (!/^Bearer (good|person)/.test(request.headers.get('authorization') ?? ''))
      return json(401, { message: 'Unauthorized' });
    await pipeline();
    const asked = lint(request.body);
    if (asked) return asked;
    if (request.method === 'POST' && OPENING.has(request.path)) {
      const id = incidentIdFor('local', request.headers.get('idempotency-key') ?? '');
      const answer = await routed(request);
      if (answer.ok && !ids.includes(id)) ids.push(id);
      await pipeline();
      return answer;
    }
    const answer = await routed(request);
    await pipeline();
    return answer;
  }

  async function routed({ method, path, headers, body }: Received): Promise<Response> {
    const url = new URL(path, OPS);
    const event = {
      version: '2.0',
      rawPath: url.pathname,
      headers: Object.fromEntries(headers),
      queryStringParameters: Object.fromEntries(url.searchParams),
      requestContext: {
        requestId: 'r',
        http: { method, path: url.pathname },
        authorizer: {
          jwt: {
            claims,
          },
        },
      },
      body,
      isBase64Encoded: false,
    } as unknown as HttpEvent;
    const result = await router(event, {} as Context);
    return new Response(result.body ?? '', {
      status: result.statusCode ?? 200,
      headers: result.headers as Record<string, string>,
    });
  }

  function lint(body: string): Response | undefined {
    const { message = '', override = [] } = (body === '' ? {} : JSON.parse(body)) as {
      message?: string;
      override?: string[];
    };
    const findings = asksAbout
      .filter(({ rule, pattern }) => pattern.test(message) && !override.includes(rule))
      .map(({ rule, reason }) => ({ rule, level: 'ask', field: 'message', quote: pattern(message, rule), reason }));
    if (findings.length === 0) return undefined;
    return json(422, {
      type: 'lint-asks',
      title: 'Please check the text',
      status: 422,
      detail: 'Read it again.',
      findings,
    });
  }

  const pattern = (message: string, rule: string) =>
    asksAbout.find((one) => one.rule === rule)?.pattern.exec(message)?.[0];

  async function site(path: string): Promise<Response> {
    if (path === '/api/v2/components.json')
      return json(200, { components: config.components.map(({ id, name }) => ({ id, name, group: false })) });
    const incidents = await Promise.all(ids.map(incidentOf));
    if (path === '/api/v2/incidents.json')
      return json(200, { incidents: incidents.map(({ id, title }) => ({ id, name: title })) });
    const log = incidents.find(({ id }) => path === `/incidents/${id}/log.jsonl`);
    if (log) return new Response(log.entries.map((entry) => `${JSON.stringify(logLine(entry))}\n`).join(''));
    return new Response('', { status: 404 });
  }

  async function answer(request: Received, origin: string): Promise<Response> {
    if (origin === SITE) return site(request.path);
    if (request.path !== '/oauth2/token') return v1(request);
    const isLocal = request.headers.get('authorization') === `Basic ${btoa('local:local')}`;
    return isLocal
      ? json(200, { access_token: `good-${++tokens}`, expires_in: 3600 })
      : json(401, { error: 'invalid_client' });
  }

  return {
    ports,
    received,
    fates,
    pace,
    asksAbout,
    channels,
    ids,
    incidentOf,
    commands: () => received.filter(({ method, path }) => method === 'POST' && path.startsWith('/v1/')),
    fetch: async (url: string, init: RequestInit): Promise<Response> => {
      const { origin, pathname, search } = new URL(url);
      const request: Received = {
        method: init.method ?? 'GET',
        path: `${pathname}${search}`,
        headers: new Headers(init.headers),
        body: typeof init.body === 'string' ? init.body : '',
      };
      received.push(request);
      const fate = request.path.startsWith('/v1') ? fates.shift() : undefined;
      if (fate === 'down') throw new TypeError('fetch failed');
      if (fate instanceof Response) return fate;
      const answered = await answer(request, origin);
      if (fate === 'answer-lost') throw new TypeError('fetch failed: socket hang up');
      return answered;
    },
  };
}

export type FakeApi = ReturnType<typeof fakeApi>;

const json = (status: number, body: object, headers: Record<string, string> = {}): Response =>
  new Response(JSON.stringify(body), { status, headers: { 'content-type': 'application/json', ...headers } });
