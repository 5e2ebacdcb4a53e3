import http from 'node:http';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { close, listen, readBody } from '../../../infra/local/cloud/listen.ts';
import type { Signed } from '../../../infra/local/cloud/sns-signing.ts';
import { snsItself } from '../../../shared/adapters/sns/sns-itself.ts';
import { isFromTopic } from '../../../shared/api/sns-signature.ts';
import { discard, type RunningStack, runStack } from './support/small-stack.ts';

const TOPIC = 'arn:aws:sns:us-east-1:111122223333:alarms';

let cloud: RunningStack;
let endpoint: http.Server;
let address: string;
const heard: Signed[] = [];
let confirms = false;

beforeAll(async () => {
  cloud = await runStack({ resources: { People: { Type: 'AWS::SNS::Topic', Properties: { TopicName: 'people' } } } });
  endpoint = http.createServer(async (request, response) => {
    const message = JSON.parse(String(await readBody(request, 1e6))) as Signed;
    heard.push(message);
    if (message.SubscribeURL !== undefined && confirms) await snsItself(cloud.urls.aws).confirm(message.SubscribeURL);
    response.writeHead(200).end('heard');
  });
  address = `http://127.0.0.1:${await listen(endpoint)}/intake/aws`;
});
afterAll(async () => {
  await discard(cloud);
  await close(endpoint);
});

const publish = (message: string) => cloud.publishToWebhook({ topicArn: TOPIC, endpoint: address, message });
const types = () => heard.map(({ Type }) => Type);

it('a topic asks a webhook to confirm before it sends anything, and signs all that it sends as SNS does', async () => {
  await publish('one');
  await publish('two');
  expect(types()).toEqual(['SubscriptionConfirmation', 'SubscriptionConfirmation']);
  confirms = true;
  expect(await publish('three')).toEqual({ status: 200, body: 'heard' });
  expect(types().slice(2)).toEqual(['SubscriptionConfirmation', 'Notification']);
  await publish('four');
  expect(heard.at(-1)).toMatchObject({ Type: 'Notification', Message: 'four' });

  const { certificates } = snsItself(cloud.urls.aws);
  const trusted = { topics: [TOPIC], certificates, nowMs: Date.now() };
  for (const message of heard) {
    expect(message.SigningCertURL).toMatch(/^https:\/\/sns\.us-east-1\.amazonaws\.com\/SimpleNotificationService-/);
    expect(await isFromTopic(message, trusted)).toBe(true);
    expect(await isFromTopic({ ...message, Message: 'x' }, trusted)).toBe(false);
  }
});

it('what SNS does not show to everybody is refused, and a token of another topic confirms nothing', async () => {
  const { certificates, confirm } = snsItself(cloud.urls.aws);
  expect(await certificates.at('https://sns.us-east-1.amazonaws.com/SimpleNotificationService-0.pem')).toBeUndefined();
  const url = new URL(heard[0]!.SubscribeURL!);
  url.searchParams.set('TopicArn', `${TOPIC}-2`);
  await expect(confirm(url.href)).rejects.toThrow('answered the confirmation with 400');
  expect((await fetch(`${cloud.urls.aws}/?Action=ListTopics`)).status).toBe(403);
});

it('SNS that does not answer is given up, and one that fails is told apart from one that has no such certificate', async () => {
  const broken = http.createServer((_request, response) => void response.writeHead(500).end());
  const port = await listen(broken);
  const { certificates } = snsItself(`http://127.0.0.1:${port}`);
  await expect(certificates.at('https://sns.us-east-1.amazonaws.com/x.pem')).rejects.toThrow('500');
  await close(broken);
  await expect(certificates.at('https://sns.us-east-1.amazonaws.com/x.pem')).rejects.toThrow();
});
