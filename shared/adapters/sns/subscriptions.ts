import {
  ConfirmSubscriptionCommand,
  paginateListSubscriptionsByTopic,
  type SNSClient,
  SNSServiceException,
  SubscribeCommand,
  UnsubscribeCommand,
} from '@aws-sdk/client-sns';
import type { MailSubscriptions } from '../../ports/people.ts';

/** What a subscription lets through. It is given when the subscription is made: a changed one takes minutes to hold. */
const filterOf = (person: string, alarms: boolean): Record<string, string> =>
  alarms
    ? // An alarm of CloudWatch has no attributes at all, so that no filter on attributes lets it through.
      { FilterPolicyScope: 'MessageBody', FilterPolicy: JSON.stringify({ AlarmName: [{ exists: true }] }) }
    : { FilterPolicyScope: 'MessageAttributes', FilterPolicy: JSON.stringify({ to: [person] }) };

/** Mail to people by one topic, whose subscriptions each let through what is for one of them. */
export function snsSubscriptions({ sns, topicArn }: { sns: SNSClient; topicArn: string }): MailSubscriptions {
  return {
    async ask(person, mail, alarms) {
      const { SubscriptionArn } = await sns.send(
        new SubscribeCommand({
          TopicArn: topicArn,
          Protocol: 'email',
          Endpoint: mail,
          // Else the answer says only that it is pending, and it could be neither found again nor told from others.
          ReturnSubscriptionArn: true,
          Attributes: filterOf(person, alarms),
        }),
      );
      if (SubscriptionArn === undefined) throw new Error('SNS did not name the subscription');
      return SubscriptionArn;
    },

    async confirm(token) {
      try {
        const { SubscriptionArn } = await sns.send(
          new ConfirmSubscriptionCommand({ TopicArn: topicArn, Token: token, AuthenticateOnUnsubscribe: 'true' }),
        );
        return SubscriptionArn;
      } catch (error) {
        if (isAnswer(error)) return undefined;
        throw error;
      }
    },

    async end(subscription) {
      try {
        await sns.send(new UnsubscribeCommand({ SubscriptionArn: subscription }));
      } catch (error) {
        // What nobody has confirmed cannot be ended, and what is gone need not be.
        if (!isAnswer(error)) throw error;
      }
    },

    async standing() {
      const confirmed = new Set<string>();
      // One that waits, or was ended, has a word in the place of its name.
      for await (const page of paginateListSubscriptionsByTopic({ client: sns }, { TopicArn: topicArn }))
        for (const { SubscriptionArn = '' } of page.Subscriptions ?? [])
          if (SubscriptionArn.startsWith('arn:')) confirmed.add(SubscriptionArn);
      return { confirmed };
    },
  };
}

/** SNS has understood the call and says no. */
const isAnswer = (error: unknown): boolean =>
  error instanceof SNSServiceException &&
  ['InvalidParameter', 'NotFound'].includes(error.name.replace(/Exception$/, ''));
