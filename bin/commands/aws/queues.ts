import { GetQueueAttributesCommand, SQSClient } from '@aws-sdk/client-sqs';
import type { AwsSettings } from './settings.ts';
import { asked } from './trouble.ts';

/** About how many messages wait in a queue. Throws `AwsRefused`. */
export const waitingIn = (settings: AwsSettings, queueUrl: string): Promise<number> =>
  asked(settings.region, async () => {
    const ask = new GetQueueAttributesCommand({ QueueUrl: queueUrl, AttributeNames: ['ApproximateNumberOfMessages'] });
    const { Attributes = {} } = await new SQSClient(settings).send(ask);
    return Number(Attributes.ApproximateNumberOfMessages ?? 0);
  });
