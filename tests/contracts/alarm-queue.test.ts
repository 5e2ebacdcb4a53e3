import { type SendMessageCommandInput, SQSClient } from '@aws-sdk/client-sqs';
import { describe, expect, it } from 'vitest';
import { sqsAlarmQueue } from '../../shared/adapters/sqs/alarm-queue.ts';
import type { QueuedAlarms } from '../../shared/ports/alarm-storms.ts';
import { recordCalls } from './recorded-calls.ts';

const url = 'http://127.0.0.1:1/000000000000/storm';
const message = (part: number): QueuedAlarms => ({ receipt: 'r1', part, source: 'prom', alarms: [] });

describe('intake: the queue of storms', () => {
  it('is given each message once, with where its alarms stand in the receipt', async () => {
    const queue = new SQSClient({ region: 'eu-west-1' });
    const sent = recordCalls<SendMessageCommandInput>(queue, () => ({}));
    const messages = Array.from({ length: 25 }, (_, part) => message(part));
    await sqsAlarmQueue({ queue, url }).put(messages);
    expect(new Set(sent.map(({ QueueUrl }) => QueueUrl))).toEqual(new Set([url]));
    const bodies = sent.map(({ MessageBody }) => JSON.parse(MessageBody ?? '') as QueuedAlarms);
    expect(bodies.toSorted((a, b) => a.part - b.part)).toEqual(messages);
  });

  it('rejects if one message was not taken: nobody is told that all of them wait', async () => {
    const queue = new SQSClient({ region: 'eu-west-1' });
    recordCalls<SendMessageCommandInput>(queue, ({ MessageBody }) => {
      if (MessageBody?.includes('"part":7')) throw new Error('too much');
      return {};
    });
    const messages = Array.from({ length: 25 }, (_, part) => message(part));
    await expect(sqsAlarmQueue({ queue, url }).put(messages)).rejects.toThrow('too much');
  });
});
