import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { ChangeMessageVisibilityCommand, SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { until } from '../../support/until.ts';
import {
  arnOf,
  asOperator,
  discard,
  feeds,
  lambda,
  mayRead,
  type Resources,
  type RunningStack,
  runStack,
  stackForTest,
} from './support/small-stack.ts';

/** What is in flight stays there until it is deleted or a test gives it back, however long the machine stands still. */
const VISIBILITY_SECONDS = 600;

const queue = (more: object = {}): Resources => ({
  DeadLetters: { Type: 'AWS::SQS::Queue' },
  Queue: {
    Type: 'AWS::SQS::Queue',
    Properties: {
      VisibilityTimeout: VISIBILITY_SECONDS,
      RedrivePolicy: { deadLetterTargetArn: arnOf('DeadLetters'), maxReceiveCount: 2 },
      ...more,
    },
  },
});

// Says what it got, fails what is poisoned, and throws if told to.
const worker = `
export const handler = async ({ Records }) => {
  console.log('GOT ' + JSON.stringify(Records.map(({ body, attributes, receiptHandle }) => [body, attributes.ApproximateReceiveCount, receiptHandle])));
  if (Records.some(({ body }) => body === 'throw')) throw new Error('as told');
  return { batchItemFailures: Records.filter(({ body }) => body === 'poison').map(({ messageId }) => ({ itemIdentifier: messageId })) };
};`;

const REPORTING = { FunctionResponseTypes: ['ReportBatchItemFailures'] };

const consumed = (properties: object = REPORTING, more: object = {}) => ({
  resources: {
    ...queue(more),
    ...lambda('Worker', [mayRead('Queue')]),
    ...feeds('Queue', 'Worker', { ...properties }),
  },
  handlers: { Worker: worker },
});

/** For what must not happen to happen all the same. A slow machine gives it less of a chance, never a wrong red. */
const CHANCE_MS = 300;

const EMPTY = { visible: 0, delayed: 0, inFlight: 0 };

async function toQueue(cloud: RunningStack, ask: (sqs: SQSClient, QueueUrl: string) => Promise<unknown>) {
  const sqs = new SQSClient(asOperator(cloud));
  await ask(sqs, `${cloud.urls.aws}/000000000000/Test-Queue`);
  sqs.destroy();
}

const send = (cloud: RunningStack, body: string, DelaySeconds?: number) =>
  toQueue(cloud, (sqs, QueueUrl) =>
    sqs.send(
      new SendMessageCommand({ QueueUrl, MessageBody: body, ...(DelaySeconds === undefined ? {} : { DelaySeconds }) }),
    ),
  );

/** Lets the visibility timeout of a message end in a second; the queue that runs here knows no sooner. */
const giveBack = (cloud: RunningStack, ReceiptHandle: string) =>
  toQueue(cloud, (sqs, QueueUrl) =>
    sqs.send(new ChangeMessageVisibilityCommand({ QueueUrl, ReceiptHandle, VisibilityTimeout: 1 })),
  );

/** Every body that the worker got, how often it had been received, and what it is given back by. */
const got = (cloud: RunningStack): [string, string, string][] =>
  cloud.said
    .flatMap(({ text }) => text.split('\n'))
    .filter((line) => line.includes('GOT '))
    .flatMap((line) => JSON.parse(line.slice(line.indexOf('[['))));
const received = (cloud: RunningStack) => got(cloud).map(([body, count]): [string, string] => [body, count]);
const handleOf = (cloud: RunningStack, count: number) => got(cloud).findLast(([, seen]) => seen === String(count))![2];

describe('a queue that feeds a function', () => {
  it('keeps what the handler reports as failed, and moves it to the dead letters after too many receives', async () => {
    // One poller, so that whatever was sent before is dealt with once a later message is gone.
    const cloud = await stackForTest(consumed({ ...REPORTING, ScalingConfig: { MaximumConcurrency: 1 } }));
    const poison = () => got(cloud).filter(([body]) => body === 'poison');
    const allButPoisonGone = (last: string) =>
      until(`all but the poison to be gone, with ${last}`, () => {
        const { visible, inFlight } = cloud.depths().Queue!;
        return received(cloud).some(([body]) => body === last) && visible === 0 && inFlight === 1;
      });
    for (const body of ['a', 'poison', 'b']) await send(cloud, body);
    await allButPoisonGone('b');
    await giveBack(cloud, poison()[0]![2]);
    await until('the poison a second time', () => poison().length === 2);
    await send(cloud, 'c');
    await allButPoisonGone('c');
    await giveBack(cloud, poison()[1]![2]);
    await until('a dead letter', () => cloud.depths().DeadLetters!.visible === 1);
    expect(poison().map(([, count]) => count)).toEqual(['1', '2']);
    expect(received(cloud).filter(([body]) => body !== 'poison')).toEqual([
      ['a', '1'],
      ['b', '1'],
      ['c', '1'],
    ]);
    expect(cloud.depths()).toEqual({ Queue: EMPTY, DeadLetters: { ...EMPTY, visible: 1 } });
  });

  it('keeps the whole batch when the handler throws', async () => {
    const cloud = await stackForTest(consumed());
    const failures = () => cloud.said.filter(({ from, text }) => from === 'cloud' && text.includes('a batch failed'));
    await send(cloud, 'throw');
    for (const count of [1, 2]) {
      await until('the batch to fail', () => failures().length === count);
      await giveBack(cloud, handleOf(cloud, count));
    }
    await until('a dead letter', () => cloud.depths().DeadLetters!.visible === 1);
    expect(received(cloud)).toEqual([
      ['throw', '1'],
      ['throw', '2'],
    ]);
  });

  it('takes an answer without ReportBatchItemFailures for success', async () => {
    const cloud = await stackForTest(consumed({}));
    await send(cloud, 'poison');
    await until('the queue to be empty', () => received(cloud).length > 0 && cloud.depths().Queue!.inFlight === 0);
    expect(received(cloud)).toEqual([['poison', '1']]);
    expect(cloud.depths()).toEqual({ Queue: EMPTY, DeadLetters: EMPTY });
  });

  it('waits for the delay of a message', async () => {
    const timed = `
      export const handler = async ({ Records }) => {
        for (const { body, attributes } of Records) console.log('GOT ' + JSON.stringify([[body, String(Date.now() - attributes.SentTimestamp)]]));
      };`;
    const cloud = await stackForTest({ ...consumed({}), handlers: { Worker: timed } });
    await send(cloud, 'much later', 900);
    await send(cloud, 'later', 1);
    await send(cloud, 'now');
    await until('both messages', () => received(cloud).length >= 2);
    const waitedMs = Object.fromEntries(received(cloud).map(([body, ms]) => [body, Number(ms)]));
    expect(Object.keys(waitedMs).toSorted()).toEqual(['later', 'now']);
    expect(waitedMs.later).toBeGreaterThanOrEqual(1_000);
    expect(cloud.depths().Queue!.delayed).toBe(1);
  });

  it('hands over as soon as a message is there, also while no timer fires', async ({ signal }) => {
    const cloud = await stackForTest(consumed());
    await cloud.warmed;
    vi.useFakeTimers({ toFake: ['setTimeout', 'setInterval'] });
    onTestFinished(() => void vi.useRealTimers());
    for (const body of ['a', 'b', 'c']) {
      await send(cloud, body);
      while (!signal.aborted && !received(cloud).some((one) => one[0] === body)) await new Promise(setImmediate);
    }
  });

  it('never runs more batches at once than the mapping allows', async () => {
    const stack = consumed({ BatchSize: 1, ScalingConfig: { MaximumConcurrency: 2 } });
    const handlers = {
      Worker: `
      import { existsSync, mkdirSync, readdirSync, rmSync } from 'node:fs';
      const [running, gate] = ['./running/', './gate'].map((name) => new URL(name, import.meta.url));
      export const handler = async ({ Records: [{ messageId }] }) => {
        mkdirSync(new URL(messageId, running), { recursive: true });
        while (!existsSync(gate)) await new Promise((resolve) => setTimeout(resolve, 10));
        console.log('GOT ' + JSON.stringify([['running', String(readdirSync(running).length)]]));
        rmSync(new URL(messageId, running), { recursive: true });
        return { batchItemFailures: [] };
      };`,
    };
    const cloud = await stackForTest({ ...stack, handlers });
    const worker = path.join(cloud.folder, 'cdk.out', 'asset.Worker');
    mkdirSync(path.join(worker, 'running'));
    for (let i = 0; i < 8; i += 1) await send(cloud, String(i));
    await until('two batches at once', () => readdirSync(path.join(worker, 'running')).length >= 2);
    await pause(CHANCE_MS);
    writeFileSync(path.join(worker, 'gate'), '');
    await until('all of them', () => received(cloud).length === 8);
    const atOnce = received(cloud).map(([, count]) => Number(count));
    expect(Math.max(...atOnce)).toBe(2);
  });

  it('is refused at start without the grants that it needs', async () => {
    const stack = consumed();
    const starting = runStack({ ...stack, resources: { ...stack.resources, ...lambda('Worker') } });
    await expect(starting).rejects.toThrow(
      'WorkerSource (AWS::Lambda::EventSourceMapping): the role of Worker may not sqs:ReceiveMessage, sqs:DeleteMessage, sqs:GetQueueAttributes',
    );
  });

  it('loses no message when the cloud stops, and gives back what was in flight', async () => {
    const asleep = {
      ...consumed({}),
      handlers: {
        Worker: `
      export const handler = () => { console.log('GOT [["started","1"]]'); return new Promise((resolve) => setTimeout(resolve, 3_600_000)); };`,
      },
    };
    const first = await runStack(asleep);
    await send(first, 'precious');
    await until('the message in flight', () => received(first).length === 1);
    await first.stop();
    const second = await runStack(consumed({}), { folder: first.folder });
    await until('the message again', () => received(second).length > 0);
    expect(received(second)).toEqual([['precious', '2']]);
    await discard(second);
  });
});
