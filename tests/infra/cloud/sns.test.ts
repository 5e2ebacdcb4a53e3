import {
  GetTopicAttributesCommand,
  ListSubscriptionsByTopicCommand,
  PublishCommand,
  SNSClient,
} from '@aws-sdk/client-sns';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Notification } from '../../../infra/local/cloud/sns.ts';
import { asOperator, discard, type RunningStack, runStack } from './support/small-stack.ts';

let cloud: RunningStack;
let sns: SNSClient;
const inbox: [string, Notification][] = [];
const TopicArn = 'arn:aws:sns:us-east-1:000000000000:people';

beforeAll(async () => {
  const resources = {
    People: { Type: 'AWS::SNS::Topic', Properties: { TopicName: 'people', DisplayName: 'Candor & friends' } },
    Mail: {
      Type: 'AWS::SNS::Subscription',
      Properties: { TopicArn: { Ref: 'People' }, Protocol: 'email', Endpoint: 'on-call@example.com' },
    },
  };
  cloud = await runStack(
    { resources },
    { publishToInbox: (topic, notification) => void inbox.push([topic, notification]) },
  );
  sns = new SNSClient(asOperator(cloud));
});
afterAll(async () => {
  sns.destroy();
  await discard(cloud);
});

describe('a topic', () => {
  it('hands what is published to the inbox, with subject and attributes', async () => {
    const MessageAttributes = {
      kind: { DataType: 'String', StringValue: 'page' },
      incident: { DataType: 'String', StringValue: 'm17' },
    };
    const { MessageId } = await sns.send(
      new PublishCommand({ TopicArn, Subject: 'Due soon', Message: 'Müde & <wach>\n14:00 UTC', MessageAttributes }),
    );
    expect(MessageId).toMatch(/^[0-9a-f-]{36}$/);
    await sns.send(new PublishCommand({ TopicArn, Message: 'bare' }));
    expect(inbox).toEqual([
      [
        TopicArn,
        { subject: 'Due soon', message: 'Müde & <wach>\n14:00 UTC', attributes: { kind: 'page', incident: 'm17' } },
      ],
      [TopicArn, { message: 'bare', attributes: {} }],
    ]);
  });

  it('has a confirmed subscriber', async () => {
    const { Attributes } = await sns.send(new GetTopicAttributesCommand({ TopicArn }));
    expect(Attributes).toMatchObject({ TopicArn, DisplayName: 'Candor & friends', SubscriptionsConfirmed: '1' });
    const { Subscriptions } = await sns.send(new ListSubscriptionsByTopicCommand({ TopicArn }));
    expect(Subscriptions!.map(({ Protocol, Endpoint }) => [Protocol, Endpoint])).toEqual([
      ['application', 'inbox'],
      ['email', 'on-call@example.com'],
    ]);
  });

  it('that does not exist takes nothing', async () => {
    const other = new PublishCommand({ TopicArn: `${TopicArn}2`, Message: 'x' });
    await expect(sns.send(other)).rejects.toMatchObject({ name: 'NotFoundException' });
  });
});
