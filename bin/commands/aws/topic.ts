import { GetSubscriptionAttributesCommand, paginateListSubscriptionsByTopic, SNSClient } from '@aws-sdk/client-sns';
import type { AwsSettings } from './settings.ts';
import { asked } from './trouble.ts';

export type TopicSubscription = { arn: string; confirmed: boolean; filtered: boolean; authenticated: boolean };

/** The subscriptions of a topic, and how each is held. Throws `AwsRefused`. */
export const subscriptionsOf = (settings: AwsSettings, topicArn: string): Promise<TopicSubscription[]> =>
  asked(settings.region, async () => {
    const client = new SNSClient(settings);
    const found: TopicSubscription[] = [];
    for await (const page of paginateListSubscriptionsByTopic({ client }, { TopicArn: topicArn }))
      for (const { SubscriptionArn: arn = '' } of page.Subscriptions ?? []) {
        // Until it is confirmed a subscription has no ARN, but this word.
        if (!arn.startsWith('arn:')) {
          found.push({ arn, confirmed: false, filtered: false, authenticated: false });
          continue;
        }
        const { Attributes = {} } = await client.send(new GetSubscriptionAttributesCommand({ SubscriptionArn: arn }));
        found.push({
          arn,
          confirmed: Attributes.PendingConfirmation !== 'true',
          filtered: isFilter(JSON.parse(Attributes.FilterPolicy || '{}') as object),
          authenticated: Attributes.ConfirmationWasAuthenticated !== 'false',
        });
      }
    return found;
  });

/** As the directory makes them: by whom a message is for, or alarms of CloudWatch, which have a name in their body alone. */
const isFilter = (policy: object): boolean => Object.hasOwn(policy, 'to') || Object.hasOwn(policy, 'AlarmName');
