import { createHmac } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { intakeKeysIn, isAuthentic, type Signed, secretOf } from '../../shared/api/intake-secret.ts';
import { monitored } from './monitored.ts';

const NOW_MS = Date.parse('2026-11-30T12:00:00.000Z');
const NOW = String(NOW_MS / 1000);
const KEY = 'a key that the sender has made';
const BODY = '{"event":{"event_type":"incident.triggered"}}';

const hex = (key: string, text: string) => createHmac('sha256', key).update(text).digest('hex');

const webhook = (given: Partial<Signed>): Signed => ({
  headers: {},
  query: {},
  body: BODY,
  secrets: ['ours', KEY],
  format: 'generic',
  nowMs: NOW_MS,
  ...given,
});

/** Each way in which a tool signs, as headers for a body at a time. */
const WAYS: Record<
  string,
  {
    format: Signed['format'];
    key: string;
    sign: (body: string, key: string, seconds: string) => Record<string, string>;
  }
> = {
  'as PagerDuty does, one of two': {
    format: 'pagerduty',
    key: KEY,
    sign: (body, key) => ({ 'x-pagerduty-signature': `v1=${hex('an older key', body)}, v1=${hex(key, body)}` }),
  },
  'as Svix does for incident.io': {
    format: 'incident-io',
    key: `whsec_${Buffer.from(KEY).toString('base64')}`,
    sign: (body, key, seconds) => {
      const raw = Buffer.from(key.replace('whsec_', ''), 'base64');
      const signature = createHmac('sha256', raw).update(`msg_1.${seconds}.${body}`).digest('base64');
      return { 'webhook-id': 'msg_1', 'webhook-timestamp': seconds, 'webhook-signature': `v1,AAAA v1,${signature}` };
    },
  },
  'as Grafana does': {
    format: 'grafana',
    key: KEY,
    sign: (body, key) => ({ 'x-grafana-alerting-signature': hex(key, body) }),
  },
  'as Grafana does with a time': {
    format: 'grafana',
    key: KEY,
    sign: (body, key, seconds) => ({
      'x-grafana-alerting-timestamp': seconds,
      'x-grafana-alerting-signature': hex(key, `${seconds}:${body}`),
    }),
  },
  'as Sentry does': { format: 'sentry', key: KEY, sign: (body, key) => ({ 'sentry-hook-signature': hex(key, body) }) },
  'as usual': {
    format: 'opsgenie',
    key: KEY,
    sign: (body, key) => ({ 'x-hub-signature-256': `sha256=${hex(key, body)}` }),
  },
};

describe('intake: a webhook that is signed', () => {
  it.each(Object.entries(WAYS))(
    '%s is known by either of two keys, and by no other, nor with another body',
    (_, way) => {
      const { format, key, sign } = way;
      const at = (body: string, signedWith: string, secrets: string[]) =>
        isAuthentic(webhook({ format, secrets, headers: sign(body, signedWith, NOW) }));
      expect(at(BODY, key, ['ours', 'the older one', key])).toBe(true);
      expect(at(BODY, key, ['ours', 'the older one'])).toBe(false);
      expect(at(`${BODY} `, key, ['ours', key])).toBe(false);
      expect(isAuthentic(webhook({ format, secrets: [key] }))).toBe(false);
    },
  );

  it.each(['as Svix does for incident.io', 'as Grafana does with a time'])(
    '%s is refused when its time is long past',
    (name) => {
      const { format, key, sign } = WAYS[name]!;
      const minutesLater = (minutes: number) =>
        isAuthentic(
          webhook({ format, secrets: [key], headers: sign(BODY, key, NOW), nowMs: NOW_MS + minutes * 60_000 }),
        );
      expect([minutesLater(4), minutesLater(6), minutesLater(-6)]).toEqual([true, false, false]);
      const timeless = sign(BODY, key, 'soon');
      expect(isAuthentic(webhook({ format, secrets: [key], headers: timeless }))).toBe(false);
    },
  );
});

describe('intake: the secret of a source', () => {
  it('may stand in the address, for tools that send no header', async () => {
    const house = monitored();
    const secret = secretOf('webhook', (await house.ports.intakeKeys()).key);
    const alarm = house.alarm('a1', 'api');
    expect((await house.send('webhook', alarm, {}, { secret })).status).toBe(200);
    for (const wrong of ['', 'other', `${secret}x`])
      expect((await house.send('webhook', alarm, {}, { secret: wrong })).status).toBe(401);
  });

  it('may be one that the sender has made, of that source alone', async () => {
    const intakeKeys = async () => ({ key: 'k'.repeat(40), senders: { pager: [KEY] } });
    const house = monitored({ intakeKeys });
    const body = JSON.stringify({
      event: { event_type: 'incident.triggered', data: { id: 'P1', service: { summary: 'Checkout' } } },
    });
    const signed = { 'x-pagerduty-signature': `v1=${hex(KEY, body)}` };
    expect(await house.send('pager', body, signed)).toMatchObject({
      status: 200,
      body: { taken: [{ result: 'opened' }] },
    });
    expect((await house.send('pager', `${body} `, signed)).status).toBe(401);
    expect((await house.send('webhook', body, { authorization: `Bearer ${KEY}` })).status).toBe(401);
  });

  it('is read alone, or with the keys of senders beside it; what is neither is said', () => {
    expect(intakeKeysIn('a key')).toEqual({ key: 'a key', senders: {} });
    const json = { key: 'a key', senders: { pager: ['0123456789abcdef', 'fedcba9876543210'] } };
    expect(intakeKeysIn(JSON.stringify(json))).toEqual(json);
    expect(() => intakeKeysIn('{"senders":{}}')).toThrow('has no "key"');
    expect(() => intakeKeysIn('{"key":"k","senders":{"pager":["short"]}}')).toThrow('senders.pager');
  });
});

describe('intake: an event of EventBridge', () => {
  const changed = (value: string, source = 'aws.cloudwatch', type = 'CloudWatch Alarm State Change') => ({
    id: 'e1',
    source,
    'detail-type': type,
    region: 'eu-west-1',
    detail: { alarmName: 'prod-eu-api-5xx', state: { value, timestamp: '2026-11-22T09:59:00.000+0000' } },
  });

  it('is an alarm of the source whose events the config names, delivered twice or not', async () => {
    const { foreign, open, get } = monitored();
    for (let time = 0; time < 2; time += 1) expect(await foreign(changed('ALARM'))).toEqual({ batchItemFailures: [] });
    const [incident] = await open();
    expect(incident).toMatchObject({ title: 'Problems with API', entries: [{ author: 'machine' }] });
    await foreign(changed('INSUFFICIENT_DATA'));
    expect((await get(`/v1/incidents/${incident.id}`)).body.joined).toMatchObject([
      { source: 'aws', state: 'firing' },
      { state: 'no-data' },
    ]);
  });

  it('of another service or type is none of ours', async () => {
    const { foreign, open } = monitored();
    await foreign(changed('ALARM', 'aws.health'));
    await foreign(changed('ALARM', 'aws.cloudwatch', 'CloudWatch Alarm Configuration Change'));
    expect(await open()).toEqual([]);
  });

  it('that cannot be read, or not be taken now, stays in its queue', async () => {
    const { foreign, ports } = monitored();
    const unreadable = { ...changed('ALARM'), detail: {} };
    expect(await foreign(unreadable)).toEqual({ batchItemFailures: [{ itemIdentifier: 'm' }] });
    ports.alarmClaims.claim = async () => {
      throw new Error('the table is away');
    };
    expect(await foreign(changed('ALARM'))).toEqual({ batchItemFailures: [{ itemIdentifier: 'm' }] });
  });
});
