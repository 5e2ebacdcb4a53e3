import { rmSync } from 'node:fs';
import path from 'node:path';
import { SESv2Client } from '@aws-sdk/client-sesv2';
import { onTestFinished } from 'vitest';
import { type Clock, realClock } from '../../../../infra/local/cloud/clock.ts';
import { createEventBuses } from '../../../../infra/local/cloud/event-bus.ts';
import { createFaults } from '../../../../infra/local/cloud/faults.ts';
import { startGateway } from '../../../../infra/local/cloud/gateway.ts';
import { createGuard } from '../../../../infra/local/cloud/policies.ts';
import { createSes, type Outside } from '../../../../infra/local/cloud/ses.ts';
import { loadTemplate } from '../../../../infra/local/cloud/template.ts';
import { MailFaults } from '../../../../infra/local/world/mail/faults.ts';
import type { MailSent } from '../../../../infra/local/world/mail/mailboxes.ts';
import { arnOf, type Resources, temporaryFolder, writeStack } from './small-stack.ts';

export const busArn = (name: string) => ({
  'Fn::Join': [':', ['arn:aws:events', { Ref: 'AWS::Region' }, { Ref: 'AWS::AccountId' }, `event-bus/${name}`]],
});

/** What sends updates: an identity, and a set that tells everything on the default bus, where a queue takes it. */
export const mailStack: Resources = {
  Identity: { Type: 'AWS::SES::EmailIdentity', Properties: { EmailIdentity: 'example.com' } },
  Set: { Type: 'AWS::SES::ConfigurationSet', Properties: { Name: 'updates' } },
  Told: {
    Type: 'AWS::SES::ConfigurationSetEventDestination',
    Properties: {
      ConfigurationSetName: { Ref: 'Set' },
      EventDestination: {
        Enabled: true,
        MatchingEventTypes: ['send', 'delivery', 'bounce', 'complaint', 'reject', 'deliveryDelay'],
        EventBridgeDestination: {
          EventBusArn: busArn('default'),
        },
      },
    },
  },
  Feedback: { Type: 'AWS::SQS::Queue' },
  OfMails: {
    Type: 'AWS::Events::Rule',
    Properties: {
      EventPattern: { source: ['aws.ses'], detail: { mail: { tags: { incident: [{ exists: true }] } } } },
      Targets: [{ Id: 'queue', Arn: arnOf('Feedback') }],
    },
  },
  FeedbackPolicy: {
    Type: 'AWS::SQS::QueuePolicy',
    Properties: {
      Queues: [{ Ref: 'Feedback' }],
      PolicyDocument: {
        Statement: [
          {
            Effect: 'Allow',
            Principal: { Service: 'events.amazonaws.com' },
            Action: 'sqs:SendMessage',
            Resource: arnOf('Feedback'),
            Condition: { ArnEquals: { 'aws:SourceArn': arnOf('OfMails') } },
          },
        ],
      },
    },
  },
};

/** An event as the queue of the rule has it. */
// biome-ignore lint/suspicious/noExplicitAny: a test reads from an event what it is about to check.
export type Told = { 'detail-type': string; source: string; detail: any };

/** SES behind its endpoint, with the buses of the stack and nothing else of a cloud. It ends with the test. */
export async function sesAlone({
  resources = mailStack,
  quota = {},
  clock = realClock,
  folder = temporaryFolder(),
}: {
  resources?: Resources;
  quota?: Partial<Outside['quota']>;
  clock?: Clock;
  folder?: string;
} = {}) {
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const template = loadTemplate({ cdkOut: writeStack(folder, { resources }), stack: 'Test' });
  const guard = createGuard(template, () => {});
  const told: Told[] = [];
  const log: Record<string, unknown>[] = [];
  const buses = createEventBuses({
    template,
    guard,
    log: (line) => void log.push(line),
    sendToQueue: (_, body) => void told.push(JSON.parse(body)),
    invokeLater: () => false,
  });
  const mails: MailSent[] = [];
  const trouble = new MailFaults(() => clock.nowMs());
  const ses = createSes(template, {
    quota,
    clock,
    trouble,
    file: path.join(folder, 'ses.json'),
    deliver: (mail) => void mails.push(mail),
    putEvents: buses.putEvents,
  });
  const gateway = await startGateway({
    services: { ses: ses.service, events: buses.service },
    guard: () => guard,
    faults: createFaults(),
    mailResources: ses.mailResources,
    answerUnsigned: () => false,
    log: (line) => void log.push(line),
  });
  onTestFinished(async () => {
    ses.stop();
    await gateway.stop();
  });

  /** A client that calls as the operator, or in the role with this logical id. */
  function clientOf(role?: string): SESv2Client {
    const arn = template.ofType('AWS::IAM::Role').find(({ id }) => id === role)?.arn;
    const client = new SESv2Client({
      region: 'us-east-1',
      endpoint: gateway.url,
      maxAttempts: 1,
      credentials: gateway.issueCredentials(arn === undefined ? 'operator' : { kind: 'role', roleArn: arn }),
    });
    onTestFinished(() => client.destroy());
    return client;
  }

  return { template, guard, mails, told, log, trouble, folder, url: gateway.url, gateway, clientOf };
}
