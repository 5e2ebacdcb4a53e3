import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { arnOf, discard, lambda, type RunningStack, runStack } from './support/small-stack.ts';

const handlers = {
  Echo: `export const handler = async (event, context) => ({
    event, id: context.awsRequestId, leftMs: context.getRemainingTimeInMillis(), name: context.functionName,
    env: process.env.GREETING, root: process.env.LAMBDA_TASK_ROOT === import.meta.dirname, pid: process.pid });`,
  Throws: `export const handler = async () => { throw new RangeError('too far'); };`,
  Hangs: `export const handler = () => new Promise((resolve) => setTimeout(resolve, 60_000));`,
  Exits: `let first = true; export const handler = async (event) => { if (event.exit) process.exit(3); return 'alive'; };`,
  Broken: `throw new TypeError('cannot start'); export const handler = async () => {};`,
  Missing: `export const other = async () => {};`,
  Huge: `export const handler = async () => 'x'.repeat(7 * 1024 * 1024);`,
  Greedy: `export const handler = async () => { const all = []; for (;;) all.push(new Array(100_000).fill(Math.random())); };`,
  One: `export const handler = async () => { await new Promise((resolve) => setTimeout(resolve, 50)); return process.pid; };`,
  Slow: `export const handler = async () => { await new Promise((resolve) => setTimeout(resolve, 400)); return process.pid; };`,
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
  cloud = await runStack({
    handlers,
    resources: {
      ...lambda('Echo', [], { Environment: { Variables: { GREETING: 'hello' } }, Timeout: 7 }),
      ...lambda('Throws'),
      ...lambda('Hangs', [], { Timeout: 1 }),
      ...lambda('Exits'),
      ...lambda('Broken'),
      ...lambda('Missing'),
      ...lambda('Huge'),
      ...lambda('Greedy', [], { MemorySize: 64, Timeout: 20 }),
      ...lambda('One', [], { ReservedConcurrentExecutions: 1 }),
      ...lambda('Slow'),
      ...lambda('Flaky'),
      ...onEvent('Flaky'),
      ...lambda('Fails', [{ Action: 'sqs:SendMessage', Resource: arnOf('DeadLetters') }], {
        DeadLetterConfig: { TargetArn: arnOf('DeadLetters') },
      }),
      ...onEvent('Fails'),
      DeadLetters: { Type: 'AWS::SQS::Queue' },
    },
  });
  await cloud.warmed;
});
afterAll(() => discard(cloud));

const invoke = (id: string, payload: unknown = {}) => cloud.invoke(id, payload);

describe('a function', () => {
  it('gets its event, context and environment', async () => {
    const outcome = await invoke('Echo', { a: 1 });
    const { leftMs, id, ...result } = JSON.parse((outcome as { payload: string }).payload);
    expect(result).toMatchObject({ event: { a: 1 }, name: 'Test-Echo', env: 'hello', root: true });
    expect(id).toMatch(/^[0-9a-f-]{36}$/);
    expect(leftMs).toBeGreaterThan(5_000);
    expect(leftMs).toBeLessThanOrEqual(7_000);
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
    const outcomes = await Promise.all(Array.from({ length: 4 }, () => invoke('One')));
    expect(new Set(outcomes.map((outcome) => (outcome as { payload: string }).payload)).size).toBe(1);
  });

  it('without a reservation runs several at once', async () => {
    const outcomes = await Promise.all(Array.from({ length: 8 }, () => invoke('Slow')));
    const pids = outcomes.map((outcome) => (outcome as { payload: string }).payload);
    expect(new Set(pids).size).toBeGreaterThan(1);
    expect(new Set(pids).size).toBeLessThanOrEqual(4);
  });
});

describe('an event that fails', () => {
  const publish = (source: string) => cloud.putEvents([{ Source: source, DetailType: 'x', Detail: '{"n":1}' }]);

  it('is tried twice more', async () => {
    publish('Flaky');
    await vi.waitFor(() => expect(cloud.said.some(({ text }) => text.includes('DONE after 3'))).toBe(true), {
      timeout: 10_000,
    });
    expect(cloud.invocations().Flaky).toBe(3);
  });

  it('goes to the dead letters of the function after that', async () => {
    publish('Fails');
    await vi.waitFor(() => expect(cloud.depths().DeadLetters!.visible).toBe(1), { timeout: 10_000 });
    expect(cloud.invocations().Fails).toBe(3);
  });
});
