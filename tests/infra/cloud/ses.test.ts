import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import {
  CreateEmailIdentityCommand,
  DeleteEmailIdentityCommand,
  DeleteSuppressedDestinationCommand,
  GetAccountCommand,
  GetConfigurationSetCommand,
  GetConfigurationSetEventDestinationsCommand,
  GetEmailIdentityCommand,
  GetSuppressedDestinationCommand,
  ListConfigurationSetsCommand,
  ListEmailIdentitiesCommand,
  ListSuppressedDestinationsCommand,
  PutAccountPricingAttributesCommand,
  PutAccountSendingAttributesCommand,
  PutAccountSuppressionAttributesCommand,
  PutConfigurationSetTrackingOptionsCommand,
  PutSuppressedDestinationCommand,
  SESv2Client,
  SendEmailCommand,
  type SendEmailCommandInput,
} from '@aws-sdk/client-sesv2';
import { ReceiveMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { Clock } from '../../../infra/local/cloud/clock.ts';
import { until } from '../../support/until.ts';
import { busArn, mailStack, sesAlone } from './support/ses-alone.ts';
import {
  asOperator,
  lambda,
  type Resources,
  type Statement,
  stackForTest,
  temporaryFolder,
} from './support/small-stack.ts';

const TO = 'ada@example.org';

type Change = Partial<Omit<SendEmailCommandInput, 'Content'>> & { to?: string; simple?: object };

/** A mail that SES takes, but for what is changed. */
const mail = ({ to = TO, simple = {}, ...more }: Change = {}) =>
  new SendEmailCommand({
    FromEmailAddress: 'Status <status@status.example.com>',
    Destination: { ToAddresses: [to] },
    ConfigurationSetName: 'updates',
    EmailTags: [{ Name: 'incident', Value: 'i1' }],
    Content: {
      Simple: {
        Subject: { Data: 'Down' },
        Body: { Text: { Data: 'text' }, Html: { Data: '<p>html</p>' } },
        ...simple,
      },
    },
    ...more,
  });

/** A clock that stands still but for what a test does. */
function handClock(): Clock & { forward(ms: number): void } {
  let now = Date.parse('2026-11-30T12:00:00Z');
  const alarms = new Set<{ at: number; work: () => void }>();
  return {
    nowMs: () => now,
    setting: () => undefined,
    change() {},
    every(ms, work) {
      const alarm = { at: now + ms, work };
      alarms.add(alarm);
      return () => void alarms.delete(alarm);
    },
    forward(ms) {
      now += ms;
      for (const { at, work } of [...alarms]) if (at <= now) work();
    },
  };
}

const namesOf = (told: readonly { 'detail-type': string }[]) => told.map((one) => one['detail-type']);

describe('a mail by SES', () => {
  it('is in its mailbox with the headers that SES adds, and events tell of it with its own tags', async () => {
    const { clientOf, mails, told } = await sesAlone();
    const Headers = [{ Name: 'List-Id', Value: '<updates.status.example.com>' }];
    const { MessageId } = await clientOf().send(mail({ simple: { Headers }, ReplyToAddresses: ['help@example.com'] }));
    expect(mails).toMatchObject([{ to: TO, subject: 'Down', text: 'text', html: '<p>html</p>' }]);
    expect(mails[0]!.headers.map(({ name }) => name)).toEqual([
      ...['From', 'Reply-To', 'To', 'Subject', 'Message-ID', 'Date', 'MIME-Version', 'List-Id'],
    ]);

    await until('both events', () => told.length === 2);
    expect(namesOf(told)).toEqual(['Email Sent', 'Email Delivered']);
    const [{ source, detail }] = told as [(typeof told)[0]];
    expect(source).toBe('aws.ses');
    expect(detail).toMatchObject({
      eventType: 'Send',
      send: {},
      mail: {
        messageId: MessageId,
        source: 'Status <status@status.example.com>',
        sourceArn: 'arn:aws:ses:us-east-1:000000000000:identity/example.com',
        destination: [TO],
        tags: { incident: ['i1'], 'ses:configuration-set': ['updates'], 'ses:from-domain': ['status.example.com'] },
      },
    });
    expect(told[1]!.detail.delivery.recipients).toEqual([TO]);
  });

  it('is told of only as its configuration set says, also if that is the one of its identity', async () => {
    const identity = {
      ...mailStack.Identity!,
      Properties: { EmailIdentity: 'example.com', ConfigurationSetAttributes: { ConfigurationSetName: 'updates' } },
    };
    const destination = {
      ...mailStack.Told!,
      Properties: {
        ConfigurationSetName: 'updates',
        EventDestination: { MatchingEventTypes: ['SEND'], EventBridgeDestination: { EventBusArn: busArn('default') } },
      },
    };
    const silent = { Type: 'AWS::SES::ConfigurationSet', Properties: { Name: 'silent' } };
    const { clientOf, told, mails } = await sesAlone({
      resources: { ...mailStack, Identity: identity, Told: destination, Silent: silent },
    });
    await clientOf().send(mail({ ConfigurationSetName: 'silent' }));
    await clientOf().send(mail({ ConfigurationSetName: undefined }));
    await clientOf().send(mail());
    await until('an event of each', () => told.length >= 2);
    expect([namesOf(told), mails.length]).toEqual([['Email Sent', 'Email Sent'], 3]);
    for (const { detail } of told) expect(detail.mail.tags['ses:configuration-set']).toEqual(['updates']);
  });

  it.each([
    ['bounce', ['Email Sent', 'Email Bounced'], 0, { bounceType: 'Permanent', bounceSubType: 'General' }],
    ['soft-bounce', ['Email Sent', 'Email Bounced'], 0, { bounceType: 'Transient', bounceSubType: 'MailboxFull' }],
    ['complaint', ['Email Sent', 'Email Delivered', 'Email Complaint Received'], 1, { complaintFeedbackType: 'abuse' }],
    ['delivery-delay', ['Email Sent', 'Email Delivery Delayed', 'Email Delivered'], 1, {}],
    ['reject', ['Email Rejected'], 0, { reason: 'Bad content' }],
  ] as const)('that meets a %s is taken, and events say what became of it', async (fault, names, arrived, part) => {
    const { clientOf, mails, told, trouble } = await sesAlone();
    trouble.inject({ fault });
    await clientOf().send(mail());
    await until('the events', () => told.length === names.length);
    expect([namesOf(told), mails.length]).toEqual([names, arrived]);
    const { mail: _, eventType: __, ...parts } = told.at(-1)!.detail;
    expect(Object.values(parts)[0]).toMatchObject(part);
  });

  it('to an address that bounced or complained is taken, and bounces as suppressed until somebody takes it off the list', async () => {
    const { clientOf, mails, told, trouble } = await sesAlone();
    const ses = clientOf();
    trouble.inject({ fault: 'complaint' });
    await ses.send(mail());
    await ses.send(mail({ to: 'Ada@EXAMPLE.org' }));
    await until('the events', () => told.length === 5);
    expect(told.at(-1)!.detail.bounce).toMatchObject({ bounceSubType: 'OnAccountSuppressionList' });
    expect(mails).toHaveLength(1);
    await ses.send(new DeleteSuppressedDestinationCommand({ EmailAddress: TO }));
    await ses.send(mail());
    expect(mails).toHaveLength(2);
  });

  it.each([
    ['success', ['Email Sent', 'Email Delivered']],
    ['bounce+1', ['Email Sent', 'Email Bounced']],
    ['complaint', ['Email Sent', 'Email Delivered', 'Email Complaint Received']],
    ['suppressionlist', ['Email Sent', 'Email Bounced']],
  ])(
    'to %s@simulator.amazonses.com goes as that says, also in the sandbox, and nothing is held against it',
    async (name, names) => {
      const { clientOf, told } = await sesAlone({ quota: { sandbox: true } });
      const ses = clientOf();
      await ses.send(mail({ to: `${name}@simulator.amazonses.com` }));
      await until('the events', () => told.length === names.length);
      expect(namesOf(told)).toEqual(names);
      expect(await ses.send(new ListSuppressedDestinationsCommand({}))).toMatchObject({
        SuppressedDestinationSummaries: [],
      });
    },
  );

  it('may have been sent, whatever its sender was told, and a client that repeats by itself sends it again', async () => {
    const { clientOf, mails, trouble, url, gateway } = await sesAlone();
    for (const fault of ['500-with-effect', 'lost-response', 'broken-body'] as const) {
      trouble.inject({ fault });
      await expect(clientOf().send(mail())).rejects.toThrow();
    }
    expect(mails).toHaveLength(3);
    for (const fault of ['500-without-effect', 'lost-request'] as const) {
      trouble.inject({ fault });
      await expect(clientOf().send(mail())).rejects.toThrow();
    }
    expect(mails).toHaveLength(3);

    const credentials = gateway.issueCredentials('operator');
    const asItComes = new SESv2Client({ region: 'us-east-1', endpoint: url, credentials });
    onTestFinished(() => asItComes.destroy());
    trouble.inject({ fault: '500-with-effect', times: 2 });
    await asItComes.send(mail());
    expect(mails).toHaveLength(6);
  });

  it('that SES sends without an answer ends when its sender gives up', async () => {
    const { clientOf, mails, trouble } = await sesAlone();
    trouble.inject({ fault: 'silent' });
    const patience = new AbortController();
    const sending = clientOf().send(mail(), { abortSignal: patience.signal });
    await until('the mail', () => mails.length === 1);
    patience.abort();
    await expect(sending).rejects.toMatchObject({ name: 'AbortError' });
  });

  it('is told of late, twice, or never', async () => {
    const clock = handClock();
    const { clientOf, told, trouble } = await sesAlone({ clock });
    const ses = clientOf();
    trouble.inject({ fault: 'events-lost' });
    await ses.send(mail());
    trouble.inject({ fault: 'events-doubled' });
    await ses.send(mail());
    await until('each twice', () => told.length === 4);
    trouble.inject({ fault: 'events-late', ms: 200_000 });
    await ses.send(mail());
    clock.forward(199_999);
    expect(told).toHaveLength(4);
    clock.forward(1);
    expect(told).toHaveLength(6);
  });

  it('is told of by the next process where the one before ended, and is in its mailbox once more only if it was not there', async () => {
    const folder = temporaryFolder();
    const before = await sesAlone({ folder, clock: handClock() });
    before.trouble.inject({ fault: 'events-late', times: 2, ms: 200_000 });
    for (const to of [TO, 'bob@example.org']) await before.clientOf().send(mail({ to }));

    const { told, mails } = await sesAlone({ folder });
    await until('all that was still to be told', () => told.length === 4);
    expect(told.flatMap(({ detail }) => detail.mail.destination)).toEqual(
      expect.arrayContaining([TO, 'bob@example.org']),
    );
    // The mailbox knows a mail by this, and keeps it once.
    const idsOf = (some: typeof mails) =>
      some.map(({ headers }) => headers.find(({ name }) => name === 'Message-ID')!.value).toSorted();
    expect(idsOf(mails)).toEqual(idsOf(before.mails));
    expect((await sesAlone({ folder })).mails).toEqual([]);
  });
});

describe('what SES does not take', () => {
  it.each<[string, Change, string]>([
    ['no address', { to: 'ada' }, 'BadRequestException'],
    ['two receivers', { Destination: { ToAddresses: [TO, 'bob@example.org'] } }, 'BadRequestException'],
    ['nobody', { Destination: { ToAddresses: [] } }, 'BadRequestException'],
    ['a name that is not ASCII', { FromEmailAddress: 'Störung <status@example.com>' }, 'BadRequestException'],
    ['a tag with a space', { EmailTags: [{ Name: 'a', Value: 'b c' }] }, 'BadRequestException'],
    [
      'a header that it writes itself',
      { simple: { Headers: [{ Name: 'Message-ID', Value: '<a@b>' }] } },
      'BadRequestException',
    ],
    [
      'a header with a line end',
      { simple: { Headers: [{ Name: 'X-A', Value: 'b\r\nBcc: c' }] } },
      'BadRequestException',
    ],
    [
      'a header that is too long',
      { simple: { Headers: [{ Name: 'X-A', Value: 'b'.repeat(996) }] } },
      'BadRequestException',
    ],
    ['no words', { simple: { Body: {} } }, 'BadRequestException'],
    ['a set that is not there', { ConfigurationSetName: 'other' }, 'NotFoundException'],
    ['an identity of somebody else', { FromEmailAddress: 'status@example.net' }, 'MessageRejected'],
  ])('%s', async (_, change, name) => {
    const { clientOf, mails } = await sesAlone();
    await expect(clientOf().send(mail(change))).rejects.toMatchObject({ name });
    expect(mails).toEqual([]);
  });

  it('more than the rate at once, and a second later as much again', async () => {
    const clock = handClock();
    const { clientOf, mails } = await sesAlone({ clock, quota: { perSecond: 2 } });
    const ses = clientOf();
    const tooMany = {
      name: 'TooManyRequestsException',
      message: 'Maximum sending rate exceeded.',
      $metadata: { httpStatusCode: 429 },
    };
    for (const left of [2, 2]) {
      for (let i = 0; i < left; i += 1) await ses.send(mail());
      await expect(ses.send(mail())).rejects.toMatchObject(tooMany);
      clock.forward(1_000);
    }
    expect(mails).toHaveLength(4);
  });

  it('more than the quota of 24 hours, until those are over', async () => {
    const clock = handClock();
    const { clientOf, mails } = await sesAlone({ clock, quota: { perDay: 2 } });
    const ses = clientOf();
    for (const _ of [1, 2]) await ses.send(mail());
    const beyond = { name: 'LimitExceededException', message: 'Daily message quota exceeded.' };
    await expect(ses.send(mail())).rejects.toMatchObject(beyond);
    clock.forward(24 * 3_600_000 + 60_000);
    await ses.send(mail());
    expect(mails).toHaveLength(3);
  });

  it.each([
    ['paused', 'SendingPausedException', { SendingEnabled: false }],
    ['suspended', 'AccountSuspendedException', { EnforcementStatus: 'SHUTDOWN' }],
    ['quota', 'LimitExceededException', { SendQuota: { SentLast24Hours: 50_000 } }],
    ['sandbox', 'MessageRejected', { ProductionAccessEnabled: false }],
    ['unverified', 'MessageRejected', {}],
  ] as const)('anything, while the account is %s; looking at it changes nothing', async (fault, name, account) => {
    const { clientOf, mails, trouble } = await sesAlone();
    trouble.inject({ fault, times: 1 });
    for (const _ of [1, 2]) expect(await clientOf().send(new GetAccountCommand({}))).toMatchObject(account);
    await expect(clientOf().send(mail())).rejects.toMatchObject({ name });
    expect(mails).toEqual([]);
    await clientOf().send(mail());
    expect(mails).toHaveLength(1);
  });

  it('from a sandbox to addresses that nobody has verified, and it names them', async () => {
    const { clientOf, mails } = await sesAlone({ quota: { sandbox: true } });
    const ses = clientOf();
    await expect(ses.send(mail())).rejects.toMatchObject({
      name: 'MessageRejected',
      message: `Email address is not verified. The following identities failed the check in region US-EAST-1: ${TO}`,
    });
    await ses.send(new CreateEmailIdentityCommand({ EmailIdentity: TO }));
    await ses.send(mail());
    expect(mails).toHaveLength(1);
  });
});

describe('who may send', () => {
  const identity = 'arn:aws:ses:us-east-1:000000000000:identity/example.com';
  const set = 'arn:aws:ses:us-east-1:000000000000:configuration-set/updates';
  const asRole = (...may: (Statement & { Condition?: object })[]): Resources => ({
    ...mailStack,
    ...Object.fromEntries(Object.entries(lambda('Sender', may)).filter(([id]) => id === 'SenderRole')),
  });
  const may = (...Resource: string[]) => ({ Action: 'ses:SendEmail', Resource });

  it('may so from the identity that stands for the sender and by the configuration set, and needs both', async () => {
    for (const [resource, missing] of [
      [identity, set],
      [set, identity],
      ['arn:aws:ses:us-east-1:000000000000:identity/status.example.com', identity],
    ] as const) {
      const { clientOf, mails, guard } = await sesAlone({ resources: asRole(may(resource)) });
      await expect(clientOf('SenderRole').send(mail())).rejects.toMatchObject({
        name: 'AccessDeniedException',
        $metadata: { httpStatusCode: 403 },
      });
      expect(guard.denials.at(-1)).toMatchObject({ role: 'SenderRole', action: 'ses:SendEmail', resource: missing });
      expect(mails).toEqual([]);
    }
    const { clientOf, mails, guard } = await sesAlone({ resources: asRole(may(identity, set)) });
    await clientOf('SenderRole').send(mail());
    expect(mails).toHaveLength(1);
    expect([...guard.used.get('SenderRole')!]).toEqual([`ses:SendEmail ${identity}`, `ses:SendEmail ${set}`]);
  });

  it('may be held to one sender', async () => {
    const Condition = { StringEquals: { 'ses:FromAddress': 'status@status.example.com' } };
    const { clientOf } = await sesAlone({ resources: asRole({ ...may(identity, set), Condition }) });
    const ses = clientOf('SenderRole');
    await ses.send(mail());
    await expect(ses.send(mail({ FromEmailAddress: 'confirm@example.com' }))).rejects.toMatchObject({
      name: 'AccessDeniedException',
    });
  });

  it('needs in the sandbox the receiver’s identity, too', async () => {
    const { clientOf, guard } = await sesAlone({ resources: asRole(may(identity, set)), quota: { sandbox: true } });
    await clientOf().send(new CreateEmailIdentityCommand({ EmailIdentity: TO }));
    await expect(clientOf('SenderRole').send(mail())).rejects.toMatchObject({ name: 'AccessDeniedException' });
    expect(guard.denials.at(-1)).toMatchObject({ resource: `arn:aws:ses:us-east-1:000000000000:identity/${TO}` });
  });

  it('may ask for the account only with a grant for that', async () => {
    const { clientOf } = await sesAlone({ resources: asRole({ Action: 'ses:GetAccount', Resource: '*' }) });
    const ses = clientOf('SenderRole');
    await ses.send(new GetAccountCommand({}));
    await expect(ses.send(new GetEmailIdentityCommand({ EmailIdentity: 'example.com' }))).rejects.toMatchObject({
      name: 'AccessDeniedException',
    });
  });
});

describe('the account', () => {
  it('says what it may send, and is a production account if nothing else is said', async () => {
    const { clientOf } = await sesAlone();
    await clientOf().send(mail());
    expect(await clientOf().send(new GetAccountCommand({}))).toMatchObject({
      EnforcementStatus: 'HEALTHY',
      ProductionAccessEnabled: true,
      SendingEnabled: true,
      SendQuota: { Max24HourSend: 50_000, MaxSendRate: 14, SentLast24Hours: 1 },
      SuppressionAttributes: { SuppressedReasons: ['BOUNCE', 'COMPLAINT'] },
      PricingAttributes: { CurrentPlan: 'ESSENTIALS' },
    });
  });

  it('remembers what was set, and whom it suppresses, when it starts again', async () => {
    const folder = temporaryFolder();
    const first = (await sesAlone({ folder })).clientOf();
    await first.send(new PutSuppressedDestinationCommand({ EmailAddress: TO, Reason: 'BOUNCE' }));
    await first.send(new PutAccountSendingAttributesCommand({ SendingEnabled: false }));
    await first.send(new PutAccountSuppressionAttributesCommand({ SuppressedReasons: ['COMPLAINT'] }));
    await first.send(new PutAccountPricingAttributesCommand({ Plan: 'NONE' }));
    await first.send(new CreateEmailIdentityCommand({ EmailIdentity: 'other.example' }));

    const { clientOf, mails } = await sesAlone({ folder });
    const second = clientOf();
    expect(await second.send(new GetSuppressedDestinationCommand({ EmailAddress: TO }))).toMatchObject({
      SuppressedDestination: { EmailAddress: TO, Reason: 'BOUNCE' },
    });
    expect(await second.send(new GetAccountCommand({}))).toMatchObject({
      SendingEnabled: false,
      PricingAttributes: { CurrentPlan: 'NONE' },
    });
    await expect(second.send(mail())).rejects.toMatchObject({ name: 'SendingPausedException' });
    await second.send(new PutAccountSendingAttributesCommand({ SendingEnabled: true }));
    // Bounces do not count any more.
    await second.send(mail());
    expect(mails).toHaveLength(1);
  });

  it('has its identities, with the names of their keys', async () => {
    const { clientOf } = await sesAlone();
    const ses = clientOf();
    await ses.send(new CreateEmailIdentityCommand({ EmailIdentity: 'other.example' }));
    const again = new CreateEmailIdentityCommand({ EmailIdentity: 'other.example' });
    await expect(ses.send(again)).rejects.toMatchObject({ name: 'AlreadyExistsException' });
    const { EmailIdentities } = await ses.send(new ListEmailIdentitiesCommand({}));
    expect(EmailIdentities!.map(({ IdentityName }) => IdentityName)).toEqual(['example.com', 'other.example']);
    const { DkimAttributes, VerifiedForSendingStatus } = await ses.send(
      new GetEmailIdentityCommand({ EmailIdentity: 'example.com' }),
    );
    expect([DkimAttributes!.Status, DkimAttributes!.Tokens!.length, VerifiedForSendingStatus]).toEqual([
      'SUCCESS',
      3,
      true,
    ]);
    await ses.send(new DeleteEmailIdentityCommand({ EmailIdentity: 'other.example' }));
    await expect(ses.send(new GetEmailIdentityCommand({ EmailIdentity: 'other.example' }))).rejects.toMatchObject({
      name: 'NotFoundException',
    });
  });

  it('has its configuration sets, and says what they tell', async () => {
    const { clientOf } = await sesAlone();
    const ses = clientOf();
    expect(await ses.send(new ListConfigurationSetsCommand({}))).toMatchObject({ ConfigurationSets: ['updates'] });
    const ConfigurationSetName = 'updates';
    expect(await ses.send(new GetConfigurationSetCommand({ ConfigurationSetName }))).toMatchObject({
      SendingOptions: { SendingEnabled: true },
    });
    const { EventDestinations } = await ses.send(
      new GetConfigurationSetEventDestinationsCommand({ ConfigurationSetName }),
    );
    expect(EventDestinations![0]).toMatchObject({
      Enabled: true,
      MatchingEventTypes: expect.arrayContaining(['DELIVERY_DELAY']),
    });
  });

  it('says of what is not modelled that it is not', async () => {
    const { clientOf } = await sesAlone();
    const tracking = new PutConfigurationSetTrackingOptionsCommand({ ConfigurationSetName: 'updates' });
    await expect(clientOf().send(tracking)).rejects.toThrow('not modelled');
  });
});

describe('a template that sends mail', () => {
  const changed = (id: string, Properties: Record<string, unknown>): Resources => ({
    ...mailStack,
    [id]: { ...mailStack[id]!, Properties: { ...mailStack[id]!.Properties, ...Properties } },
  });
  const started = (resources: Resources) => sesAlone({ resources });

  it('is refused with events to any bus but the default one, which is the only one that SES knows', async () => {
    const EventDestination = { MatchingEventTypes: ['send'], EventBridgeDestination: { EventBusArn: busArn('own') } };
    await expect(started(changed('Told', { EventDestination }))).rejects.toThrow('event-bus/default only');
  });

  it('is refused with events of a set that it does not have', async () => {
    await expect(started(changed('Told', { ConfigurationSetName: 'other' }))).rejects.toThrow(
      'no configuration set other',
    );
  });

  it('is refused with a property that does nothing here', async () => {
    await expect(started(changed('Set', { TrackingOptions: { CustomRedirectDomain: 'x.example' } }))).rejects.toThrow(
      'TrackingOptions',
    );
  });

  it('can say which records its domain needs', async () => {
    const { template } = await stackForTest({
      resources: mailStack,
      template: {
        Outputs: {
          Name: { Value: { 'Fn::GetAtt': ['Identity', 'DkimDNSTokenName1'] } },
          Value: { Value: { 'Fn::GetAtt': ['Identity', 'DkimDNSTokenValue1'] } },
        },
      },
    });
    expect(template.outputs).toEqual({
      Name: expect.stringMatching(/^\w{32}\._domainkey\.example\.com$/),
      Value: expect.stringMatching(/^\w{32}\.dkim\.amazonses\.com$/),
    });
  });

  it('has what became of its mails in a queue, by a rule on the default bus', async () => {
    const cloud = await stackForTest({ resources: mailStack });
    const ses = new SESv2Client(asOperator(cloud));
    await ses.send(mail());
    ses.destroy();
    await until('the events', () => cloud.depths().Feedback!.visible === 2);
    const sqs = new SQSClient(asOperator(cloud));
    const QueueUrl = `${cloud.urls.aws}/000000000000/Test-Feedback`;
    const { Messages } = await sqs.send(new ReceiveMessageCommand({ QueueUrl }));
    sqs.destroy();
    expect(JSON.parse(Messages![0]!.Body!).detail.mail.tags.incident).toEqual(['i1']);
  });
});

describe('the default bus', () => {
  it('takes no event from a caller that says it is AWS', async () => {
    const { url, gateway, told } = await sesAlone();
    const credentials = gateway.issueCredentials('operator');
    const events = new EventBridgeClient({ region: 'us-east-1', endpoint: url, credentials });
    onTestFinished(() => events.destroy());
    const Detail = JSON.stringify({ mail: { tags: { incident: ['i1'] } } });
    const answer = await events.send(
      new PutEventsCommand({ Entries: [{ Source: 'aws.ses', DetailType: 'Email Sent', Detail }] }),
    );
    expect(answer).toMatchObject({ FailedEntryCount: 1, Entries: [{ ErrorCode: 'NotAuthorizedForSourceException' }] });
    expect(told).toEqual([]);
  });
});
