import { ACCOUNT, REGION } from './arn.ts';
import type { Fauxqs, Queue, ReceivedMessage } from './fauxqs.ts';
import type { LambdaFunction } from './lambda.ts';
import type { Guard } from './policies.ts';
import type { Queues } from './sqs.ts';
import type { Standstill } from './standstill.ts';
import type { Resource } from './template.ts';

/** Lambda's limit for a synchronous event ends a batch, too. */
const maxBatchBytes = 6 * 1024 * 1024;

const needed = ['sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:GetQueueAttributes'];

export interface MappingParts {
  readonly fauxqs: Fauxqs;
  readonly queues: Queues;
  readonly guard: Guard;
  readonly standstill: Standstill;
  log(line: Record<string, unknown>): void;
}

/**
 * Feeds a function from a queue, as Lambda's pollers do: what the handler reports as failed, or all of a batch that
 * it threw on, stays in the queue until its visibility timeout and goes to the dead-letter queue after too many
 * receives. With a batching window, what comes until it ends or the batch is full is delivered together. Throws, as CloudFormation does, if the function's role may not read the queue. Returns how to stop.
 */
export function startMapping(mapping: Resource, target: LambdaFunction, parts: MappingParts): () => void {
  const { properties } = mapping;
  const role = { kind: 'role', roleArn: target.resource.properties.Role } as const;
  const missing = needed.filter((action) => !parts.guard.allows(role, { action, resource: properties.EventSourceArn }));
  if (missing.length > 0) {
    throw new Error(
      `${mapping.id} (${mapping.type}): the role of ${target.resource.id} may not ${missing.join(', ')} on ${properties.EventSourceArn}`,
    );
  }
  if (properties.Enabled === false) return () => {};

  const queue = parts.queues.byArn(properties.EventSourceArn);
  const batchSize: number = properties.BatchSize ?? 10;
  const windowMs = (properties.MaximumBatchingWindowInSeconds ?? 0) * 1000;
  if (batchSize > 10 && windowMs < 1000)
    throw new Error(`${mapping.id} (${mapping.type}): a batch of more than 10 needs a batching window of a second`);
  const partial = (properties.FunctionResponseTypes ?? []).includes('ReportBatchItemFailures');
  let running = true;

  const deliver = async (received: ReceivedMessage[]) => {
    // While a batch filled, the clock may have been set on beyond the time for which a message is hidden: it is back in its queue.
    const batch = received.filter(({ ReceiptHandle }) => queue.inflightMessages.has(ReceiptHandle));
    if (batch.length === 0) return;
    const outcome = await target.invoke(JSON.stringify({ Records: batch.map((message) => recordOf(message, queue)) }));
    if (!running) return;
    const failed = outcome.ok
      ? partial
        ? failedItems(outcome.payload, batch)
        : []
      : batch.map(({ MessageId }) => MessageId);
    if (!outcome.ok) {
      parts.log({ level: 'ERROR', message: 'a batch failed', function: target.resource.id, ...outcome });
    }
    for (const { MessageId, ReceiptHandle } of batch)
      if (!failed.includes(MessageId)) queue.deleteMessage(ReceiptHandle);
  };

  /** SQS hands out ten at a time at most. */
  const receive = (most: number) =>
    parts.fauxqs.together(() => queue.dequeue(most, undefined, (arn) => parts.fauxqs.sqs.getQueueByArn(arn)));

  /** The first messages that there are, and what comes behind them within the window. */
  const collect = async (): Promise<ReceivedMessage[]> => {
    const batch = receive(Math.min(batchSize, 10));
    const endsMs = performance.now() + windowMs;
    const bytes = () => batch.reduce((sum, { Body }) => sum + Buffer.byteLength(Body), 0);
    while (running && batch.length > 0 && batch.length < batchSize) {
      const leftMs = endsMs - performance.now();
      if (leftMs <= 0 || bytes() + Buffer.byteLength(queue.messages[0]?.body ?? '') > maxBatchBytes) break;
      const more = receive(1);
      if (more.length === 0) await queue.waitForMessages(leftMs / 1000);
      batch.push(...more);
    }
    return batch;
  };

  const poll = async () => {
    while (running) {
      await parts.standstill.passable();
      const batch = await collect();
      if (batch.length === 0) await queue.waitForMessages(20);
      else {
        if (windowMs > 0) await parts.standstill.passable();
        await deliver(batch).catch((error) =>
          parts.log({ level: 'ERROR', message: 'a batch was not delivered', error: String(error) }),
        );
      }
    }
  };
  for (let poller = 0; poller < (properties.ScalingConfig?.MaximumConcurrency ?? 2); poller += 1) void poll();

  return () => {
    running = false;
    queue.cancelWaiters();
  };
}

function recordOf(message: ReceivedMessage, queue: Queue) {
  const stored = queue.inflightMessages.get(message.ReceiptHandle)!.message;
  return {
    messageId: message.MessageId,
    receiptHandle: message.ReceiptHandle,
    body: message.Body,
    attributes: {
      ApproximateReceiveCount: String(stored.approximateReceiveCount),
      SentTimestamp: String(stored.sentTimestamp),
      SenderId: ACCOUNT,
      ApproximateFirstReceiveTimestamp: String(stored.approximateFirstReceiveTimestamp),
    },
    messageAttributes: Object.fromEntries(
      Object.entries(stored.messageAttributes).map(([name, { DataType, StringValue }]) => [
        name,
        { dataType: DataType, stringValue: StringValue, stringListValues: [], binaryListValues: [] },
      ]),
    ),
    md5OfBody: message.MD5OfBody,
    eventSource: 'aws:sqs',
    eventSourceARN: queue.arn,
    awsRegion: REGION,
  };
}

/** The messages that stay in the queue. Lambda takes an answer that it cannot read for "all of them". */
function failedItems(payload: string, batch: readonly ReceivedMessage[]): string[] {
  const all = batch.map(({ MessageId }) => MessageId);
  try {
    const failures = JSON.parse(payload)?.batchItemFailures ?? [];
    const ids: unknown[] = failures.map(({ itemIdentifier }: { itemIdentifier: unknown }) => itemIdentifier);
    return ids.every((id) => all.includes(id as string)) ? (ids as string[]) : all;
  } catch {
    return all;
  }
}
