import { createHmac } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type Sender, startWatchedSystem, TOPIC } from '../support/alarm-senders.ts';
import { printEvidence } from '../support/evidence.ts';

// What the tools send goes in at the edge of a running system, and comes out as what people and customers see.
let sender: Sender;

beforeAll(async () => {
  sender = await startWatchedSystem();
});
afterAll(() => sender.end());
printEvidence(() => sender.system);
afterEach(() => sender.system.resolveAll());

const resultsOf = (body: { taken: { result: string }[] }) => body.taken.map(({ result }) => result);

/** So many minutes pass, and the sweep looks at what has become due. */
async function pass(minutes: number): Promise<void> {
  const then = Date.parse(await sender.system.now()) + minutes * 60_000;
  await sender.system.passTo(new Date(then).toISOString());
  await sender.system.swept();
}

/** The first word of a machine is out: on the page that customers see, in words that claim no more than it knows. */
async function firstWordAbout(source: string): Promise<void> {
  const incident = await sender.about(`of-${source}`);
  expect(incident).toMatchObject({ entries: [{ author: 'machine', automated: true }] });
  const page = await sender.system.until(`the page of ${incident.id}`, async () => {
    const answer = await sender.system.onSite(`/incidents/${incident.id}`);
    return answer.status === 200 && answer.text;
  });
  expect(page).toContain(`Watched by ${source}`);
  expect(page).toContain('Nobody has confirmed it yet');
}

const SAMPLES = path.resolve('../shared/data/triggers');
const sample = (name: string) => JSON.parse(readFileSync(path.join(SAMPLES, `${name}.json`), 'utf8'));

describe.skipIf(!existsSync(SAMPLES))('intake: what the tools have sent (skipped where the samples are not)', () => {
  it.each([
    ['plain-alertmanager', 'alertmanager-webhook', ['opened', 'joined']],
    ['plain-alertmanager', 'alertmanager-webhook-oncall-form', ['opened', 'joined']],
    ['grafana', 'grafana-alerting-webhook', ['opened']],
    ['datadog', 'datadog-webhook', ['opened']],
    ['uptime-kuma', 'uptime-kuma-webhook', ['opened']],
    ['opsgenie', 'opsgenie-webhook', ['opened']],
    ['statuspage', 'statuspage-webhook-incident', ['opened']],
    ['statuspage', 'statuspage-webhook-component', []],
    ['pagerduty', 'pagerduty-webhook-v3', []],
    ['incident-io', 'incident-io-webhook', ['ignored']],
  ] as const)('intake of %s takes %s', async (source, name, expected) => {
    const { status, body } = await sender.tell(source, sample(name));
    expect([status, resultsOf(body)]).toEqual([200, expected]);
    if (expected[0] === 'opened') await firstWordAbout(source);
    else expect(await sender.about(`of-${source}`)).toBeUndefined();
    // Sent again, as every tool does now and then, it is the same outage.
    const again = await sender.tell(source, sample(name));
    expect(resultsOf(again.body)).toEqual(expected.map((one) => (one === 'opened' ? 'joined' : one)));
  });

  it.each([
    ['cloudwatch', 'cloudwatch-alarm-state-change'],
    ['aws-health', 'aws-health-eventbridge'],
  ])('intake of %s takes %s from EventBridge', async (source, name) => {
    const { source: from, 'detail-type': detailType, detail } = sample(name);
    expect((await sender.system.event(detail, { source: from, detailType })).status).toBe(202);
    await sender.system.until('the incident', () => sender.about(`of-${source}`));
    await firstWordAbout(source);
  });

  it('intake takes nothing from an event of PagerDuty that is about something else', async () => {
    const { source, 'detail-type': detailType, detail } = sample('pagerduty-eventbridge-partner');
    expect((await sender.system.event(detail, { source, detailType })).status).toBe(202);
    const triggered = { event: { ...detail.event, event_type: 'incident.triggered' } };
    await sender.system.event(triggered, { source, detailType: 'incident.triggered' });
    await sender.system.until('the other', () => sender.about('of-pagerduty'));
    await firstWordAbout('pagerduty');
  });
});

describe('intake: what no sample was found of, in the words of the tools’ documents', () => {
  it.each([
    [
      'better-stack',
      {
        data: {
          id: '1',
          type: 'incident',
          attributes: {
            name: 'API',
            cause: 'Timeout',
            started_at: '2026-11-22T09:59:00Z',
            resolved_at: null,
            status: 'Started',
          },
        },
      },
    ],
    ['healthchecks', { check: 'c1', name: 'backup', status: 'down', tags: 'prod' }],
    [
      'sentry',
      {
        action: 'critical',
        data: {
          metric_alert: { id: '1', date_started: '2026-11-22T09:59:00Z', alert_rule: { id: '7', name: 'Errors' } },
          web_url: 'https://sentry.example/1',
        },
      },
    ],
    ['mapped', { problems: [{ name: 'disk', state: 'open', zone: 'a' }] }],
  ])('intake of %s gives the first word', async (source, body) => {
    const answer = await sender.tell(source, body);
    expect([answer.status, answer.body]).toEqual([200, { taken: [expect.objectContaining({ result: 'opened' })] }]);
    await firstWordAbout(source);
  });

  it('intake of what is under maintenance becomes a draft', async () => {
    const { body: work } = await sender.system.post('/v1/maintenances', {
      title: 'Move',
      components: ['of-generic'],
      scheduledFor: 'now',
      scheduledUntil: 'PT2H',
      message: 'We move.',
    });
    await sender.system.until('its beginning', async () => {
      await sender.system.swept();
      const { body } = await sender.system.get(`/v1/maintenances/${work.id}`);
      return body.status === 'in_progress' && body;
    });
    const { body } = await sender.tell('generic', { id: 'a1', labels: { component: 'of-generic' } });
    expect(body.taken).toMatchObject([{ result: 'draft', component: 'of-generic' }]);
    expect((await sender.system.get('/v1/drafts')).body.drafts).toMatchObject([
      { id: body.taken[0].draft, reason: { reason: 'under-maintenance' } },
    ]);
    await sender.system.say(work.id, 'cancel', {}).catch(() => undefined);
  });
});

describe('intake: an alarm whose rule holds it', () => {
  const fires = (id: string, state = 'firing') => sender.tell('held', { id, state });

  it('intake opens nothing where it clears within its minutes, and opens once where it does not', async () => {
    expect((await fires('blip')).body.taken).toMatchObject([{ result: 'noted' }]);
    await sender.system.swept();
    expect((await fires('blip', 'recovered')).body.taken).toMatchObject([{ result: 'ignored' }]);
    expect((await fires('outage')).body.taken).toMatchObject([{ result: 'noted' }]);
    expect(await sender.about('of-held')).toBeUndefined();
    await pass(3);
    await sender.system.until('what it opened', () => sender.about('of-held'));
    await firstWordAbout('held');
    expect((await fires('outage')).body.taken).toMatchObject([{ result: 'joined' }]);
  });
});

describe('intake: an alarm while nobody is reached', () => {
  /** Without anybody who could be the commander the house cannot be reached. */
  const commanderIs = (as: string[]) => sender.system.put('/v1/people/commander', { as });

  it('intake asks people for 15 minutes, and then says it without a time', async () => {
    expect((await commanderIs([])).status).toBe(200);
    const { body } = await sender.tell('unheard', { id: 'c1' });
    expect((await sender.system.get('/v1/drafts')).body.drafts).toContainEqual(
      expect.objectContaining({
        id: body.taken[0].draft,
        reason: { reason: 'nobody-reached', component: 'of-unheard' },
      }),
    );
    expect(await sender.about('of-unheard')).toBeUndefined();
    await pass(15);
    const { id } = await sender.system.until('what it says by itself', () => sender.about('of-unheard'));
    expect(await sender.system.incident(id)).toMatchObject({
      promises: [],
      entries: [{ kind: 'opened', automated: true, promises: { nextUpdateBy: null } }],
    });
    await commanderIs(['commander']);
  });
});

describe('intake: the same check, fired and resolved by a person', () => {
  it('intake is not silent about it after everything was killed and started again', async () => {
    const body = { id: 'check-7' };
    const first = (await sender.tell('checks', body)).body.taken[0];
    expect(first).toMatchObject({ result: 'opened' });
    await sender.system.say(first.incident, 'resolve', { message: 'It works again.' });
    await sender.system.kill9();
    await sender.system.restart();
    const again = (await sender.tell('checks', body)).body.taken[0];
    expect(again).toMatchObject({ result: 'opened' });
    expect(again.incident).not.toBe(first.incident);
    await firstWordAbout('checks');
  });
});

describe('intake: CloudWatch by way of SNS, through a gateway that renames headers', () => {
  const alarm = (NewStateValue: string) => ({
    AlarmName: 'api-5xx',
    NewStateValue,
    StateChangeTime: '2026-11-22T09:59:00Z',
  });

  it('intake confirms the topic of the config and takes what SNS has signed, without a secret', async () => {
    expect(await sender.publish(alarm('ALARM'))).toMatchObject({
      status: 200,
      body: { taken: [{ result: 'opened' }] },
    });
    await firstWordAbout('cloudwatch');
    expect((await sender.publish(alarm('INSUFFICIENT_DATA'))).body.taken).toMatchObject([{ result: 'noted' }]);
  });

  it('intake neither confirms nor hears another topic', async () => {
    const other = TOPIC.replace('111122223333', '999999999999');
    expect(await sender.publish(alarm('ALARM'), other)).toMatchObject({ status: 401, body: { type: 'not-authentic' } });
    expect(await sender.about('of-cloudwatch')).toBeUndefined();
  });
});

describe('intake: what does not show who it is', () => {
  const body = JSON.stringify({
    event: {
      event_type: 'incident.triggered',
      data: { id: 'P1', title: 'x', service: { id: 'S', summary: 'Checkout' } },
    },
  });

  it('intake refuses a tampered signature, a wrong secret and a truncated body, under the name that the gateway gives its challenge', async () => {
    const v1 = await sender.hmacOf('pagerduty', body);
    const wrong: [string, string, Record<string, string>][] = [
      ['pagerduty', `${body} `, { 'x-pagerduty-signature': `v1=${v1}` }],
      ['pagerduty', body.slice(0, -9), { 'x-pagerduty-signature': `v1=${v1}` }],
      ['pagerduty', body, { 'x-pagerduty-signature': `v1=${v1.replace(/^./, (one) => (one === '0' ? '1' : '0'))}` }],
      ['pagerduty', body, { authorization: `Bearer ${await sender.secretOf('grafana')}` }],
      ['pagerduty', body, {}],
    ];
    for (const [source, text, headers] of wrong) {
      const answer = await sender.send(source, text, headers);
      expect([answer.status, answer.body.type]).toEqual([401, 'not-authentic']);
      expect(answer.headers.get('www-authenticate')).toBeNull();
      expect(answer.headers.get('x-amzn-remapped-www-authenticate')).toContain('Basic');
    }
    const cut = await sender.tell('pagerduty', body.slice(0, -9));
    expect([cut.status, cut.body.type]).toEqual([400, 'invalid-json']);
    expect(await sender.about('of-pagerduty')).toBeUndefined();
    expect((await sender.send('pagerduty', body, { 'x-pagerduty-signature': `v1=${v1}` })).body.taken).toMatchObject([
      { result: 'opened' },
    ]);
  });

  it('intake refuses what was signed long ago', async () => {
    const text = JSON.stringify({ event_type: 'public_incident.follow_up_created_v1' });
    const key = Buffer.from(await sender.secretOf('incident-io'), 'base64');
    const nowS = Math.floor(Date.parse(await sender.system.now()) / 1000);
    const at = (second: number) => {
      const signature = createHmac('sha256', key).update(`m1.${second}.${text}`).digest('base64');
      const headers = {
        'webhook-id': 'm1',
        'webhook-timestamp': String(second),
        'webhook-signature': `v1,${signature}`,
      };
      return sender.send('incident-io', text, headers);
    };
    expect((await at(nowS)).status).toBe(200);
    expect((await at(nowS - 600)).status).toBe(401);
  });
});
