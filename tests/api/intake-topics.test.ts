import { describe, expect, it } from 'vitest';
import { snsSigner, type Unsigned } from '../../infra/local/cloud/sns-signing.ts';
import { monitored, TOPIC } from './monitored.ts';

const NOW = '2026-11-22T10:00:00.000Z';
const minutesAgo = (minutes: number) => new Date(Date.parse(NOW) - minutes * 60_000).toISOString();

const alarm = (more: Partial<Unsigned> = {}): Unsigned => ({
  Type: 'Notification',
  TopicArn: TOPIC,
  Subject: 'ALARM: "prod-eu-api-5xx"',
  Message: JSON.stringify({ AlarmName: 'prod-eu-api-5xx', NewStateValue: 'ALARM', StateChangeTime: NOW }),
  Timestamp: NOW,
  ...more,
});

const SUBSCRIBE = 'https://sns.eu-west-1.amazonaws.com/?Action=ConfirmSubscription&Token=t';
const subscription = (more: Partial<Unsigned> = {}): Unsigned => ({
  Type: 'SubscriptionConfirmation',
  TopicArn: TOPIC,
  Message: 'You have chosen to subscribe.',
  Timestamp: NOW,
  Token: 't',
  SubscribeURL: SUBSCRIBE,
  ...more,
});

/** Neither a header nor a query: as SNS comes through a gateway that gives our challenge another name. */
const bare = {};

describe('intake: CloudWatch by way of SNS', () => {
  it.each(['1', '2'] as const)(
    'is known by the signature of SNS (version %s) and its topic, without a secret',
    async (version) => {
      const { send, sns, open } = monitored();
      expect(await send('aws', sns.sign(alarm(), version), bare)).toMatchObject({
        status: 200,
        body: { taken: [{ result: 'opened', component: 'api' }] },
      });
      const bare1 = alarm();
      delete bare1.Subject;
      expect((await send('aws', sns.sign(bare1, version), bare)).body.taken).toMatchObject([{ result: 'joined' }]);
      expect(await open()).toHaveLength(1);
    },
  );

  it('is refused where anything of it was changed, or another has signed it', async () => {
    const { send, sns, open } = monitored();
    const signed = sns.sign(alarm());
    const changed = [
      { ...signed, Message: signed.Message.replace('prod-eu', 'prod-us') },
      { ...signed, Subject: 'other' },
      { ...signed, Timestamp: minutesAgo(1) },
      { ...signed, SignatureVersion: '2' },
      { ...signed, SignatureVersion: '3' },
      { ...signed, Signature: '' },
      { ...signed, Signature: 'AAAA' },
      { ...snsSigner().sign(alarm()), SigningCertURL: sns.certificateAddress },
      sns.sign(alarm({ TopicArn: `${TOPIC}-of-somebody-else` })),
      JSON.stringify(signed).slice(0, -20),
      { ...JSON.parse(alarm().Message) },
    ];
    for (const body of changed)
      expect(await send('aws', body, bare)).toMatchObject({ status: 401, body: { type: 'not-authentic' } });
    expect(await open()).toEqual([]);
  });

  it('fetches a certificate from SNS itself and from nowhere else, and for nothing but a topic of its own', async () => {
    const asked: string[] = [];
    const sns = snsSigner();
    const at = async (address: string) => {
      asked.push(address);
      return sns.certificate;
    };
    const { send } = monitored({ certificates: { at } });
    const path = new URL(sns.certificateAddress).pathname;
    const signedBy = (SigningCertURL: string, more: Partial<Unsigned> = {}) =>
      send('aws', { ...sns.sign(alarm(more)), SigningCertURL }, bare);
    for (const address of [
      `http://sns.eu-west-1.amazonaws.com${path}`,
      `https://sns.eu-west-1.amazonaws.com.evil.example${path}`,
      `https://evil.example${path}`,
      `https://sns.eu-west-1.amazonaws.com@evil.example${path}`,
      `https://sns.eu-west-1.amazonaws.com:8443${path}`,
      `https://user@sns.eu-west-1.amazonaws.com${path}`,
      `https://sns.eu-west-1.amazonaws.com${path}?x=1`,
      `https://sns.eu-west-1.amazonaws.com/a${path}`,
      'https://sns.eu-west-1.amazonaws.com/?Action=GetTopicAttributes',
      'https://s3.amazonaws.com/SimpleNotificationService-0123456789abcdef0123456789abcdef.pem',
      'nonsense',
    ])
      expect((await signedBy(address)).status).toBe(401);
    for (const far of [minutesAgo(66), minutesAgo(-6)])
      expect((await signedBy(sns.certificateAddress, { Timestamp: far })).status).toBe(401);
    expect(
      (await signedBy(sns.certificateAddress, { TopicArn: 'arn:aws:sns:eu-west-1:999999999999:alarms' })).status,
    ).toBe(401);
    expect(asked).toEqual([]);
    for (const host of ['sns.eu-west-1.amazonaws.com', 'sns.cn-north-1.amazonaws.com.cn'])
      expect((await signedBy(`https://${host}${path}`)).status).toBe(200);
  });

  it('may come as late as SNS still delivers, and not later', async () => {
    const { send, sns } = monitored();
    expect((await send('aws', sns.sign(alarm({ Timestamp: minutesAgo(59) })), bare)).status).toBe(200);
    expect((await send('aws', sns.sign(alarm({ Timestamp: minutesAgo(66) })), bare)).status).toBe(401);
  });

  it('is asked for again where SNS does not show its certificate, and refused where there is none', async () => {
    const { sns } = monitored();
    const away = monitored({ certificates: { at: () => Promise.reject(new Error('nobody answers')) } });
    expect(await away.send('aws', sns.sign(alarm()), bare)).toMatchObject({
      status: 503,
      headers: { 'retry-after': '5' },
      body: { type: 'sender-not-checked' },
    });
    for (const what of [undefined, 'no certificate']) {
      const none = monitored({ certificates: { at: async () => what } });
      expect((await none.send('aws', sns.sign(alarm()), bare)).status).toBe(401);
    }
  });

  it('has a subscription confirmed for a topic of the config alone, and only where SNS has signed for it', async () => {
    const { send, sns, called } = monitored();
    expect(await send('aws', sns.sign(subscription()), bare)).toMatchObject({ status: 200, body: { confirmed: true } });
    expect(called).toEqual([SUBSCRIBE]);
    const other = sns.sign(subscription({ TopicArn: 'arn:aws:sns:eu-west-1:999999999999:theirs' }));
    expect((await send('aws', other, bare)).status).toBe(401);
    // With the secret of the source, which whoever sends alarms may know.
    for (const body of [other, { ...subscription() }, { ...sns.sign(subscription()), SubscribeURL: `${SUBSCRIBE}2` }])
      expect(await send('aws', body)).toMatchObject({ status: 422, body: { type: 'not-a-subscription' } });
    for (const address of [
      'http://sns.eu-west-1.amazonaws.com/',
      'https://169.254.169.254/',
      'https://sns.evil.example/',
      '',
    ])
      expect((await send('aws', sns.sign(subscription({ SubscribeURL: address })), bare)).status).toBe(422);
    expect(called).toHaveLength(1);
  });

  it('takes no signature of SNS for a source that names no topic', async () => {
    const { send, sns } = monitored();
    expect((await send('webhook', sns.sign(alarm()), bare)).status).toBe(401);
  });
});
