import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { SQSClient } from '@aws-sdk/client-sqs';
import { DEADLINES, within } from '../../adapters/aws/deadlines.ts';
import { eventbridgeNudges, type NudgeTargets } from '../../adapters/eventbridge/nudges.ts';

export const nudges = (to: Omit<NudgeTargets, 'events' | 'queue'>) =>
  eventbridgeNudges({
    events: new EventBridgeClient(within(DEADLINES.nudges)),
    queue: new SQSClient(within(DEADLINES.nudges)),
    ...to,
  });
