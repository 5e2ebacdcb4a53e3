import { createHmac } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { secretOf } from '../../shared/api/intake-secret.ts';
import { config } from '../../shared/config/config.ts';
import { parseConfig } from '../../shared/config/parse-config.ts';
import { monitored } from './monitored.ts';
import { ada, machine, OUTAGE, root } from './team.ts';

describe('a webhook', () => {
  it('opens an incident as a machine, in words that claim no more than a monitor knows', async () => {
    const { send, alarm, open, ports } = monitored();
    const { status, body } = await send('webhook', alarm('a1', 'api'));
    expect([status, body.taken]).toMatchObject([200, [{ result: 'opened', component: 'api' }]]);
    const [incident] = await open();
    expect(incident).toMatchObject({
      id: body.taken[0].incident,
      title: 'Problems with API',
      impact: 'minor',
      components: [{ id: 'api', status: 'degraded_performance' }],
      entries: [{ automated: true, author: 'machine' }],
      promises: [{ promise: 'nextUpdateBy', source: 'machine' }],
    });
    expect(incident.entries[0].message).toContain('Nobody has confirmed it yet');
    expect(await ports.log.load(incident.id)).toHaveLength(1);
  });

  it('sent again, or by another monitor of the same component, joins what is open', async () => {
    const { send, alarm, open, get } = monitored();
    await send('webhook', alarm('a1', 'api'));
    for (const id of ['a1', 'a2', 'a2'])
      expect((await send('webhook', alarm(id, 'api'))).body.taken).toMatchObject([{ result: 'joined' }]);
    await send('webhook', alarm('a3', 'storage'));
    const incidents = await open();
    expect(incidents).toHaveLength(2);
    const id = incidents.find(({ title }: { title: string }) => title.includes('API')).id;
    expect((await get(`/v1/incidents/${id}`)).body.joined).toMatchObject([
      { key: 'a1', source: 'webhook', state: 'firing' },
      { key: 'a2', state: 'firing' },
    ]);
  });

  it('of many at once opens one incident', async () => {
    const { send, alarm, open } = monitored();
    const answers = await Promise.all(
      Array.from({ length: 20 }, (_, index) => send('webhook', alarm(`a${index}`, 'database'))),
    );
    const results = answers.map(({ body }) => body.taken[0].result);
    expect(results.filter((result) => result === 'opened')).toHaveLength(1);
    expect(await open()).toHaveLength(1);
  });

  it('joins the incident that a person has opened about its component, and opens one again when that is long over', async () => {
    const { send, alarm, opened, post, open, wait } = monitored();
    const id = await opened();
    expect((await send('webhook', alarm('a1', 'website'))).body.taken).toMatchObject([
      { result: 'joined', incident: id },
    ]);
    await post(`/v1/incidents/${id}/resolve`, { message: 'It works again.' });
    wait(11);
    expect((await send('webhook', alarm('a2', 'website'))).body.taken).toMatchObject([{ result: 'opened' }]);
    expect(await open()).toHaveLength(1);
  });

  it('that tells of a recovery says that nobody has confirmed it, and turns nothing green', async () => {
    const { send, alarm, open, get } = monitored();
    expect((await send('webhook', alarm('a0', 'api', 'recovered'))).body.taken).toMatchObject([{ result: 'ignored' }]);
    const { body } = await send('webhook', alarm('a1', 'api'));
    await send('webhook', alarm('a1', 'api', 'recovered'));
    expect((await open())[0]).toMatchObject({
      phase: 'open',
      components: [{ id: 'api', status: 'degraded_performance' }],
      entries: [
        { seq: 1 },
        { status: 'investigating', message: expect.stringContaining('nobody has confirmed it yet') },
      ],
    });
    expect((await get(`/v1/incidents/${body.taken[0].incident}`)).body.joined).toMatchObject([
      { state: 'firing' },
      { state: 'recovered' },
    ]);
  });

  it('about what is under maintenance asks a person first, who speaks for themselves', async () => {
    const { send, alarm, post, open, get, minute } = monitored();
    await post('/v1/maintenances', {
      title: 'Move',
      components: ['api'],
      scheduledFor: 'now',
      scheduledUntil: 'PT2H',
      message: 'We move.',
    });
    await minute();
    const { body } = await send('webhook', alarm('a1', 'api'));
    expect(body.taken).toMatchObject([{ result: 'draft' }]);
    expect((await send('webhook', alarm('a1', 'api'))).body.taken).toEqual(body.taken);
    expect(await open()).toEqual([]);
    const [draft] = (await get('/v1/drafts')).body.drafts;
    expect(draft).toMatchObject({ reason: { reason: 'under-maintenance' }, proposedBy: { person: false } });
    const approved = await post(draft.links.approve, {}, { as: ada });
    expect(approved).toMatchObject({ status: 201, body: { entry: { author: 'person', actor: 'ada' } } });
    expect((await send('webhook', alarm('a2', 'api'))).body.taken).toMatchObject([
      { result: 'joined', incident: approved.body.id },
    ]);
  });
});

describe('an alarm during two maintenances of its component', () => {
  it('asks about the one that was announced last', async () => {
    const { send, alarm, post, get, minute } = monitored();
    const work = { components: ['api'], scheduledFor: 'now', scheduledUntil: 'PT2H', message: 'We move.' };
    await post('/v1/maintenances', { ...work, title: 'Move' });
    await minute();
    const { id } = (await post('/v1/maintenances', { ...work, title: 'Move again' })).body;
    await minute();
    await send('webhook', alarm('a1', 'api'));
    expect((await get('/v1/drafts')).body.drafts).toMatchObject([
      { reason: { reason: 'under-maintenance', maintenance: id } },
    ]);
  });
});

describe('the formats', () => {
  const only = async (answer: ReturnType<ReturnType<typeof monitored>['send']>) => (await answer).body.taken;

  it('are those of Alertmanager', async () => {
    const { send } = monitored();
    const alert = (severity: string, status = 'firing') => ({
      status,
      labels: { severity, component: 'api', instance: 'db-7.internal' },
      annotations: { summary: 'secret' },
      startsAt: '2026-11-22T09:59:00Z',
      fingerprint: `f-${severity}`,
    });
    const body = { version: '4', alerts: [alert('critical'), alert('info'), alert('critical', 'resolved')] };
    expect(await only(send('prom', body))).toMatchObject([
      { result: 'opened' },
      { result: 'ignored' },
      { result: 'noted' },
    ]);
  });

  it('are those of CloudWatch by way of SNS', async () => {
    const { send } = monitored();
    const said = (NewStateValue: string, AlarmName = 'prod-eu-api-5xx') =>
      JSON.stringify({
        AlarmName,
        NewStateValue,
        StateChangeTime: '2026-11-22T09:59:00Z',
        Trigger: { MetricName: '5xx' },
      });
    const note = (Message: string) => ({ Type: 'Notification', MessageId: 'm', Message });
    expect(await only(send('aws', note(said('ALARM'))))).toMatchObject([{ result: 'opened' }]);
    expect(await only(send('aws', said('ALARM')))).toMatchObject([{ result: 'joined' }]);
    expect(await only(send('aws', note(said('OK'))))).toMatchObject([{ result: 'noted' }]);
    expect(await only(send('aws', note(said('ALARM', 'prod-api'))))).toMatchObject([{ result: 'ignored' }]);
    expect(await only(send('aws', note('a note')))).toEqual([]);
    expect(await only(send('aws', { Type: 'UnsubscribeConfirmation' }))).toEqual([]);
  });

  it('are those of PagerDuty', async () => {
    const { send } = monitored();
    const event = (event_type: string, summary = 'Checkout') => ({
      event: { id: 'e', event_type, data: { id: 'P1', title: 'db-7 is down', service: { id: 'S', summary } } },
    });
    expect(await only(send('pager', event('incident.triggered')))).toMatchObject([{ result: 'opened' }]);
    expect(await only(send('pager', event('incident.acknowledged')))).toEqual([]);
    expect(await only(send('pager', event('incident.resolved')))).toMatchObject([{ result: 'noted' }]);
    expect(await only(send('pager', event('incident.triggered', 'Other')))).toMatchObject([{ result: 'ignored' }]);
  });

  it('name the field that they cannot read', async () => {
    const { send } = monitored();
    for (const [source, body, field] of [
      ['prom', { alerts: [{ status: 'maybe', labels: {} }] }, 'alerts.0.status'],
      ['aws', { AlarmName: 'x', NewStateValue: 'ON' }, 'NewStateValue'],
      ['pager', { event: {} }, 'event.event_type'],
      ['webhook', { labels: {} }, 'id'],
    ] as const)
      expect(await send(source, body)).toMatchObject({
        status: 422,
        body: { errors: expect.arrayContaining([expect.objectContaining({ field })]) },
      });
    expect(await send('webhook', '{')).toMatchObject({ status: 400, body: { type: 'invalid-json' } });
  });
});

describe('a rule with stars', () => {
  it.each([
    ['*api*', ['api', 'api-5xx', 'eu-api', 'eu-api-5xx'], ['ap', 'a-pi']],
    ['*-api', ['eu-api', '-api'], ['api', 'eu-api-2', 'x-api-']],
    ['api-*', ['api-', 'api-5xx'], ['api', 'eu-api-5xx']],
    ['prod*api*5xx', ['prodapi5xx', 'prod-eu-api-5xx', 'prod-api-api-5xx'], ['prod-5xx-api', 'prod-api-5x', 'prod5xx']],
    ['ab*ba', ['abba', 'ab-ba'], ['aba', 'ab']],
    ['a*bc*bc', ['abcbc', 'a-bc-bc'], ['abc', 'a-bc']],
    ['api', ['api'], ['apis', 'the api']],
    ['*', ['', 'anything'], []],
  ])('%s is for %j and not for %j', async (pattern, fitting, others) => {
    const rules = [{ when: { alarm: pattern }, component: 'api' }];
    const { sources } = parseConfig({
      ...config,
      intake: { sources: [{ id: 'webhook', format: 'generic', rules }] },
    }).intake;
    const { send } = monitored({ sources });
    const taken = async (alarm: string) =>
      (await send('webhook', { id: `a ${alarm}`, labels: { alarm } })).body.taken[0].result;
    for (const alarm of fitting) expect([alarm, await taken(alarm)]).not.toContain('ignored');
    for (const alarm of others) expect([alarm, await taken(alarm)]).toContain('ignored');
  });
});

describe('a source of alarms', () => {
  const body = JSON.stringify({ id: 'a1', labels: { component: 'api' } });
  const signed = (secret: string) => createHmac('sha256', secret).update(body).digest('hex');

  it('shows that it knows its secret in any of the common ways', async () => {
    const { send, get } = monitored();
    const { sources: shown } = (await get('/v1/intake', { as: root })).body;
    const { secret, path } = shown.find(({ id }: { id: string }) => id === 'webhook');
    expect(path).toBe('/intake/webhook');
    const ways = [
      { authorization: `Bearer ${secret}` },
      { authorization: `Basic ${btoa(`candor:${secret}`)}` },
      { 'x-candor-signature': `sha256=${signed(secret)}` },
      { 'x-hub-signature-256': `sha256=${signed(secret)}` },
    ];
    for (const way of ways) expect((await send('webhook', body, way as never)).status).toBe(200);
  });

  it('is refused without it, with that of another, and with a signature of another body', async () => {
    const { send, open, ports } = monitored();
    const { key } = await ports.intakeKeys();
    const ways = [
      {},
      { authorization: 'Bearer ' },
      { authorization: `Bearer ${secretOf('prom', key)}` },
      { authorization: `Basic ${btoa(`${secretOf('webhook', key)}:`)}` },
      { 'x-candor-signature': `sha256=${createHmac('sha256', secretOf('webhook', key)).update('{}').digest('hex')}` },
      { 'x-candor-signature': 'sha256=' },
    ];
    for (const way of ways)
      expect(await send('webhook', body, way as never)).toMatchObject({
        status: 401,
        headers: { 'www-authenticate': expect.stringContaining('Basic') },
        body: { type: 'not-authentic' },
      });
    expect(await open()).toEqual([]);
  });

  it('that the config does not know is not there, and secrets are an administrator’s to see', async () => {
    const { send, get } = monitored();
    expect(await send('other', body)).toMatchObject({ status: 404, body: { type: 'no-such-source' } });
    for (const as of [ada, machine('bot', 'read', 'write', 'approve')])
      expect((await get('/v1/intake', { as })).status).toBe(403);
    expect((await get('/v1/intake', { as: machine('bot', 'admin') })).status).toBe(200);
  });

  it('may not report on what is no component', () => {
    const intake = { sources: [{ id: 'a', format: 'generic', rules: [{ when: {}, component: 'moon' }] }] };
    expect(() => parseConfig({ ...config, intake })).toThrow('"moon", which is not a component');
  });
});

describe('an event of the bus', () => {
  it('about a restricted incident waits for a person', async () => {
    const { opened, event, get } = monitored();
    const id = await opened({ handling: 'restricted' });
    expect(await event({ incident: id, message: 'The alarm has ended.' })).toEqual({ batchItemFailures: [] });
    expect((await get(`/v1/incidents/${id}`)).body.entries).toHaveLength(1);
    const [typed, byEvent] = (await get('/v1/drafts')).body.drafts;
    expect(typed).toMatchObject({ proposedBy: { person: true } });
    expect(byEvent).toMatchObject({
      incident: id,
      command: 'update',
      body: { message: 'The alarm has ended.' },
      proposedBy: { person: false },
    });
    await event({ incident: id, message: 'It ends soon.', override: ['hedge'] }, 'e2');
    const bodies = (await get('/v1/drafts')).body.drafts.map(({ body }: { body: object }) => body);
    expect(bodies).toContainEqual({ message: 'It ends soon.', override: ['hedge'] });
  });

  it('is said by whom it names, and by a machine where it names nobody', async () => {
    const { event, open, ports } = monitored();
    await event({ ...OUTAGE, actor: 'ada' }, 'e1');
    await event({ ...OUTAGE, title: 'Webhooks are late' }, 'e2');
    const incidents = await open();
    const told = Object.fromEntries(
      await Promise.all(
        incidents.map(async ({ id, title }: { id: string; title: string }) => {
          const [entry] = await ports.log.load(id);
          const { salt: _salt, ...kept } = entry!.private;
          return [title, { automated: entry!.automated, ...kept }];
        }),
      ),
    );
    const machine = { automated: true, via: 'intake', sources: { nextUpdateBy: 'machine' } };
    expect(told).toEqual({
      'Logins fail': { automated: false, via: 'intake', actor: 'ada', sources: { nextUpdateBy: 'default' } },
      'Webhooks are late': machine,
    });
  });

  it('about what is under maintenance waits where it opens an incident, unless it names a person', async () => {
    const { event, post, minute, open, get } = monitored();
    const work = {
      title: 'Move',
      components: ['website'],
      scheduledFor: 'now',
      scheduledUntil: 'PT2H',
      message: 'We move.',
    };
    await post('/v1/maintenances', work);
    await minute();
    await event(OUTAGE, 'e1');
    expect(await open()).toEqual([]);
    expect((await get('/v1/drafts')).body.drafts).toHaveLength(1);
    await event({ ...OUTAGE, actor: 'ada' }, 'e2');
    const [incident] = await open();
    expect(await open()).toHaveLength(1);
    const components = [{ id: 'website', status: 'degraded_performance' }];
    await event({ incident: incident.id, message: 'The error rate is halved.', components }, 'e3');
    expect((await get(`/v1/incidents/${incident.id}`)).body.entries).toMatchObject([{ seq: 1 }, { author: 'machine' }]);
    expect((await get('/v1/drafts')).body.drafts).toHaveLength(1);
  });
});
