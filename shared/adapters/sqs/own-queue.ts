import { SendMessageCommand, type SQSClient } from '@aws-sdk/client-sqs';
import { SECOND_MS } from '../../core/instant.ts';

/** SQS delays a message by at most 15 minutes (**AWS's docs**). */
const LONGEST_DELAY_S = 900;

/** Puts a message onto the queue from which a function itself is fed, so that it goes on with an incident `afterMs` from now. */
export const sqsOwnQueue =
  ({ queue, url }: { queue: SQSClient; url: string }) =>
  async (incident: string, afterMs: number): Promise<void> => {
    const DelaySeconds = Math.min(Math.ceil(afterMs / SECOND_MS), LONGEST_DELAY_S);
    await queue.send(
      new SendMessageCommand({ QueueUrl: url, MessageBody: JSON.stringify({ incident }), DelaySeconds }),
    );
  };
