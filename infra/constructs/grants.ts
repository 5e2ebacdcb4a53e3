import { Aws } from 'aws-cdk-lib';
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

/** To put another key in the place of one, as an administrator does who brings a log from elsewhere. */
export const replaceSecret = (secret: { secretArn: string }) =>
  new PolicyStatement({ actions: ['secretsmanager:PutSecretValue'], resources: [secret.secretArn] });

/** To make and end the clients of programs, of one user pool. It may not change those that there are. */
export const makeMachines = (pool: { userPoolArn: string }) =>
  new PolicyStatement({
    actions: [
      'cognito-idp:AddUserPoolClientSecret',
      'cognito-idp:CreateUserPoolClient',
      'cognito-idp:DeleteUserPoolClient',
      'cognito-idp:DeleteUserPoolClientSecret',
      'cognito-idp:ListUserPoolClientSecrets',
      'cognito-idp:ListUserPoolClients',
    ],
    resources: [pool.userPoolArn],
  });

/** To say whose tokens the gateway takes: its one authorizer, and no route. */
export const letInMachines = ({ apiId, authorizerId }: { apiId: string; authorizerId: string }) =>
  new PolicyStatement({
    actions: ['apigateway:GET', 'apigateway:PATCH'],
    resources: [`arn:${Aws.PARTITION}:apigateway:${Aws.REGION}::/apis/${apiId}/authorizers/${authorizerId}`],
  });
