import type { Context } from 'aws-lambda';
import type { HttpEvent } from '../../shared/lambda/http.ts';
import { type House, house } from './house.ts';

Object.assign(process.env, {
  AWS_REGION: 'us-east-1',
  // A failure that a test asks for would be a page of log.
  POWERTOOLS_LOG_LEVEL: 'SILENT',
  CANDOR_TABLE: 'unused',
  CANDOR_BUS: 'unused',
  CANDOR_LOOK_QUEUE_URL: 'https://unused.example',
  CANDOR_STORM_QUEUE_URL: 'https://unused.example',
  CANDOR_LINK_SECRET: 'unused',
  CANDOR_SUBSCRIBER_SECRET: 'unused',
  CANDOR_OPS_URL: 'https://ops.example',
  CANDOR_REMINDER_TOPIC: 'arn:aws:sns:us-east-1:000000000000:unused',
  CANDOR_INTAKE_SECRET: 'unused',
  CANDOR_USER_POOL: 'us-east-1_unused',
  CANDOR_API: 'unused',
  CANDOR_AUTHORIZER: 'unused',
  CANDOR_SIGN_IN_URL: 'https://sign-in.example',
  CANDOR_SITE_URL: 'https://status.example',
});
const { createHandler } = await import('../../functions/command/handler.ts');

/** Who asks, as the gateway tells the function after it has checked a token. */
export type Caller = { claims: Record<string, string> };

/** A person who signed in; `groups` are those of the user pool. */
export const person = (name: string, ...groups: string[]): Caller => ({
  claims: {
    sub: `sub-of-${name}`,
    username: name,
    client_id: 'console',
    scope: 'openid email candor/read candor/write',
    'cognito:groups': `[${groups.join(' ')}]`,
  },
});

/** A program with client credentials. */
export const machine = (name: string, ...scopes: string[]): Caller => ({
  claims: { sub: name, client_id: name, scope: scopes.map((scope) => `candor/${scope}`).join(' ') },
});

export const ada = person('ada', 'commander');
export const grace = person('grace', 'approver');
export const root = person('root', 'administrator');
export const victor = person('victor', 'viewer');

// biome-ignore lint/suspicious/noExplicitAny: the answer of an API, checked field by field by each test
export type Answered = { status: number; headers: Record<string, string>; text: string; body: any };

/** What was answered to whom: for the test that nothing documented is never seen. */
export type Seen = { method: string; path: string; status: number; type: string | undefined; body?: unknown };
export const seen: Seen[] = [];

/** The command function itself over memory, its clock in our hand, at 10:00. */
export function team(changes: Parameters<typeof house>[0] = {}) {
  const { ports, targets, clock, messages, minute, remind } = house(changes) satisfies House;
  const handler = createHandler(ports);

  async function ask(
    method: string,
    where: string,
    body?: unknown,
    { as = ada as Caller | 'nobody', headers = {} as Record<string, string> } = {},
  ): Promise<Answered> {
    const url = new URL(where, 'https://ops.example');
    const event = {
      version: '2.0',
      rawPath: url.pathname,
      headers: { ...(body === undefined ? {} : { 'content-type': 'application/json' }), ...headers },
      ...(url.search === '' ? {} : { queryStringParameters: Object.fromEntries(url.searchParams) }),
      requestContext: {
        requestId: 'r',
        http: { method, path: url.pathname },
        ...(as === 'nobody' ? {} : { authorizer: { jwt: { claims: as.claims } } }),
      },
      ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
      isBase64Encoded: false,
    } as unknown as HttpEvent;
    const result = await handler(event, {} as Context);
    const text = result.body ?? '';
    const isJson = /json/.test(String(result.headers?.['content-type'] ?? ''));
    const answer = {
      status: result.statusCode ?? 0,
      headers: result.headers as Record<string, string>,
      text,
      body: isJson && text !== '' ? JSON.parse(text) : undefined,
    };
    const type = answer.status >= 400 ? answer.body?.type : undefined;
    seen.push({ method, path: url.pathname, status: answer.status, type, body: answer.body });
    return answer;
  }

  return {
    ports,
    targets,
    clock,
    messages,
    minute,
    remind,
    ask,
    get: (where: string, more?: Parameters<typeof ask>[3]) => ask('GET', where, undefined, more),
    post: (where: string, body?: unknown, more?: Parameters<typeof ask>[3]) => ask('POST', where, body, more),
    put: (where: string, body?: unknown, more?: Parameters<typeof ask>[3]) => ask('PUT', where, body, more),
    wait: (minutes: number) => {
      clock.nowMs += minutes * 60_000;
    },
    /** Opens an incident and answers with its id. */
    opened: async (more: object = {}): Promise<string> =>
      (await ask('POST', '/v1/incidents', { ...OUTAGE, ...more })).body.id,
  };
}

export const OUTAGE = {
  title: 'Logins fail',
  impact: 'major',
  components: [{ id: 'website', status: 'partial_outage' }],
  message: 'Half of the logins fail.',
};
