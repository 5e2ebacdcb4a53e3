import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import {
  ListSubscriptionsByTopicCommand,
  PublishCommand,
  SetSubscriptionAttributesCommand,
  SNSClient,
} from '@aws-sdk/client-sns';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Clock } from '../../../infra/local/cloud/clock.ts';
import type { Notification } from '../../../infra/local/cloud/sns.ts';
import { memorySubscriptions } from '../../../shared/adapters/memory/subscriptions.ts';
import { snsTarget } from '../../../shared/adapters/sns/reminder-target.ts';
import { snsSubscriptions } from '../../../shared/adapters/sns/subscriptions.ts';
import { subscriptionsContract } from '../../contracts/subscriptions.contract.ts';
import { asOperator, discard, type RunningStack, runStack } from './support/small-stack.ts';

let cloud: RunningStack;
let sns: SNSClient;
let inbox: Notification[] = [];
let topics = 0;
let nowMs = Date.parse('2026-11-22T10:00:00Z');
const clock: Clock = {
  nowMs: () => nowMs,
  setting: () => undefined,
  change: () => undefined,
  every: () => () => undefined,
};
const TOPICS = Array.from({ length: 12 }, (_, index) => `topic-${index}`);

beforeAll(async () => {
  const resources = Object.fromEntries(
    TOPICS.map((name, index) => [`Topic${index}`, { Type: 'AWS::SNS::Topic', Properties: { TopicName: name } }]),
  );
  cloud = await runStack(
    { resources },
    { publishToInbox: (_topic, notification) => void inbox.push(notification), inboxIsSubscribed: false, clock },
  );
  sns = new SNSClient(asOperator(cloud));
});
afterAll(async () => {
  sns.destroy();
  await discard(cloud);
});

/** A topic that nobody has subscribed to yet. */
function newTopic() {
  const topicArn = `arn:aws:sns:us-east-1:000000000000:${TOPICS[topics++]}`;
  inbox = [];
  const subscriptions = snsSubscriptions({ sns, topicArn });
  const mails = () => inbox.filter(({ attributes }) => attributes.kind !== undefined || attributes.links === undefined);
  const linkTo = (mail: string) =>
    JSON.parse(
      inbox.findLast((one) => one.mail?.to === mail && one.subject?.includes('Confirmation'))?.attributes.links ??
        '[""]',
    )[0];
  const tokenTo = (mail: string) => new URL(linkTo(mail)).searchParams.get('Token') ?? '';
  return {
    topicArn,
    subscriptions,
    mails,
    linkTo,
    tokenTo,
    async confirmed(person: string, alarms = false) {
      const mail = `${person}@example.com`;
      const name = await subscriptions.ask(person, mail, alarms);
      await subscriptions.confirm(tokenTo(mail));
      return name;
    },
    tell: (to: string) =>
      snsTarget({ sns, topicArn }).send({
        kind: 'page',
        to,
        incident: 'i1',
        subject: 'Late',
        text: 'It is late.',
        links: [],
      }),
    told: () => mails().flatMap(({ mail, message }) => (message.startsWith('You have chosen') ? [] : [mail?.to])),
  };
}

describe('in memory', () => {
  subscriptionsContract(async () => {
    const subscriptions = memorySubscriptions();
    return { subscriptions, tokenTo: (mail) => new URL(subscriptions.linkTo(mail)).searchParams.get('Token') ?? '' };
  });
});

describe('at SNS, as it is played here', () => {
  subscriptionsContract(async () => newTopic());
});

describe('a message by a topic', () => {
  it('reaches whom it names and nobody else, and those alone who have confirmed', async () => {
    const { confirmed, subscriptions, tell, told } = newTopic();
    await confirmed('ada');
    await confirmed('bob');
    await subscriptions.ask('eve', 'eve@example.com', false);
    for (const to of ['ada', 'eve', 'nobody']) await tell(to);
    expect(told()).toEqual(['ada@example.com']);
  });

  it('reaches each of several whom it names', async () => {
    const { confirmed, told, topicArn } = newTopic();
    for (const one of ['ada', 'bob', 'eve']) await confirmed(one);
    const to = { DataType: 'String.Array', StringValue: '["ada","eve"]' };
    const kind = { DataType: 'String', StringValue: 'page' };
    await sns.send(new PublishCommand({ TopicArn: topicArn, Message: 'Late.', MessageAttributes: { to, kind } }));
    expect(told()).toEqual(['ada@example.com', 'eve@example.com']);
  });

  it('of CloudWatch reaches the mailbox for alarms, and no person', async () => {
    const { confirmed, tell, told, topicArn } = newTopic();
    await confirmed('ada');
    await confirmed('alarms', true);
    const alarm = { AlarmName: 'Candor-SweepFailed', NewStateValue: 'ALARM', Trigger: { MetricName: 'Errors' } };
    await sns.send(new PublishCommand({ TopicArn: topicArn, Message: JSON.stringify(alarm) }));
    expect(told()).toEqual(['alarms@example.com']);
    await tell('ada');
    expect(told()).toEqual(['alarms@example.com', 'ada@example.com']);
  });

  it('goes on as it was for a quarter of an hour when its filter is changed', async () => {
    const { confirmed, tell, told } = newTopic();
    const name = await confirmed('ada');
    const FilterPolicy = JSON.stringify({ to: ['bob'] });
    await sns.send(
      new SetSubscriptionAttributesCommand({
        SubscriptionArn: name,
        AttributeName: 'FilterPolicy',
        AttributeValue: FilterPolicy,
      }),
    );
    nowMs += 14 * 60_000;
    await tell('ada');
    nowMs += 60_000;
    await tell('ada');
    await tell('bob');
    expect(told()).toEqual(['ada@example.com', 'ada@example.com']);
  });
});

/** What somebody, or a program, is answered who opens a link of SNS. */
async function visited(link: string): Promise<number> {
  const server = createServer((request, response) => void cloud.openedMailLink(request, response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const { pathname, search } = new URL(link);
  const { status } = await fetch(`http://127.0.0.1:${port}${pathname}${search}`, { headers: { connection: 'close' } });
  server.close();
  return status;
}

describe('a link in a mail of SNS', () => {
  it('confirms by a visit, and then a visit ends it; what we confirm no visit ends', async () => {
    const { confirmed, linkTo, mails, subscriptions, tell } = newTopic();
    await subscriptions.ask('ada', 'ada@example.com', false);
    await confirmed('bob');
    expect(await visited(linkTo('ada@example.com'))).toBe(200);
    for (const to of ['ada', 'bob']) await tell(to);
    const ends = mails().flatMap(({ mail }) => mail?.unsubscribe ?? []);
    expect(await Promise.all(ends.map(visited))).toEqual([200, 403]);
    expect((await subscriptions.standing()).confirmed.size).toBe(1);
  });

  it('is good for two days', async () => {
    const { subscriptions, tokenTo } = newTopic();
    await subscriptions.ask('ada', 'ada@example.com', false);
    nowMs += 2 * 86_400_000;
    expect(await subscriptions.confirm(tokenTo('ada@example.com'))).toBeUndefined();
  });
});

describe('a long list of subscriptions', () => {
  it('is read to its end', async () => {
    const { subscriptions, tokenTo, topicArn } = newTopic();
    for (let index = 0; index < 101; index += 1) await subscriptions.ask(`p${index}`, `p${index}@example.com`, false);
    for (const index of [0, 100]) await subscriptions.confirm(tokenTo(`p${index}@example.com`));
    expect((await sns.send(new ListSubscriptionsByTopicCommand({ TopicArn: topicArn }))).Subscriptions).toHaveLength(
      100,
    );
    expect((await subscriptions.standing()).confirmed.size).toBe(2);
  });
});
