import { EventBridgeClient, type PutEventsCommandInput } from '@aws-sdk/client-eventbridge';
import { type SendMessageBatchCommandInput, SQSClient } from '@aws-sdk/client-sqs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { delaysInSeconds, eventbridgeNudges } from '../../shared/adapters/eventbridge/nudges.ts';
import { memoryNudges, type Nudge } from '../../shared/adapters/memory/nudges.ts';
import { plus } from '../../shared/core/instant.ts';
import { TEN_O_CLOCK } from '../support/entries.ts';
import { recordCalls } from './recorded-calls.ts';

const inSeconds = (seconds: number) => plus(TEN_O_CLOCK, seconds * 1000);

function nudgesOn(answers: { events?: object; queue?: object } = {}) {
  const events = new EventBridgeClient({ region: 'eu-west-1' });
  const queue = new SQSClient({ region: 'eu-west-1' });
  const put = recordCalls<PutEventsCommandInput>(events, () => answers.events ?? { FailedEntryCount: 0, Entries: [] });
  const sent = recordCalls<SendMessageBatchCommandInput>(queue, () => answers.queue ?? { Successful: [] });
  const lookQueueUrl = 'http://127.0.0.1:1/000000000000/look';
  return { nudges: eventbridgeNudges({ events, queue, bus: 'candor-bus', lookQueueUrl }), put, sent, lookQueueUrl };
}

describe('a nudge on the bus', () => {
  it('names the incident and whom it concerns, and nothing else', async () => {
    const { nudges, put } = nudgesOn();
    await nudges.nudge(['i1'], ['site', 'people']);
    expect(put).toEqual([
      {
        Entries: [
          {
            EventBusName: 'candor-bus',
            Source: 'candor',
            DetailType: 'candor.look',
            Detail: '{"incident":"i1","for":["site","people"]}',
          },
        ],
      },
    ]);
  });

  it('asks for the whole site in its own words', async () => {
    const { nudges, put } = nudgesOn();
    await nudges.nudgeSite();
    expect(put[0]?.Entries?.map((entry) => entry.Detail)).toEqual(['{"site":true,"for":["site"]}']);
  });

  it('is for everybody if nobody is named', async () => {
    const { nudges, put } = nudgesOn();
    await nudges.nudge(['i1']);
    expect(JSON.parse(put[0]?.Entries?.[0]?.Detail ?? '').for).toEqual(['public', 'people']);
  });

  it('goes in tens, each incident once', async () => {
    const { nudges, put } = nudgesOn();
    const incidents = Array.from({ length: 23 }, (_, n) => `i${n}`);
    await nudges.nudge([...incidents, 'i0']);
    expect(put.map((call) => call.Entries?.length)).toEqual([10, 10, 3]);
    expect(put.flatMap((call) => call.Entries ?? []).map((entry) => JSON.parse(entry.Detail ?? '').incident)).toEqual(
      incidents,
    );
  });

  it('that nobody asks for is no call', async () => {
    const { nudges, put } = nudgesOn();
    await nudges.nudge([]);
    expect(put).toEqual([]);
  });

  it('that the bus does not take is an error with the reason', async () => {
    const { nudges } = nudgesOn({
      events: { FailedEntryCount: 1, Entries: [{ ErrorCode: 'ThrottlingException', ErrorMessage: 'too many' }] },
    });
    await expect(nudges.nudge(['i1'])).rejects.toThrow(
      '1 of 1 nudges were not taken by the bus (ThrottlingException: too many)',
    );
  });
});

describe('a look at an incident, later', () => {
  it('is one delayed message for each distinct second, never early', async () => {
    const { nudges, sent, lookQueueUrl } = nudgesOn();
    await nudges.lookAt('i1', [inSeconds(4.2), inSeconds(5), inSeconds(61)], TEN_O_CLOCK);
    expect(sent).toEqual([
      {
        QueueUrl: lookQueueUrl,
        Entries: [
          { Id: '0', MessageBody: '{"incident":"i1"}', DelaySeconds: 5 },
          { Id: '1', MessageBody: '{"incident":"i1"}', DelaySeconds: 61 },
        ],
      },
    ]);
  });

  it('comes at once for a time that has passed, and not at all for one beyond 15 minutes', () => {
    expect(delaysInSeconds([inSeconds(-5), inSeconds(900), inSeconds(900.001)], TEN_O_CLOCK)).toEqual([0, 900]);
  });

  it('is asked for at most five times, the earliest ones', () => {
    const at = [9, 1, 8, 2, 7, 3, 6].map(inSeconds);
    expect(delaysInSeconds(at, TEN_O_CLOCK)).toEqual([1, 2, 3, 6, 7]);
  });

  it('is never before the time asked for, nor a second late', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 900_000 }), (ms) => {
        const [delay] = delaysInSeconds([plus(TEN_O_CLOCK, ms)], TEN_O_CLOCK);
        expect(delay! * 1000 - ms).toBeGreaterThanOrEqual(0);
        expect(delay! * 1000 - ms).toBeLessThan(1000);
      }),
    );
  });

  it('with nothing near is no call', async () => {
    const { nudges, sent } = nudgesOn();
    await nudges.lookAt('i1', [inSeconds(1000)], TEN_O_CLOCK);
    expect(sent).toEqual([]);
  });

  it('that the queue does not take is an error', async () => {
    const { nudges } = nudgesOn({ queue: { Failed: [{ Id: '0', Code: 'InternalError', Message: 'try again' }] } });
    await expect(nudges.lookAt('i1', [inSeconds(3)], TEN_O_CLOCK)).rejects.toThrow('InternalError: try again');
  });
});

it('nudges in memory are kept in order for whoever delivers them', async () => {
  const kept: Nudge[] = [];
  const nudges = memoryNudges(kept);
  await nudges.nudge(['i1', 'i2']);
  await nudges.lookAt('i1', [inSeconds(3)], TEN_O_CLOCK);
  await nudges.nudgeSite();
  expect(kept).toEqual([
    { type: 'incident', incident: 'i1' },
    { type: 'incident', incident: 'i2' },
    { type: 'look', incident: 'i1', at: inSeconds(3) },
    { type: 'site' },
  ]);
});
