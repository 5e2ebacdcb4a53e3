import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { DynamoDBClient, ListTablesCommand } from '@aws-sdk/client-dynamodb';
import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { GetObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { PublishCommand, SNSClient } from '@aws-sdk/client-sns';
import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { constructId, type FunctionName, functionNames } from '../../../infra/constructs/function-names.ts';
import { DEADLINES, longestMs, within } from '../../../shared/adapters/aws/deadlines.ts';
import { CALL_DEADLINE_MS } from '../../../shared/adapters/https/guarded-call.ts';
import { TIMEOUT_MS as WEBHOOK_MS } from '../../../shared/adapters/webhook/reminder-target.ts';
import { DEADLINE_MS as X_MS } from '../../../shared/adapters/x/guarded-call.ts';
import { ONE_LOOK_OUTSIDE_MS, ONE_MESSAGE_MS } from '../../../shared/lambda/queue.ts';
import { importsOf, sources, textOf } from '../../architecture/imports.ts';
import { calledOf } from './support/called.ts';
import { ofType, spoken, synthesise } from './support/synthesised.ts';

/** What a function may wait for, by what stands in its code, and when it has given up on it at the latest. */
const WAITS: readonly [pattern: RegExp, longest: number][] = [
  [/new DynamoDBClient\(\{ \.\.\.within\(DEADLINES\.table\)/, longestMs(DEADLINES.table)],
  [/new (EventBridge|SQS)Client\(within\(DEADLINES\.nudges\)\)/, longestMs(DEADLINES.nudges)],
  [/new SQSClient\(within\(DEADLINES\.alarmQueue\)\)/, longestMs(DEADLINES.alarmQueue)],
  [/signal: AbortSignal\.timeout\(answerWithinMs\(DEADLINES\.snsItself\)\)/, longestMs(DEADLINES.snsItself)],
  [/new S3Client\((\{\s*\.\.\.)?within\(DEADLINES\.bucket\)/, longestMs(DEADLINES.bucket)],
  [/new SNSClient\(within\(DEADLINES\.topic\)\)/, longestMs(DEADLINES.topic)],
  [/new CognitoIdentityProviderClient\(within\(DEADLINES\.signIn\)\)/, longestMs(DEADLINES.signIn)],
  [/new ApiGatewayV2Client\(within\(DEADLINES\.gateway\)\)/, longestMs(DEADLINES.gateway)],
  [/new SecretsManagerClient\(within\(DEADLINES\.secrets\)\)/, longestMs(DEADLINES.secrets)],
  [/new SESv2Client\(within\(DEADLINES\.mail\)\)/, longestMs(DEADLINES.mail)],
  [/deadlineMs: timeoutMs,/, WEBHOOK_MS],
  [/\bcarriedBy\(/, CALL_DEADLINE_MS],
  [/signal: AbortSignal\.timeout\(server\.deadlineMs/, X_MS],
  [/signal: AbortSignal\.timeout\(5_000\)/, 5_000],
  [/signal: AbortSignal\.timeout\(10_000\)/, 10_000],
  [/const tired = AbortSignal\.timeout\(answerWithinMs\)/, 6_000],
];

/** The sources that become part of a function. */
function sourcesOf(name: string): Set<string> {
  const reached = new Set<string>();
  const waiting = [`functions/${name}/handler.ts`];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    if (reached.has(next) || !sources.includes(next)) continue;
    reached.add(next);
    waiting.push(...importsOf(next));
  }
  return reached;
}

const timeouts = new Map(
  ofType(synthesise(), 'AWS::Lambda::Function').map(([id, { Properties }]) => [
    spoken({ Ref: id }),
    Properties.Timeout * 1_000,
  ]),
);
const timeoutOf = (name: FunctionName): number =>
  Math.min(...calledOf(name).map((called) => timeouts.get(`<${constructId(called)}Function>`) ?? Number.NaN));

describe('a function whose surroundings do not answer', () => {
  it.each(functionNames)('%s has given up on each of them before its own time is over', (name) => {
    const text = [...sourcesOf(name)].map(textOf).join('\n');
    const longest = WAITS.filter(([pattern]) => pattern.test(text)).map(([, ms]) => ms);
    expect(longest.length).toBeGreaterThan(0);
    // A second is left for what was done before, and to say so.
    expect(Math.max(...longest) + 1_000).toBeLessThanOrEqual(timeoutOf(name));
  });

  it('reaches nothing without a deadline that is held against the function here', () => {
    const inFunctions = new Set(functionNames.flatMap((name) => [...sourcesOf(name)]));
    const unknown = [...inFunctions]
      // Scripts that run in a browser.
      .filter((file) => !/script/.test(file))
      .flatMap((file) => {
        const text = textOf(file);
        return [...text.matchAll(/new \w+Client\(/g)]
          .filter(
            ({ index }) => !WAITS.some(([pattern]) => new RegExp(`^(?:${pattern.source})`).test(text.slice(index))),
          )
          .map(([call]) => `${file}: ${call}`);
      });
    expect(unknown).toEqual([]);
    const fetches = [...inFunctions].filter((file) => !/script/.test(file) && /\bfetch\(\w+,\s*\{/.test(textOf(file)));
    for (const file of fetches) expect(`${file}: ${textOf(file)}`).toMatch(/AbortSignal\.timeout/);
  });

  it('of a sender of alarms is done before its own time is over, also if each of them comes to its end one after the other', () => {
    const { secrets, snsItself, table } = DEADLINES;
    // Its secret, the certificate, the confirmation; the table counts beside them.
    const confirmation = longestMs(secrets) + 2 * longestMs(snsItself);
    expect(Math.max(confirmation, longestMs(table)) + 1_000).toBeLessThanOrEqual(timeoutOf('intake'));
  });

  it('is asked for one more message only with time enough for it', () => {
    expect(ONE_MESSAGE_MS).toBeGreaterThan(longestMs(DEADLINES.table));
    expect(ONE_LOOK_OUTSIDE_MS).toBeGreaterThanOrEqual(3 * X_MS);
    for (const name of ['sweep', 'intake'] as const) expect(timeoutOf(name)).toBeGreaterThan(ONE_MESSAGE_MS);
    expect(timeoutOf('publish-x')).toBeGreaterThanOrEqual(2 * ONE_LOOK_OUTSIDE_MS);
  });
});

describe('who waits for whom', () => {
  it('the console for the API, the gateway for the console, and the command line for the API: each longer', async () => {
    Object.assign(process.env, {
      CANDOR_OPS_URL: 'http://localhost:1',
      CANDOR_SIGN_IN_URL: 'http://localhost:1',
      CANDOR_CLIENT_ID: 'console',
      CANDOR_SITE_URL: 'http://localhost:1',
    });
    const { CONSOLE_PATIENCE } = await import('../../../functions/console/connect.ts');
    const { USUAL_PATIENCE } = await import('../../../shared/client/send.ts');
    const { attempts, answerWithinMs, allWithinMs } = CONSOLE_PATIENCE;
    expect(attempts * answerWithinMs).toBeLessThan(allWithinMs);
    // Three seconds more while it watches the channels (functions/console/routes.ts), and one to make the page.
    expect(allWithinMs + 4_000).toBeLessThanOrEqual(timeoutOf('console'));
    expect(timeoutOf('console')).toBeLessThan(30_000);
    expect(timeoutOf('command')).toBeLessThan(USUAL_PATIENCE.answerWithinMs);
  });
});

describe('a client', () => {
  const open: Server = createServer(() => undefined);
  let endpoint: string;
  beforeAll(async () => {
    await new Promise<void>((resolve) => open.listen(0, '127.0.0.1', resolve));
    endpoint = `http://127.0.0.1:${(open.address() as AddressInfo).port}`;
  });
  afterAll(() => {
    open.closeAllConnections();
    return new Promise((resolve) => open.close(resolve));
  });

  const quick = { attempts: 2, withinMs: 40 };
  const config = () => ({
    ...within(quick),
    endpoint,
    region: 'eu-central-1',
    credentials: { accessKeyId: 'a', secretAccessKey: 'b' },
  });
  const asks: Record<string, () => Promise<unknown>> = {
    DynamoDB: () => new DynamoDBClient(config()).send(new ListTablesCommand({})),
    EventBridge: () => new EventBridgeClient(config()).send(new PutEventsCommand({ Entries: [] })),
    SQS: () => new SQSClient(config()).send(new SendMessageCommand({ QueueUrl: `${endpoint}/q`, MessageBody: 'm' })),
    SNS: () =>
      new SNSClient(config()).send(new PublishCommand({ TopicArn: 'arn:aws:sns:eu-central-1:1:t', Message: 'm' })),
    S3: () => new S3Client({ ...config(), forcePathStyle: true }).send(new GetObjectCommand({ Bucket: 'b', Key: 'k' })),
    'Secrets Manager': () => new SecretsManagerClient(config()).send(new GetSecretValueCommand({ SecretId: 's' })),
  };

  it.each(Object.keys(asks))('of %s gives up on a service that takes the request and says nothing', async (name) => {
    await expect(asks[name]?.()).rejects.toMatchObject({ name: 'TimeoutError' });
  });

  describe('whose function was frozen until its connection had died', () => {
    // Answers the first request of each connection, and ends it at the second.
    const used = new WeakSet<object>();
    const frozen = createServer(({ socket }, response) => {
      if (used.has(socket)) return socket.destroy();
      used.add(socket);
      response.writeHead(200, { 'content-type': 'application/x-amz-json-1.0' }).end('{"TableNames":[]}');
    });
    let address: string;
    beforeAll(async () => {
      await new Promise<void>((resolve) => frozen.listen(0, '127.0.0.1', resolve));
      address = `http://127.0.0.1:${(frozen.address() as AddressInfo).port}`;
    });
    afterAll(() => {
      frozen.closeAllConnections();
      return new Promise((resolve) => frozen.close(resolve));
    });

    it.each([1, 2])('is answered all the same, where it asks %d times', async (attempts) => {
      const client = new DynamoDBClient({ ...config(), ...within({ attempts, withinMs: 3_000 }), endpoint: address });
      for (let call = 0; call < 3; call += 1)
        expect((await client.send(new ListTablesCommand({}))).TableNames).toEqual([]);
      client.destroy();
    });
  });
});
