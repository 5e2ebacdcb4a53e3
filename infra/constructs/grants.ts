import { PolicyStatement } from 'aws-cdk-lib/aws-iam';

// CDK's own grant methods add describe, encrypt and abort actions that nothing here calls. These give what is called,
// and the local run refuses the rest.

/** To put nudges on the bus. */
export const putEvents = (bus: { eventBusArn: string }) =>
  new PolicyStatement({ actions: ['events:PutEvents'], resources: [bus.eventBusArn] });

/** To reach people. */
export const tell = (topic: { topicArn: string }) =>
  new PolicyStatement({ actions: ['sns:Publish'], resources: [topic.topicArn] });

/** To see whether anybody would be reached: automated apologies need at least one confirmed subscription. */
export const countListeners = (topic: { topicArn: string }) =>
  new PolicyStatement({ actions: ['sns:GetTopicAttributes'], resources: [topic.topicArn] });

/** To read the tokens of a channel. */
export const readSecret = (secret: { secretArn: string }) =>
  new PolicyStatement({ actions: ['secretsmanager:GetSecretValue'], resources: [secret.secretArn] });
