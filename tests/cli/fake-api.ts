import { memoryLog } from '../../shared/adapters/memory/incident-log.ts';
import { memoryNudges } from '../../shared/adapters/memory/nudges.ts';
import { type MemoryTable, memoryTable } from '../../shared/adapters/memory/table.ts';
import { commandKey, idempotencyKey, incidentIdFor } from '../../shared/api/identity.ts';
import {
  checkComponents,
  openCommand,
  parseBody,
  reopenCommand,
  resolveCommand,
  updateCommand,
} from '../../shared/api/parse.ts';
import { Problem, type ProblemDocument } from '../../shared/api/problem.ts';
import {
  correctionBody,
  openBody,
  postmortemBody,
  reopenBody,
  resolveBody,
  updateBody,
} from '../../shared/api/schemas.ts';
import { entryView, incidentView } from '../../shared/api/views.ts';
import { etagOf } from '../../shared/app/etag.ts';
import { type CommandResult, runCommand } from '../../shared/app/run-command.ts';
import { config } from '../../shared/config.ts';
import { apologyDraft, decideSlip } from '../../shared/core/apology.ts';
import { chained, logLine } from '../../shared/core/chain.ts';
import type { Command } from '../../shared/core/command.ts';
import type { Delivery } from '../../shared/core/delivery.ts';
import { replayed } from '../../shared/core/evolve.ts';
import type { ReportedIncident } from '../../shared/core/incident.ts';
import { type Instant, instant } from '../../shared/core/instant.ts';
import { Refusal } from '../../shared/core/refusal.ts';
import { policyOf } from '../../shared/policy.ts';
import { apologyText } from '../../shared/wording/apologies.ts';
import { REFUSALS } from '../../shared/wording/refusals.ts';

export const OPS = 'http://localhost:4311';
export const SITE = 'http://localhost:4310';

/** One request that reached the API, for tests that look at what was sent. */
export type Received = { method: string; path: string; headers: Headers; body: string };

/**
 * The HTTP API of DESIGN part 6 in memory, over the real rules, on the test's own clock. The pipeline's part is played
 * by `settleSlips`, which every request to it runs first, as a sweep that never sleeps would.
 */
export function fakeApi(clock: { nowMs: number }) {
  const table: MemoryTable = memoryTable();
  const now = (): Instant => instant(clock.nowMs);
  const log = memoryLog({ table, clock: { now } });
  const policy = policyOf(config);
  const known = new Set(config.components.map((component) => component.id));
  const ids: string[] = [];
  const received: Received[] = [];
  /** Answers to give before the API itself is asked, oldest first. `'down'`: nobody answers. */
  const mishaps: (Response | 'down' | 'answer-lost')[] = [];
  const asksAbout: { rule: string; pattern: RegExp; reason: string }[] = [];
  const controlState = { frozen: false as boolean, channels: {} as Record<string, string> };
  /** What the channels did; a test may change it. Everything is delivered unless it says otherwise. */
  const deliveries = new Map<string, Delivery>();
  let salt = 0;
  const randomness = { salt: () => (++salt).toString(16).padStart(32, '0') };
  const ports = { log, nudges: memoryNudges(), clock: { now }, randomness, policy, warn: () => undefined };

  async function incidentOf(id: string): Promise<ReportedIncident> {
    const incident = replayed(id, await log.load(id));
    if (incident.phase === 'unreported') throw new Refusal('incident-not-found');
    return incident;
  }

  async function settleSlips(): Promise<void> {
    for (const id of ids) {
      const incident = await incidentOf(id);
      const slip = decideSlip(incident, now(), policy, { frozen: controlState.frozen });
      if (slip.type !== 'apologise') continue;
      const draft = apologyDraft(incident, slip.plan, apologyText(incident, slip.plan, now()));
      const salts = { content: randomness.salt(), private: randomness.salt() };
      await log.append(chained(draft, { incident: id, head: incident.head, now: now(), salts }), undefined);
    }
  }

  function view(incident: ReportedIncident) {
    const of = (channel: 'site' | 'x') =>
      Object.fromEntries(
        incident.entries.flatMap(({ seq, at }) => {
          const delivery = deliveries.get(`${channel}#${seq}`) ?? { state: 'delivered', at, receipt: 'r' };
          return 'state' in delivery ? [[seq, delivery]] : [];
        }),
      );
    return { ...incidentView(incident), deliveries: { site: of('site'), x: of('x') }, reminders: [] };
  }

  async function command(request: Received, id: string, make: (body: never, at: Instant) => Command, body: unknown) {
    lint(body);
    const result = await runCommand(ports, {
      incident: id,
      speaker: { author: 'person', actor: 'local', via: 'api' },
      key: commandKey('local', idempotencyKey(request.headers.get('idempotency-key') ?? undefined), request),
      ...(request.headers.has('if-match') ? { ifMatch: request.headers.get('if-match') ?? '' } : {}),
      command: (at) => make(body as never, at),
    });
    return commandAnswer(result, request.path === '/v1/incidents' || !request.path.endsWith('/resolve'));
  }

  function lint(body: unknown): void {
    const { message = '', override = [] } = body as { message?: string; override?: string[] };
    const findings = asksAbout
      .filter(({ rule, pattern }) => pattern.test(message) && !override.includes(rule))
      .map(({ rule, reason }) => ({ rule, level: 'ask', field: 'message', quote: '', reason }));
    if (findings.length > 0)
      throw new Problem({
        type: 'lint-asks',
        title: 'Please check the text',
        status: 422,
        detail: 'Read it again.',
        findings,
      });
  }

  function commandAnswer(result: CommandResult, created: boolean): Response {
    switch (result.type) {
      case 'added':
        return json(created ? 201 : 200, view(result.incident), { etag: etagOf(result.incident) });
      case 'unchanged':
        return json(200, { ...view(result.incident), unchanged: true }, { etag: etagOf(result.incident) });
      case 'key-reused':
        return problem({
          type: 'idempotency-key-reused',
          title: 'The key was used',
          status: 422,
          detail: 'Use another.',
        });
      case 'changed-meanwhile':
        return problem({
          type: 'changed-meanwhile',
          title: 'Somebody else was faster',
          status: 412,
          detail: 'Look at it again.',
          currentEtag: result.currentEtag,
          entriesSince: result.entriesSince.map(entryView),
        });
    }
  }

  async function v1(request: Received): Promise<Response> {
    if (!/^Bearer (good|person)/.test(request.headers.get('authorization') ?? ''))
      return new Response('{"message":"Unauthorized"}', { status: 401 });
    await settleSlips();
    const [path = '', query] = request.path.split('?');
    const body = request.body === '' ? undefined : JSON.parse(request.body);
    const route = `${request.method} ${path}`;
    const [, id = '', rest = ''] = /^\/v1\/incidents\/([^/]+)\/?(.*)$/.exec(path) ?? [];
    if (route === 'POST /v1/incidents') {
      const parsed = parseBody(openBody, body);
      checkComponents(parsed.components, known);
      const opened = incidentIdFor('local', request.headers.get('idempotency-key') ?? '');
      const answer = await command(request, opened, (_, at) => openCommand(parsed, at), body);
      if (!ids.includes(opened)) ids.push(opened);
      return answer;
    }
    if (route === 'GET /v1/incidents') {
      const all = await Promise.all(ids.map(incidentOf));
      const wanted = query === 'open=true' ? all.filter((one) => one.phase === 'open') : all;
      return json(200, { incidents: wanted.map(view).toReversed() });
    }
    if (route === 'PUT /v1/freeze') {
      controlState.frozen = body.frozen;
      return json(200, controlState);
    }
    if (path.startsWith('/v1/channels/')) {
      controlState.channels[path.slice('/v1/channels/'.length)] = body.mode;
      return json(200, controlState);
    }
    if (route === `GET /v1/incidents/${id}`) {
      const incident = await incidentOf(id);
      return json(200, view(incident), { etag: etagOf(incident) });
    }
    const parsers: Record<string, (at: Instant) => Command> = {
      updates: (at) => updateCommand(parseBody(updateBody, body), at),
      resolve: (at) => resolveCommand(parseBody(resolveBody, body), at),
      reopen: (at) => reopenCommand(parseBody(reopenBody, body), at),
      corrections: () => ({ type: 'Correct', ...parseBody(correctionBody, body) }),
      postmortem: () => ({ type: 'PublishPostmortem', ...parseBody(postmortemBody, body) }),
    };
    const parser = parsers[rest];
    if (!parser) return problem({ type: 'not-found', title: 'There is nothing here', status: 404, detail: path });
    return command(request, id, (_, at) => parser(at), body);
  }

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
    if (request.path === '/oauth2/token') {
      const isLocal = request.headers.get('authorization') === `Basic ${btoa('local:local')}`;
      return isLocal
        ? json(200, { access_token: `good-${salt}`, expires_in: 3600 })
        : json(401, { error: 'invalid_client' });
    }
    try {
      return await v1(request);
    } catch (error) {
      if (error instanceof Problem) return problem(error.document);
      if (!(error instanceof Refusal)) throw error;
      const { status, title, detail } = REFUSALS[error.code];
      const errors = error.field === undefined ? {} : { errors: [{ field: error.field, reason: title }] };
      return problem({ type: error.code, status, title, detail, ...errors });
    }
  }

  return {
    received,
    mishaps,
    asksAbout,
    deliveries,
    control: controlState,
    incidentOf,
    ids,
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
      const mishap = request.path.startsWith('/v1') ? mishaps.shift() : undefined;
      if (mishap === 'down') throw new TypeError('fetch failed');
      if (mishap instanceof Response) return mishap;
      const answered = await answer(request, origin);
      if (mishap === 'answer-lost') throw new TypeError('fetch failed: socket hang up');
      return answered;
    },
  };
}

export type FakeApi = ReturnType<typeof fakeApi>;

const json = (status: number, body: object, headers: Record<string, string> = {}): Response =>
  new Response(JSON.stringify(body), { status, headers: { 'content-type': 'application/json', ...headers } });

const problem = (document: ProblemDocument): Response =>
  json(document.status, document, { 'content-type': 'application/problem+json' });
