import { createHmac } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { CreateTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { vi } from 'vitest';
import { type FunctionName, functionNames } from '../../infra/constructs/function-names.ts';
import { startWorld } from '../../infra/local/world/world.ts';
import { createTableInput } from './entrances.ts';
import { fakeAws, watchedDatabase } from './surroundings.ts';

// biome-ignore lint/suspicious/noExplicitAny: answers are looked at from the outside, as a client without types does.
type Json = any;

export type Caller = Record<string, string>;

const person = (name: string, group: string): Caller => ({
  sub: `sub-of-${name}`,
  username: name,
  client_id: 'console',
  scope: 'openid email candor/read candor/write',
  'cognito:groups': `[${group}]`,
});
export const ada = person('ada', 'commander');
export const bob = person('bob', 'commander');
export const grace = person('grace', 'approver');
export const root = person('root', 'administrator');
export const nobody: Caller = { sub: 'nobody', client_id: 'nobody', scope: '' };

const KEY = 'a key of enough letters for a signature';

/**
 * The functions as they are deployed, each by its handler and by what its environment says, before a table, an AWS
 * and an X of this machine, so that a pin holds wherever the code behind the handlers lies. The clock is in our hand and
 * begins at 10:00.
 */
export async function runningSystem() {
  const database = await watchedDatabase();
  const dataDir = mkdtempSync(path.join(tmpdir(), 'candor-pinned-'));
  const world = await startWorld({ dataDir, port: 0, hosts: ['127.0.0.1'], clockMs: () => Date.now() });
  const accounts: Record<string, object> = {
    x: world.xTokens,
    ...Object.fromEntries(world.networks.map(({ name, secret }) => [name, secret])),
  };
  const aws = await fakeAws((id) => (id in accounts ? JSON.stringify(accounts[id]) : KEY));
  surroundings({ dynamodb: database.url, aws: aws.url, x: world.url });
  onNetwork(world.networks[0]!.name);
  await createTable();
  vi.useFakeTimers({ toFake: ['Date'], now: new Date('2026-11-22T10:00:00.000Z') });
  const modules = functionNames.map(async (name) => [
    name,
    { ...(await import(`../../functions/${name}/handler.ts`)) },
  ]);
  const handlers = Object.fromEntries(await Promise.all(modules));
  const { connectKeyed } = await import('../../shared/lambda/connect-keyed.ts');
  /** One bundle for all of them, each told which it is when it starts. */
  const networks = world.networks.map(({ name }) => {
    onNetwork(name);
    return { handler: handlers['publish-keyed'].createHandler(connectKeyed()) };
  });
  const invoke = (name: FunctionName, event: object): Promise<Json> => handlers[name].handler(event, {});

  const answered: string[] = [];

  async function ask(fn: FunctionName, method: string, where: string, said: Asked = {}): Promise<Answer> {
    const url = new URL(where, aws.url);
    const body = said.body === undefined || typeof said.body === 'string' ? said.body : JSON.stringify(said.body);
    const answer = await invoke(fn, {
      version: '2.0',
      rawPath: url.pathname,
      rawQueryString: url.search.slice(1),
      headers: { host: url.host, 'content-type': 'application/json', ...said.headers },
      ...(said.cookies ? { cookies: said.cookies } : {}),
      ...(url.search === '' ? {} : { queryStringParameters: Object.fromEntries(url.searchParams) }),
      // What the gateway names of a path itself; of all else the function's router does.
      ...(url.pathname.startsWith('/intake/') ? { pathParameters: { source: url.pathname.split('/').at(-1) } } : {}),
      requestContext: {
        requestId: 'r',
        http: { method, path: url.pathname },
        authorizer: { jwt: { claims: said.as ?? ada } },
      },
      ...(body === undefined ? {} : { body }),
      isBase64Encoded: false,
    });
    const text = answer.body ?? '';
    const json = /json/.test(answer.headers?.['content-type'] ?? '') && text !== '' ? JSON.parse(text) : undefined;
    answered.push(text);
    return { status: answer.statusCode, headers: answer.headers ?? {}, text, json };
  }

  /** A call of the API that must go well. */
  async function call(method: string, where: string, body?: unknown, said: Asked = {}): Promise<Json> {
    const answer = await ask('command', method, where, { body, ...said });
    if (answer.status >= 400) throw new Error(`${method} ${where}: ${answer.status} ${answer.text}`);
    return answer.json;
  }

  const queued = (name: FunctionName, bodies: readonly string[]) =>
    invoke(name, { Records: bodies.map((body, index) => ({ messageId: `m${index}`, body })) });

  let seen = 0;

  /** What the bus does with every nudge so far, to the channels that listen. */
  async function delivered(): Promise<void> {
    while (seen < aws.events.length) {
      const events = aws.events.slice(seen).map(({ Source, DetailType, Detail }) => ({
        source: Source,
        'detail-type': DetailType,
        detail: JSON.parse(Detail) as { for: string[] },
      }));
      seen = aws.events.length;
      const told = (name: FunctionName, some: typeof events) =>
        queued(
          name,
          some.map((event) => JSON.stringify(event)),
        );
      await told('publish-site', events);
      await told('publish-x', events);
      for (const network of networks) {
        handlers['publish-keyed'] = network;
        await told('publish-keyed', events);
      }
      await told('publish-mail', events);
      await told('publish-hooks', events);
      // What is for others only would have the sweep look, which it does by itself.
      const forPeople = events.filter(({ detail }) => detail.for.includes('people'));
      if (forPeople.length > 0) await told('sweep', forPeople);
    }
  }

  return {
    aws,
    world,
    /** Everything that was answered, as text. */
    answered,
    writes: database.writes,
    /** What one act asked of AWS, by the names of the operations, in no order. */
    async requestsOf(act: () => Promise<unknown>): Promise<string[]> {
      for (const asked of [database.operations, aws.operations]) asked.length = 0;
      await act();
      return [...database.operations, ...aws.operations].toSorted();
    },
    ask,
    call,
    queued,
    delivered,
    secretOf: (source: string) => createHmac('sha256', KEY).update(`candor intake v1\n${source}`).digest('base64url'),
    /** Some minutes later the sweep runs, and everything that it nudges is brought in line. */
    async later(minutes: number): Promise<void> {
      vi.setSystemTime(Date.now() + minutes * 60_000);
      await invoke('sweep', {});
      await delivered();
    },
    async stop(): Promise<void> {
      vi.useRealTimers();
      await world.stop();
      rmSync(dataDir, { recursive: true });
    },
  };
}

export type RunningSystem = Awaited<ReturnType<typeof runningSystem>>;
export type Asked = { body?: unknown; as?: Caller; headers?: Record<string, string>; cookies?: string[] };
export type Answer = { status: number; headers: Record<string, string>; text: string; json: Json };

function onNetwork(name: string): void {
  Object.assign(process.env, { CANDOR_CHANNEL: name, CANDOR_CHANNEL_SECRET: name });
}

function surroundings({ dynamodb, aws, x }: Record<'dynamodb' | 'aws' | 'x', string>): void {
  Object.assign(process.env, {
    AWS_REGION: 'eu-west-1',
    AWS_ACCESS_KEY_ID: 'local',
    AWS_SECRET_ACCESS_KEY: 'local',
    AWS_ENDPOINT_URL: aws,
    AWS_ENDPOINT_URL_DYNAMODB: dynamodb,
    // All of AWS is played by this process: a busy machine must not end a request that is under way, and log that it did.
    CANDOR_PATIENCE: '60',
    // Logs and metrics go to the console of this process, where they can be read.
    POWERTOOLS_DEV: 'true',
    POWERTOOLS_METRICS_DISABLED: 'false',
    CANDOR_TABLE: 'incidents',
    CANDOR_BUS: 'bus',
    CANDOR_LOOK_QUEUE_URL: `${aws}/looks`,
    CANDOR_STORM_QUEUE_URL: `${aws}/storms`,
    CANDOR_SITE_BUCKET: 'bucket',
    CANDOR_SITE_URL: 'https://status.example.com',
    CANDOR_OPS_URL: aws,
    CANDOR_SIGN_IN_URL: aws,
    CANDOR_CLIENT_ID: 'console',
    CANDOR_REMINDER_TOPIC: 'arn:aws:sns:eu-west-1:111122223333:people',
    CANDOR_LINK_SECRET: 'link',
    CANDOR_INTAKE_SECRET: 'intake',
    CANDOR_SUBSCRIBER_SECRET: 'subscribers',
    CANDOR_ORIGIN_SECRET: 'origin',
    CANDOR_MAIL_CONFIGURATION_SET: 'mails',
    CANDOR_OWN_QUEUE_URL: 'https://sqs.eu-central-1.amazonaws.com/123456789012/own',
    CANDOR_LISTEN_QUEUE_URL: 'https://sqs.eu-central-1.amazonaws.com/123456789012/listen',
    CANDOR_USER_POOL: 'eu-west-1_pool',
    CANDOR_API: 'api',
    CANDOR_AUTHORIZER: 'authorizer',
    CANDOR_X_SECRET: 'x',
    CANDOR_X_URL: x,
    CANDOR_NEARBY: 'localhost',
  });
}

const createTable = () => new DynamoDBClient({}).send(new CreateTableCommand(createTableInput('incidents')));
