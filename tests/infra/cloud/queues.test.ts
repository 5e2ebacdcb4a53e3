import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { describe, expect, it, vi } from 'vitest';
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

const queue = (more: object = {}): Resources => ({
  DeadLetters: { Type: 'AWS::SQS::Queue' },
  Queue: {
    Type: 'AWS::SQS::Queue',
    Properties: {
      VisibilityTimeout: 1,
      RedrivePolicy: { deadLetterTargetArn: arnOf('DeadLetters'), maxReceiveCount: 2 },
      ...more,
    },
  },
});

// Says what it got, fails what is poisoned, and throws if told to.
const worker = `
export const handler = async ({ Records }) => {
  console.log('GOT ' + JSON.stringify(Records.map(({ body, attributes }) => [body, attributes.ApproximateReceiveCount])));
  if (Records.some(({ body }) => body === 'throw')) throw new Error('as told');
  return { batchItemFailures: Records.filter(({ body }) => body === 'poison').map(({ messageId }) => ({ itemIdentifier: messageId })) };
};`;

const consumed = (properties: object = { FunctionResponseTypes: ['ReportBatchItemFailures'] }, more: object = {}) => ({
  resources: {
    ...queue(more),
    ...lambda('Worker', [mayRead('Queue')]),
    ...feeds('Queue', 'Worker', { ...properties }),
  },
  handlers: { Worker: worker },
});

const send = async (cloud: RunningStack, body: string, DelaySeconds?: number) => {
  const sqs = new SQSClient(asOperator(cloud));
  const QueueUrl = `${cloud.urls.aws}/000000000000/Test-Queue`;
  await sqs.send(
    new SendMessageCommand({ QueueUrl, MessageBody: body, ...(DelaySeconds === undefined ? {} : { DelaySeconds }) }),
  );
  sqs.destroy();
};

/** Every body that the worker got, with how often it had been received. */
const received = (cloud: RunningStack): [string, string][] =>
  cloud.said
    .flatMap(({ text }) => text.split('\n'))
    .filter((line) => line.includes('GOT '))
    .flatMap((line) => JSON.parse(line.slice(line.indexOf('[['))));
const soon = (check: () => void) => vi.waitFor(check, { timeout: 8_000, interval: 20 });

describe('a queue that feeds a function', () => {
  it('keeps what the handler reports as failed, and moves it to the dead letters after too many receives', async () => {
    const cloud = await stackForTest(consumed());
    for (const body of ['a', 'poison', 'b']) await send(cloud, body);
    await soon(() => expect(cloud.depths().DeadLetters).toEqual({ visible: 1, delayed: 0, inFlight: 0 }));
    const got = received(cloud);
    expect(got.filter(([body]) => body === 'poison')).toEqual([
      ['poison', '1'],
      ['poison', '2'],
    ]);
    expect(got.filter(([body]) => body !== 'poison').toSorted()).toEqual([
      ['a', '1'],
      ['b', '1'],
    ]);
    expect(cloud.depths().Queue).toEqual({ visible: 0, delayed: 0, inFlight: 0 });
  });

  it('keeps the whole batch when the handler throws', async () => {
    const cloud = await stackForTest(consumed());
    await send(cloud, 'throw');
    await soon(() => expect(cloud.depths().DeadLetters!.visible).toBe(1));
    expect(received(cloud)).toEqual([
      ['throw', '1'],
      ['throw', '2'],
    ]);
    expect(cloud.said.some(({ from, text }) => from === 'cloud' && text.includes('a batch failed'))).toBe(true);
  });

  it('takes an answer without ReportBatchItemFailures for success', async () => {
    const cloud = await stackForTest(consumed({}));
    await send(cloud, 'poison');
    await soon(() => expect(received(cloud)).toEqual([['poison', '1']]));
    await soon(() => expect(cloud.depths().Queue).toEqual({ visible: 0, delayed: 0, inFlight: 0 }));
  });

  it('waits for the delay of a message', async () => {
    const cloud = await stackForTest(consumed());
    await cloud.warmed;
    const sentAt = Date.now();
    await send(cloud, 'later', 1);
    await send(cloud, 'now');
    await soon(() => expect(received(cloud)).toEqual([['now', '1']]));
    expect(cloud.depths().Queue!.delayed).toBe(1);
    await soon(() => expect(received(cloud)).toHaveLength(2));
    expect(Date.now() - sentAt).toBeGreaterThanOrEqual(1_000);
  });

  it('hands over as soon as a message is there', async () => {
    const timed = `
      export const handler = async ({ Records }) => {
        for (const { attributes } of Records) console.log('GOT ' + JSON.stringify([['waited', String(Date.now() - attributes.SentTimestamp)]]));
      };`;
    const cloud = await stackForTest({ ...consumed({}), handlers: { Worker: timed } });
    await cloud.warmed;
    for (let count = 1; count <= 9; count += 1) {
      await send(cloud, 'x');
      await soon(() => expect(received(cloud)).toHaveLength(count));
    }
    const waitedMs = received(cloud)
      .map(([, ms]) => Number(ms))
      .toSorted((a, b) => a - b);
    // A few milliseconds on a quiet machine; a poll once a second would take half of one.
    expect(waitedMs[4]).toBeLessThan(200);
  });

  it('never runs more batches at once than the mapping allows', async () => {
    const stack = consumed({ BatchSize: 1, ScalingConfig: { MaximumConcurrency: 2 } }, { VisibilityTimeout: 30 });
    const handlers = {
      Worker: `
      import { mkdirSync, readdirSync, rmSync } from 'node:fs';
      const folder = new URL('./running/', import.meta.url);
      export const handler = async ({ Records: [{ messageId }] }) => {
        mkdirSync(new URL(messageId, folder), { recursive: true });
        await new Promise((resolve) => setTimeout(resolve, 60));
        console.log('GOT ' + JSON.stringify([['running', String(readdirSync(folder).length)]]));
        rmSync(new URL(messageId, folder), { recursive: true });
        return { batchItemFailures: [] };
      };`,
    };
    const cloud = await stackForTest({ ...stack, handlers });
    for (let i = 0; i < 8; i += 1) await send(cloud, String(i));
    await soon(() => expect(received(cloud)).toHaveLength(8));
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
      ...consumed({}, { VisibilityTimeout: 600 }),
      handlers: {
        Worker: `
      export const handler = () => { console.log('GOT [["started","1"]]'); return new Promise((resolve) => setTimeout(resolve, 60_000)); };`,
      },
    };
    const first = await runStack(asleep);
    await send(first, 'precious');
    await soon(() => expect(received(first)).toHaveLength(1));
    await first.stop();
    const second = await runStack(consumed({}, { VisibilityTimeout: 600 }), { folder: first.folder });
    await soon(() => expect(received(second)).toEqual([['precious', '2']]));
    await discard(second);
  });
});
