import { existsSync, readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { until } from '../../support/until.ts';
import { arnOf, discard, lambda, type RunningStack, runStack } from './support/small-stack.ts';

/** Says that it runs by a file with its process's id, and goes on once there is the file "gate". */
const gated = `
  import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
  const [running, gate] = ['./running/', './gate'].map((name) => new URL(name, import.meta.url));
  export const handler = async () => {
    mkdirSync(running, { recursive: true });
    writeFileSync(new URL(String(process.pid), running), '');
    while (!existsSync(gate)) await new Promise((resolve) => setTimeout(resolve, 10));
    return process.pid;
  };`;

const handlers = {
  Echo: `export const handler = async (event, context) => ({
    event, id: context.awsRequestId, leftMs: context.getRemainingTimeInMillis(), name: context.functionName,
    env: process.env.GREETING, nearby: process.env.CANDOR_NEARBY, ours: process.env.NODE_COMPILE_CACHE, root: process.env.LAMBDA_TASK_ROOT === import.meta.dirname, pid: process.pid });`,
  Throws: `export const handler = async () => { throw new RangeError('too far'); };`,
  Hangs: `export const handler = () => new Promise((resolve) => setTimeout(resolve, 3_600_000));`,
  Exits: `let first = true; export const handler = async (event) => { if (event.exit) process.exit(3); return 'alive'; };`,
  Broken: `throw new TypeError('cannot start'); export const handler = async () => {};`,
  Missing: `export const other = async () => {};`,
  Huge: `export const handler = async () => 'x'.repeat(7 * 1024 * 1024);`,
  Greedy: `export const handler = async () => { const all = []; for (;;) all.push(new Array(100_000).fill(Math.random())); };`,
  One: gated,
  Several: gated,
  Flaky: `let calls = 0; export const handler = async () => { calls += 1; if (calls < 3) throw new Error('call ' + calls); console.log('DONE after ' + calls); };`,
  Fails: `export const handler = async () => { throw new Error('always'); };`,
};

const onEvent = (id: string): Parameters<typeof runStack>[0]['resources'] => ({
  [`${id}Rule`]: {
    Type: 'AWS::Events::Rule',
    Properties: { EventPattern: { source: [id] }, Targets: [{ Id: 'a', Arn: arnOf(id) }] },
  },
  [`${id}Permission`]: {
    Type: 'AWS::Lambda::Permission',
    Properties: {
      Action: 'lambda:InvokeFunction',
      FunctionName: arnOf(id),
      Principal: 'events.amazonaws.com',
      SourceArn: arnOf(`${id}Rule`),
    },
  },
});

let cloud: RunningStack;
beforeAll(async () => {
  cloud = await runStack(
    {
      handlers,
      resources: {
        ...lambda('Echo', [], { Environment: { Variables: { GREETING: 'hello' } }, Timeout: 700 }),
        ...lambda('Throws'),
        ...lambda('Hangs', [], { Timeout: 1 }),
        ...lambda('Exits'),
        ...lambda('Broken'),
        ...lambda('Missing'),
        ...lambda('Huge'),
        ...lambda('Greedy', [], { MemorySize: 64 }),
        ...lambda('One', [], { ReservedConcurrentExecutions: 1 }),
        ...lambda('Several'),
        ...lambda('Flaky'),
        ...onEvent('Flaky'),
        ...lambda('Fails', [{ Action: 'sqs:SendMessage', Resource: arnOf('DeadLetters') }], {
          DeadLetterConfig: { TargetArn: arnOf('DeadLetters') },
        }),
        ...onEvent('Fails'),
        DeadLetters: { Type: 'AWS::SQS::Queue' },
      },
    },
    { concurrency: 4, nearby: 'receiver.example.com=9000' },
  );
  await cloud.warmed;
});
afterAll(() => discard(cloud));

const invoke = (id: string, payload: unknown = {}) => cloud.invoke(id, payload);

describe('a function', () => {
  it('gets its event, context and environment', async () => {
    const outcome = await invoke('Echo', { a: 1 });
    const { leftMs, id, ...result } = JSON.parse((outcome as { payload: string }).payload);
    const nearby = 'receiver.example.com=9000';
    expect(result).toMatchObject({ event: { a: 1 }, name: 'Test-Echo', env: 'hello', root: true, nearby });
    expect(result).not.toHaveProperty('ours');
    expect(id).toMatch(/^[0-9a-f-]{36}$/);
    // Of the seven hundred seconds that its template gives it, and not of the six hundred that it gives the others.
    expect(leftMs).toBeGreaterThan(600_000);
    expect(leftMs).toBeLessThanOrEqual(700_000);
  });

  it('that throws fails with type and message', async () => {
    expect(await invoke('Throws')).toEqual({ ok: false, errorType: 'RangeError', errorMessage: 'too far' });
  });

  it('that takes too long is stopped at its timeout, and serves again', async () => {
    const outcome = await invoke('Hangs');
    expect(outcome).toMatchObject({ ok: false, errorType: 'Sandbox.Timedout' });
    expect((outcome as { errorMessage: string }).errorMessage).toContain('Task timed out after 1.00 seconds');
    expect(await invoke('Hangs')).toMatchObject({ errorType: 'Sandbox.Timedout' });
  });

  it('whose process ends fails that invocation alone', async () => {
    expect(await invoke('Exits', { exit: true })).toMatchObject({ ok: false, errorType: 'Runtime.ExitError' });
    expect(await invoke('Exits')).toEqual({ ok: true, payload: '"alive"' });
  });

  it('that cannot be loaded fails every invocation with the reason', async () => {
    for (let i = 0; i < 2; i += 1)
      expect(await invoke('Broken')).toEqual({ ok: false, errorType: 'TypeError', errorMessage: 'cannot start' });
    expect(await invoke('Missing')).toMatchObject({ ok: false, errorType: 'Runtime.HandlerNotFound' });
  });

  it('may not answer with more than Lambda takes', async () => {
    expect(await invoke('Huge')).toMatchObject({ ok: false, errorType: 'Function.ResponseSizeTooLarge' });
    expect(await invoke('Echo', 'x'.repeat(7 * 1024 * 1024))).toMatchObject({
      ok: false,
      errorType: 'RequestTooLargeException',
    });
  });

  it('that uses more than its memory is ended', async () => {
    expect(await invoke('Greedy')).toMatchObject({ ok: false, errorType: 'Runtime.ExitError' });
  });

  it('runs in no more environments than it reserves', async () => {
    expect(await environmentsOf('One', 4, 1)).toBe(1);
  });

  it('without a reservation runs in several at once, up to the limit of the cloud', async () => {
    expect(await environmentsOf('Several', 8, 4)).toBe(4);
  });
});

/** Waits for as long as a new environment takes to start: time for one too many that began to start before. */
async function oneColdStart(): Promise<void> {
  await invoke('Exits', { exit: true });
  await invoke('Exits');
}

/** In how many environments so many calls at once run, each of which lasts until there are `expected` and one more could have started. */
async function environmentsOf(id: string, calls: number, expected: number): Promise<number> {
  const folder = path.join(cloud.folder, 'cdk.out', `asset.${id}`);
  const running = path.join(folder, 'running');
  const outcomes = Array.from({ length: calls }, () => invoke(id));
  await until(`${expected} at once`, () => existsSync(running) && readdirSync(running).length >= expected);
  await oneColdStart();
  writeFileSync(path.join(folder, 'gate'), '');
  const pids = (await Promise.all(outcomes)).map((outcome) => (outcome as { payload: string }).payload);
  return new Set(pids).size;
}

describe('an event that fails', () => {
  const publish = (source: string) => cloud.putEvents([{ Source: source, DetailType: 'x', Detail: '{"n":1}' }]);

  // The waits between the tries are the cloud's own, so both are waited for at once.
  it.concurrent('is tried twice more', async () => {
    publish('Flaky');
    await until('the third try', () => cloud.said.some(({ text }) => text.includes('DONE after 3')));
    expect(cloud.invocations().Flaky).toBe(3);
  });

  it.concurrent('goes to the dead letters of the function after that', async () => {
    publish('Fails');
    await until('a dead letter', () => cloud.depths().DeadLetters!.visible === 1);
    expect(cloud.invocations().Fails).toBe(3);
  });
});
