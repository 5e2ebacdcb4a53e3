import { SendMessageCommand, type SQSClient } from '@aws-sdk/client-sqs';
import type { AlarmQueue } from '../../ports/alarm-storms.ts';

/** As many are on their way at a time. One by one, because all of a batch together may be no larger than one message. */
const SIDE_BY_SIDE = 10;

/** Alarms that wait, as messages of SQS. */
export function sqsAlarmQueue({ queue, url }: { queue: SQSClient; url: string }): AlarmQueue {
  return {
    async put(messages) {
      const waiting = messages.values();
      const send = async () => {
        for (const message of waiting)
          await queue.send(new SendMessageCommand({ QueueUrl: url, MessageBody: JSON.stringify(message) }));
      };
      await Promise.all(Array.from({ length: SIDE_BY_SIDE }, send));
    },
  };
}
