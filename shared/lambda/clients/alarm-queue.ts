import { SQSClient } from '@aws-sdk/client-sqs';
import { DEADLINES, within } from '../../adapters/aws/deadlines.ts';
import { sqsAlarmQueue } from '../../adapters/sqs/alarm-queue.ts';

export const alarmQueue = (url: string) => sqsAlarmQueue({ queue: new SQSClient(within(DEADLINES.alarmQueue)), url });
