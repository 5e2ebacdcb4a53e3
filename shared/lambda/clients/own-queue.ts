import { SQSClient } from '@aws-sdk/client-sqs';
import { DEADLINES, within } from '../../adapters/aws/deadlines.ts';
import { sqsOwnQueue } from '../../adapters/sqs/own-queue.ts';

export const ownQueue = (url: string) => sqsOwnQueue({ queue: new SQSClient(within(DEADLINES.alarmQueue)), url });
