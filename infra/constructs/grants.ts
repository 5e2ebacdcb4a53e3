import { PolicyStatement } from 'aws-cdk-lib/aws-iam';

// CDK's own grant methods add describe, encrypt and abort actions that nothing here calls. These give what is called,
// and the local run refuses the rest.

/** To put nudges on the bus. */
export const putEvents = (bus: { eventBusArn: string }) =>
  new PolicyStatement({ actions: ['events:PutEvents'], resources: [bus.eventBusArn] });

/** To reach people, each by a subscription that stands. */
export const tell = (topic: { topicArn: string }) =>
  new PolicyStatement({ actions: ['sns:Publish', 'sns:ListSubscriptionsByTopic'], resources: [topic.topicArn] });

/** To tell somebody who leaves the house that they have, before their address is forgotten. */
export const sayGoodbye = (topic: { topicArn: string }) =>
  new PolicyStatement({ actions: ['sns:Publish'], resources: [topic.topicArn] });

/** To see whether anybody would be reached: automated apologies need confirmed subscriptions. */
export const countListeners = (topic: { topicArn: string }) =>
  new PolicyStatement({
    actions: ['sns:GetTopicAttributes', 'sns:ListSubscriptionsByTopic'],
    resources: [topic.topicArn],
  });

/** To have the owners of mail addresses asked, and to confirm or end their subscriptions: SNS judges all by the topic. */
export const subscribePeople = (topic: { topicArn: string }) =>
  new PolicyStatement({
    actions: ['sns:Subscribe', 'sns:ConfirmSubscription', 'sns:Unsubscribe'],
    resources: [topic.topicArn],
  });

/** To read the tokens of a channel. */
export const readSecret = (secret: { secretArn: string }) =>
  new PolicyStatement({ actions: ['secretsmanager:GetSecretValue'], resources: [secret.secretArn] });
