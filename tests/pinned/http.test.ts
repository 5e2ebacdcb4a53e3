import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, it, vi } from 'vitest';
import { pinned } from './pin.ts';
import { ada, nobody, type RunningSystem, runningSystem } from './running-system.ts';
import { fieldsOfSchema, inOrder, once } from './shape.ts';

// biome-ignore lint/suspicious/noExplicitAny: an OpenAPI document, looked at from the outside.
type Json = any;

let system: RunningSystem;
let document: Json;
let incident: string;

beforeAll(async () => {
  vi.spyOn(console, 'error').mockImplementation(() => undefined);
  system = await runningSystem();
  document = (await system.ask('command', 'GET', '/openapi.json')).json;
  const body = { title: 'Logins fail', impact: 'minor', components: [], message: 'Some logins fail.' };
  incident = (await system.call('POST', '/v1/incidents', body)).id;
  await system.delivered();
});
afterAll(async () => {
  await system.stop();
  vi.restoreAllMocks();
});

const METHODS = ['get', 'post', 'put', 'patch', 'delete'];

const operations = (): [string, Json][] =>
  Object.entries(document.paths).flatMap(([path, item]: [string, Json]) =>
    METHODS.flatMap((method): [string, Json][] =>
      item[method] ? [[`${method.toUpperCase()} ${path}`, item[method]]] : [],
    ),
  );

describe('the HTTP API', () => {
  it('has these operations, with these fields asked and answered', () => {
    pinned(
      'api-operations.json',
      {
        'a refusal': refusals(),
        ...inOrder(Object.fromEntries(operations().map(([name, operation]) => [name, shapeOf(operation)]))),
      },
      'Clients, the console and the command line of other versions call these, with these fields.',
    );
  });

  it('is described by a document of the same shape', () => {
    pinned(
      'api-digest.json',
      { 'sha256 of the document without its prose': digest(withoutProse(document)) },
      'Clients are generated from this document. Where api-operations.json is as it was, look at limits, enums and formats.',
    );
  });

  it('answers each of them: whoever has no role is told so, and not that there is nothing', async () => {
    const answered: Record<string, string> = {};
    for (const [name] of operations()) {
      const [method = '', path = ''] = name.split(' ');
      const where = path.replace(/\{[^}]*\}/g, 'x');
      const fn = path.startsWith('/intake') ? 'intake' : 'command';
      const { status, json } = await system.ask(fn, method, where, { as: nobody });
      answered[name] = `${status}${json?.type && status >= 400 ? ` ${json.type}` : ''}`;
    }
    for (const method of ['GET', 'POST']) {
      const { status } = await system.ask('command', method, '/a/no-link');
      answered[`${method} /a/{token}`] = `${status}`;
    }
    pinned(
      'api-answers.json',
      inOrder(answered),
      'These addresses are called by clients, monitors and links in mails.',
    );
  });
});

describe('the console', () => {
  it('has these pages and forms, each of which asks the API for this', async () => {
    const asked: Record<string, { answer: string; calls: string[] }> = {};
    let calls: string[] = [];
    system.aws.otherwise(async (request, body, response) => {
      const url = request.url ?? '';
      calls.push(`${request.method} ${url.replace(incident, '{id}').split('?')[0]}`);
      const answer = await system.ask('command', request.method ?? '', url, {
        body,
        as: { ...ada, 'cognito:groups': '[commander administrator]' },
      });
      response.writeHead(answer.status, { 'content-type': 'application/json', ...answer.headers }).end(answer.text);
    });
    const claims = { username: 'ada', 'cognito:groups': ['commander', 'administrator'] };
    const token = `h.${Buffer.from(JSON.stringify(claims)).toString('base64url')}.s`;
    const csrf = createHash('sha256').update(`candor csrf ${token}`).digest('base64url');
    const cookies = [`candor-session=${token}`, `candor-seen=${Math.floor(Date.now() / 1000)}`];
    for (const route of CONSOLE) {
      const [method = '', path = ''] = route.split(' ');
      calls = [];
      const { status, headers } = await system.ask('console', method, path.replace('{id}', incident), {
        cookies,
        headers: { 'content-type': 'application/x-www-form-urlencoded', origin: system.aws.url },
        ...(method === 'POST'
          ? {
              body: new URLSearchParams({
                csrf,
                frozen: 'false',
                mode: 'shadow',
                to: 'bob',
                reference: 'ticket',
              }).toString(),
            }
          : {}),
      });
      const to = String(headers.location ?? '')
        .replace(incident, '{id}')
        .split('?')[0]!
        .replace(system.aws.url, '');
      asked[route] = { answer: `${status}${to ? ` to ${to}` : ''}`, calls: once(calls) };
    }
    pinned(
      'console-routes.json',
      asked,
      'Reminders link into the console, people have bookmarks of it, and forms are open in browsers during a deployment.',
    );
  });
});

describe('the world of npm start', () => {
  it('answers to these addresses', async () => {
    const answered: Record<string, number> = {};
    for (const route of WORLD) {
      const [method = '', path = ''] = route.split(' ');
      const { status } = await fetch(`${system.world.url}${path}`, {
        method,
        redirect: 'manual',
        ...(method === 'POST' ? { headers: { 'content-type': 'application/json' }, body: '{}' } : {}),
      });
      answered[route] = status;
    }
    pinned('world-routes.json', answered, 'README.md and the scripts of people who try things out call these.');
  });
});

const ACTS = [
  ...['update', 'resolve', 'reopen', 'withdraw-eta', 'postmortem', 'retract', 'merge', 'correct', 'redact'],
  ...['begin', 'say', 'extend', 'verify', 'complete', 'cancel'],
];

const CONSOLE = [
  'GET /',
  'GET /console',
  'GET /console/sign-in',
  'GET /console/callback',
  'POST /console/freeze',
  'POST /console/channels/x',
  'GET /console/open',
  'POST /console/open',
  'GET /console/schedule',
  'GET /console/incidents/{id}',
  'GET /console/incidents/{id}/said/1',
  'POST /console/incidents/{id}/hold',
  'POST /console/incidents/{id}/handover',
  'POST /console/incidents/{id}/handover/accept',
  'POST /console/incidents/{id}/loops',
  'POST /console/incidents/{id}/loops/l1/answered',
  ...ACTS.flatMap((act) => [`GET /console/incidents/{id}/${act}`, `POST /console/incidents/{id}/${act}`]),
  'GET /console/drafts/d1',
  'POST /console/drafts/d1/approve',
  'POST /console/drafts/d1/drop',
  'GET /console/people',
  'GET /console/alarms',
  'GET /console/desk',
  'GET /console/desk/templates',
  'POST /console/desk/templates',
  'POST /console/desk/templates/w1/approve',
  'POST /console/desk/people/x/p1/mute',
  'POST /console/desk/people/x/p1/unmute',
  'GET /console/desk/x/m1',
  'POST /console/desk/x/m1/take',
  'POST /console/desk/x/m1/answer',
  'GET /console/incidents/{id}/desk',
  'POST /console/incidents/{id}/desk',
  'POST /console/sign-out',
];

const WORLD = [
  ...['GET /', 'GET /inbox', 'GET /faults', 'POST /faults', 'POST /faults/end', 'POST /faults/clear'],
  ...['GET /sim/posts', 'POST /sim/posts', 'DELETE /sim/posts/1', 'GET /sim/inbox', 'POST /sim/events'],
  ...['GET /sim/faults', 'POST /sim/faults', 'DELETE /sim/faults', 'DELETE /sim/faults/1', 'POST /hooks/team'],
  ...['GET /sim/clock', 'POST /sim/clock', 'POST /sim/accounts', 'POST /sim/tokens', 'POST /sim/notifications'],
];

/** What goes into an operation and comes out of it, by the paths of its fields. */
function shapeOf({ parameters = [], requestBody = {}, responses, security }: Json) {
  const answers = Object.entries(responses).map(([status, answer]) => ({ status, fields: contentOf(answer) }));
  return {
    security: (security ?? document.security).map((one: Json) => Object.keys(one).join(' and ')).join(' or '),
    parameters: parameters.map((one: Json) => `${one.in} ${one.name}${one.required ? '' : '?'}`),
    asked: contentOf(requestBody),
    ...Object.fromEntries(answers.flatMap(({ status, fields }) => (isRefusal(status) ? [] : [[status, fields]]))),
    refused: answers
      .map(({ status }) => status)
      .filter(isRefusal)
      .join(' '),
  };
}

const isRefusal = (status: string): boolean => Number(status) >= 400;

/** What a refusal says; each operation refuses in the same words. */
const refusals = (): string[] =>
  once(
    operations().flatMap(([, { responses }]) =>
      Object.entries(responses).flatMap(([status, answer]) => (isRefusal(status) ? contentOf(answer) : [])),
    ),
  );

const contentOf = ({ content = {} }: Json): string[] =>
  Object.entries(content).flatMap(([type, { schema = {} }]: [string, Json]) => [
    type,
    ...once(fieldsOfSchema(schema, document)),
  ]);

/** Words may be improved at any time. */
function withoutProse(value: Json): Json {
  if (Array.isArray(value)) return value.map(withoutProse);
  if (value === null || typeof value !== 'object') return value;
  const prose = ['description', 'summary', 'example', 'examples'];
  const kept = Object.entries(value).filter(([name, part]) => !(prose.includes(name) && isProse(name, part)));
  return inOrder(Object.fromEntries(kept.map(([name, part]) => [name, withoutProse(part)])));
}

/** A field that is called `description` has a schema; the prose of one is a text. */
const isProse = (name: string, part: unknown): boolean => typeof part === 'string' || name.startsWith('example');

const digest = (value: Json): string => createHash('sha256').update(JSON.stringify(value)).digest('hex');
