import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { READERS } from '../../shared/contract/alarm-formats.ts';
import { Problem } from '../../shared/contract/problem.ts';
import { ALARM_FORMATS, type Alarm, type AlarmFormat, type AlarmMap } from '../../shared/core/alarm.ts';

/** What a reader makes of a body: alarms, or what is wrong with it. */
function read(format: AlarmFormat, body: unknown, map?: AlarmMap): readonly Alarm[] {
  const found = READERS[format](body, map);
  if ('confirm' in found) throw new Error('asked to confirm a subscription');
  return found.alarms;
}

const states = (format: AlarmFormat, bodies: readonly unknown[]) =>
  bodies.map((body) => read(format, body).map(({ state }) => state)[0] ?? 'nothing');

describe('intake: Grafana', () => {
  const alert = (labels: object, status = 'firing', annotations = {}) => ({
    alerts: [{ status, labels, annotations, startsAt: '2026-11-22T09:59:00Z', fingerprint: 'f', panelURL: null }],
  });

  it('says that it saw no data or could not look, and that is neither an outage nor its end', () => {
    expect(
      states('grafana', [
        alert({ alertname: 'API is slow' }),
        alert({ alertname: 'DatasourceNoData' }),
        alert({ alertname: 'DatasourceError' }),
        alert({ alertname: 'API is slow', grafana_state_reason: 'NoData' }),
        alert({ alertname: 'API is slow' }, 'resolved', { grafana_state_reason: 'MissingSeries' }),
        alert({ alertname: 'API is slow' }, 'resolved'),
      ]),
    ).toEqual(['firing', 'no-data', 'no-data', 'no-data', 'no-data', 'recovered']);
  });
});

describe('intake: CloudWatch', () => {
  const event = (value: string, configuration: object | null = null) => ({
    'detail-type': 'CloudWatch Alarm State Change',
    region: 'eu-west-1',
    detail: { alarmName: 'api-5xx', state: { value, timestamp: '2026-11-22T09:59:00.000+0000' }, configuration },
  });

  it('is read as EventBridge tells it, of one metric, of math and of other alarms', () => {
    const metrics = [{ id: 'm', metricStat: { metric: { name: '5xx', namespace: 'AWS/ELB' } } }];
    expect(read('cloudwatch', event('ALARM', { metrics }))).toEqual([
      {
        check: 'api-5xx',
        outage: '2026-11-22T09:59:00.000+0000',
        state: 'firing',
        labels: { alarm: 'api-5xx', region: 'eu-west-1', namespace: 'AWS/ELB', metric: '5xx' },
      },
    ]);
    const math = { metrics: [{ id: 'e', expression: 'a+b' }] };
    const composite = { alarmRule: 'ALARM(a) OR ALARM(b)' };
    expect(states('cloudwatch', [event('OK', math), event('INSUFFICIENT_DATA', composite), event('ALARM')])).toEqual([
      'recovered',
      'no-data',
      'firing',
    ]);
  });

  it('loses no alarm for an optional field that is null', () => {
    const said = { AlarmName: 'api-5xx', NewStateValue: 'ALARM', StateChangeTime: null, Trigger: null };
    expect(read('cloudwatch', said)).toEqual([{ check: 'api-5xx', state: 'firing', labels: { alarm: 'api-5xx' } }]);
  });
});

describe('intake: AWS Health', () => {
  const event = (detail: object) => ({
    'detail-type': 'AWS Health Event',
    region: 'eu-west-1',
    detail: { eventArn: 'arn:aws:health:1', service: 'EC2', eventTypeCode: 'AWS_EC2_ISSUE', ...detail },
  });

  it('tells of problems and of their end, and its announced work is none', () => {
    expect(
      states('aws-health', [
        event({ eventTypeCategory: 'issue', statusCode: 'open' }),
        event({ eventTypeCategory: 'issue', statusCode: 'closed' }),
        event({ eventTypeCategory: 'scheduledChange', statusCode: 'upcoming' }),
        event({ eventTypeCategory: 'accountNotification' }),
      ]),
    ).toEqual(['firing', 'recovered', 'nothing', 'nothing']);
  });
});

describe('intake: PagerDuty', () => {
  const event = (event_type: string, data: object) => ({ event: { id: 'e', event_type, data } });

  it('sends tests and news about other things, which are taken for what they are', () => {
    const bridge = { incident: { id: 'P1' }, conference_numbers: [] };
    expect(
      states('pagerduty', [
        event('pagey.ping', { message: 'hello', type: 'ping' }),
        event('incident.conference_bridge.updated', bridge),
        event('incident.triggered', { id: 'P1', title: null, service: null, priority: null }),
      ]),
    ).toEqual(['nothing', 'nothing', 'firing']);
  });

  it('names the outage: an incident that is reopened there is another one', () => {
    const [first] = read('pagerduty', event('incident.triggered', { id: 'P1', created_at: '09:59' }));
    const [second] = read(
      'pagerduty',
      event('incident.reopened', { id: 'P1', created_at: '09:59', reopened_at: '10:30' }),
    );
    expect([first?.outage, second?.outage]).toEqual(['09:59', '10:30']);
  });
});

describe('intake: the other tools', () => {
  it('Opsgenie opens and closes; what is done to an alert there is nothing new', () => {
    const alert = { alertId: 'a1', alias: 'api-down', message: 'API down', tags: ['env:prod', 'vip'], priority: 3 };
    const of = (action: string) => ({ action, alert });
    expect(states('opsgenie', [of('Create'), of('Close'), of('Acknowledge'), of('AddNote')])).toEqual([
      'firing',
      'recovered',
      'nothing',
      'nothing',
    ]);
    expect(read('opsgenie', of('Create'))[0]).toMatchObject({
      check: 'api-down',
      outage: 'a1',
      labels: { env: 'prod', vip: 'true', priority: 'P3', message: 'API down' },
    });
  });

  it('Datadog has a word for each turn, and No Data is one of its own', () => {
    const of = (alert_transition: string) => ({
      alert_id: 7,
      alert_cycle_key: 'c1',
      alert_transition,
      tags: 'service:api,prod',
    });
    expect(
      states('datadog', ['Triggered', 'Re-Triggered', 'Warn', 'No Data', 'Re-No Data', 'Recovered', 'Muted'].map(of)),
    ).toEqual(['firing', 'firing', 'firing', 'no-data', 'no-data', 'recovered', 'nothing']);
    expect(read('datadog', of('Triggered'))[0]).toMatchObject({
      check: '7',
      outage: 'c1',
      labels: { service: 'api', prod: 'true' },
    });
  });

  it('incident.io tells of public incidents by their category; tests and private ones are none of ours', () => {
    const of = (category: string, more = {}, type = 'public_incident.incident_status_updated_v2') => ({
      event_type: type,
      [type]: { incident: { id: 'i1', name: 'Auth', mode: 'standard', incident_status: { category }, ...more } },
    });
    expect(
      states('incident-io', [
        of('triage'),
        of('live'),
        of('closed'),
        of('declined'),
        of('live', { mode: 'test' }),
        { event_type: 'private_incident.incident_created_v2', 'private_incident.incident_created_v2': { id: 'i2' } },
        { event_type: 'public_incident.action_created_v1', 'public_incident.action_created_v1': {} },
      ]),
    ).toEqual(['firing', 'firing', 'recovered', 'recovered', 'nothing', 'nothing', 'nothing']);
    const created = {
      event_type: 'public_incident.incident_created_v2',
      'public_incident.incident_created_v2': { id: 'i1', incident_status: { category: 'live' } },
    };
    expect(states('incident-io', [created])).toEqual(['firing']);
  });

  it('another company’s Statuspage tells of incidents and of parts; its planned work is none', () => {
    const incident = (status: string, more = {}) => ({
      incident: { id: 's1', name: 'Queries wait', status, components: null, ...more },
    });
    const part = (new_status: string) => ({
      component: { id: 'c1', name: 'DB' },
      component_update: { new_status, created_at: '10:00' },
    });
    expect(
      states('statuspage', [
        incident('investigating'),
        incident('resolved'),
        incident('scheduled'),
        incident('in_progress', { scheduled_for: '2026-11-23T00:00:00Z' }),
        part('major_outage'),
        part('operational'),
        part('under_maintenance'),
      ]),
    ).toEqual(['firing', 'recovered', 'nothing', 'nothing', 'firing', 'recovered', 'nothing']);
  });

  it('Uptime Kuma has four states and a test without any', () => {
    const of = (status: number) => ({ heartbeat: { status, time: 'x' }, monitor: { id: 7, name: 'API' }, msg: 'm' });
    expect(
      states('uptime-kuma', [of(0), of(1), of(2), of(3), { heartbeat: null, monitor: null, msg: 'test' }]),
    ).toEqual(['firing', 'recovered', 'nothing', 'nothing', 'nothing']);
  });

  it('Better Stack, Sentry and Healthchecks say that something is down and that it is up', () => {
    const incident = (attributes: object) => ({
      data: { id: '1', attributes: { name: 'home', started_at: '09:59', ...attributes }, relationships: null },
    });
    expect(states('better-stack', [incident({ resolved_at: null }), incident({ resolved_at: '10:10' })])).toEqual([
      'firing',
      'recovered',
    ]);
    const metric = (action: string) => ({
      action,
      data: { metric_alert: { id: 3, alert_rule: { id: 1, name: 'errors' } } },
    });
    expect(
      states('sentry', [
        metric('critical'),
        metric('resolved'),
        { action: 'triggered', data: { event: { issue_id: 5, title: 'TypeError' }, triggered_rule: 'many' } },
        { action: 'resolved', data: { issue: { id: 5, title: 'TypeError' } } },
        { action: 'created', data: { comment: {} } },
      ]),
    ).toEqual(['firing', 'recovered', 'firing', 'recovered', 'nothing']);
    const check = (status: string) => ({ check: 'uuid', status, name: 'backup', tags: 'prod db' });
    expect(states('healthchecks', [check('down'), check('up'), check('grace')])).toEqual([
      'firing',
      'recovered',
      'nothing',
    ]);
  });
});

describe('intake: a tool that nobody thought of', () => {
  const map: AlarmMap = {
    each: 'data.checks',
    check: 'uid',
    outage: 'since',
    state: 'result.code',
    firing: ['DOWN'],
    recovered: ['UP'],
    noData: ['UNKNOWN'],
    labels: { part: 'tags[0]', region: 'where.region' },
    link: 'url',
  };
  const body = {
    data: {
      checks: [
        {
          uid: 1,
          since: '09:59',
          result: { code: 'down' },
          tags: ['api'],
          where: { region: 'eu' },
          url: 'https://x.example/1',
        },
        { uid: 2, result: { code: 'UNKNOWN' }, tags: [] },
        { uid: 3, result: { code: 'paused' } },
      ],
    },
  };

  it('is read by the paths that the config gives', () => {
    expect(read('mapped', body, map)).toEqual([
      {
        check: '1',
        outage: '09:59',
        state: 'firing',
        labels: { part: 'api', region: 'eu' },
        link: 'https://x.example/1',
      },
      { check: '2', state: 'no-data', labels: {} },
    ]);
    expect(read('mapped', { other: 1 }, map)).toEqual([]);
  });

  it('is told which path leads nowhere', () => {
    const nameless = { data: { checks: [{ result: { code: 'DOWN' } }] } };
    expect(() => read('mapped', nameless, map)).toThrow(Problem);
  });
});

describe('intake: whatever a sender makes of a format', () => {
  /** A body of each format with something wrong in it somewhere. */
  const SEEDS: Partial<Record<AlarmFormat, object>> = {
    alertmanager: { alerts: [{ status: 'firing', labels: { a: 'b' }, startsAt: 'x', fingerprint: 'f' }] },
    cloudwatch: { AlarmName: 'a', NewStateValue: 'ALARM', Trigger: { Namespace: 'n' } },
    pagerduty: { event: { event_type: 'incident.triggered', data: { id: 'P1', service: { summary: 's' } } } },
    datadog: { alert_id: '1', alert_transition: 'Triggered', tags: 'a:b' },
    statuspage: { incident: { id: '1', status: 'investigating', components: [{ name: 'x' }] } },
    'incident-io': {
      event_type: 'public_incident.incident_created_v2',
      'public_incident.incident_created_v2': { id: '1' },
    },
  };

  it.each(ALARM_FORMATS)('%s is read, or refused with the field: 1,000 bodies, and never another error', (format) => {
    const map: AlarmMap = { check: 'a', state: 'b', firing: ['x'], recovered: [], noData: [], labels: { c: 'd[0]' } };
    const value = fc.jsonValue({ maxDepth: 4 });
    const changed = fc
      .tuple(fc.constant(SEEDS[format] ?? {}), fc.array(fc.nat()), value)
      .map(([seed, at, to]) => replaced(seed, at, to));
    fc.assert(
      fc.property(fc.oneof(value, changed), (body) => {
        try {
          READERS[format](body, map);
        } catch (error) {
          if (!(error instanceof Problem)) throw error;
          expect(error.document.status).toBe(422);
          expect(error.document.errors?.length).toBeGreaterThan(0);
        }
      }),
      { numRuns: 1000, seed: 20261130 },
    );
  });

  /** The value with what lies at this place in it replaced. */
  function replaced(value: unknown, [first, ...rest]: readonly number[], to: unknown): unknown {
    if (first === undefined || typeof value !== 'object' || value === null) return to;
    const entries = Object.entries(value);
    if (entries.length === 0) return to;
    const [name, inner] = entries[first % entries.length]!;
    const copy = Array.isArray(value) ? [...value] : { ...value };
    (copy as Record<string, unknown>)[name] = replaced(inner, rest, to);
    return copy;
  }
});

const SAMPLES = path.resolve('../shared/data/triggers');

describe.skipIf(!existsSync(SAMPLES))('intake: bodies as the tools have sent them', () => {
  const sample = (name: string) => JSON.parse(readFileSync(path.join(SAMPLES, `${name}.json`), 'utf8'));

  it.each([
    ['alertmanager', 'alertmanager-webhook', ['firing', 'firing']],
    ['alertmanager', 'alertmanager-webhook-oncall-form', ['firing', 'firing']],
    ['grafana', 'grafana-alerting-webhook', ['firing']],
    ['pagerduty', 'pagerduty-webhook-v3', []],
    ['pagerduty', 'pagerduty-eventbridge-partner', []],
    ['cloudwatch', 'cloudwatch-alarm-state-change', ['firing']],
    ['aws-health', 'aws-health-eventbridge', ['firing']],
    ['datadog', 'datadog-webhook', ['firing']],
    ['uptime-kuma', 'uptime-kuma-webhook', ['firing']],
    ['opsgenie', 'opsgenie-webhook', ['firing']],
    ['incident-io', 'incident-io-webhook', ['recovered']],
    ['statuspage', 'statuspage-webhook-incident', ['firing']],
    ['statuspage', 'statuspage-webhook-component', []],
  ] as const)('%s reads %s', (format, name, expected) => {
    expect(read(format, sample(name)).map(({ state }) => state)).toEqual(expected);
  });
});
