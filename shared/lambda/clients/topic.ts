import { SNSClient } from '@aws-sdk/client-sns';
import { DEADLINES, within } from '../../adapters/aws/deadlines.ts';
import { snsTarget } from '../../adapters/sns/reminder-target.ts';
import { snsSubscriptions } from '../../adapters/sns/subscriptions.ts';

/** The topic as that which reminders go to, and its subscriptions, by one client. */
export function topic(at: { topicArn: string; addressed: boolean }) {
  const sns = new SNSClient(within(DEADLINES.topic));
  return { target: snsTarget({ sns, ...at }), subscriptions: snsSubscriptions({ sns, topicArn: at.topicArn }) };
}
