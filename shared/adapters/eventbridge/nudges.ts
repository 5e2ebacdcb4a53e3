import { type EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { SendMessageBatchCommand, type SQSClient } from '@aws-sdk/client-sqs';
import { SITE } from '../../core/channel/shipped.ts';
import { chunksOf } from '../../core/chunks.ts';
import { type Instant, MINUTE_MS, msBetween, SECOND_MS } from '../../core/instant.ts';
import type { Listener, Nudges } from '../../ports/nudges.ts';

/** `PutEvents` and `SendMessageBatch` both take at most ten. */
const PER_CALL = 10;

/** SQS delays a message by at most 15 minutes. */
const LONGEST_DELAY_MS = 15 * MINUTE_MS;

/** More looks than this at one incident are not worth their price: each look sees all that is due by then. */
const LOOKS_PER_CALL = 5;

export type NudgeTargets = {
  events: EventBridgeClient;
  queue: SQSClient;
  /** The bus by name. */
  bus: string;
  lookQueueUrl: string;
};

const EVERYBODY: readonly Listener[] = ['public', 'people'];

/** Nudges on the bus, addressed by `for` to the rules that match it, and looks as delayed messages. Neither says what happened: only where to look. */
export function eventbridgeNudges({ events, queue, bus, lookQueueUrl }: NudgeTargets): Nudges {
  async function put(details: readonly { incident?: string; site?: true; for: readonly Listener[] }[]) {
    const { FailedEntryCount, Entries } = await events.send(
      new PutEventsCommand({
        Entries: details.map((detail) => ({
          EventBusName: bus,
          Source: 'candor',
          DetailType: 'candor.look',
          Detail: JSON.stringify(detail),
        })),
      }),
    );
    if (!FailedEntryCount) return;
    const reasons = (Entries ?? []).flatMap(({ ErrorCode, ErrorMessage }) =>
      ErrorCode ? [`${ErrorCode}: ${ErrorMessage}`] : [],
    );
    throw new Error(
      `${FailedEntryCount} of ${details.length} nudges were not taken by the bus (${reasons.join('; ')})`,
    );
  }

  return {
    async nudge(incidents, whom = EVERYBODY) {
      const details = [...new Set(incidents)].map((incident) => ({ incident, for: whom }));
      for (const some of chunksOf(details, PER_CALL)) await put(some);
    },

    nudgeSite: () => put([{ site: true, for: [SITE.name] }]),

    async lookAt(incident, at, now, seq) {
      const seconds = delaysInSeconds(at, now);
      if (seconds.length === 0) return;
      const { Failed = [] } = await queue.send(
        new SendMessageBatchCommand({
          QueueUrl: lookQueueUrl,
          Entries: seconds.map((DelaySeconds, index) => ({
            Id: String(index),
            MessageBody: JSON.stringify({ incident, seq }),
            DelaySeconds,
          })),
        }),
      );
      if (Failed.length === 0) return;
      const reasons = Failed.map(({ Code, Message }) => `${Code}: ${Message}`);
      throw new Error(`${Failed.length} looks at incident ${incident} were not queued (${reasons.join('; ')})`);
    },
  };
}

/** The next few distinct delays, in whole seconds and never early; instants too far away are left to the schedule. */
export function delaysInSeconds(at: readonly Instant[], now: Instant): number[] {
  const delaysMs = at.map((one) => Math.max(0, msBetween(now, one))).filter((ms) => ms <= LONGEST_DELAY_MS);
  const seconds = new Set(delaysMs.map((ms) => Math.ceil(ms / SECOND_MS)));
  return [...seconds].toSorted((a, b) => a - b).slice(0, LOOKS_PER_CALL);
}
