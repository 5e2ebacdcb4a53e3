import * as z from 'zod';
import type { AlarmState } from '../../core/alarm.ts';
import { parseBody } from '../parse.ts';
import { type Alarms, id, labelsOf, link, NOTHING, present, tagLabels, text } from './fields.ts';

// The tools that look: Datadog, Uptime Kuma, Sentry, Healthchecks, and another Statuspage.

const DATADOG: Readonly<Record<string, AlarmState>> = {
  triggered: 'firing',
  're-triggered': 'firing',
  warn: 'firing',
  're-warn': 'firing',
  renotify: 'firing',
  'no data': 'no-data',
  're-no data': 'no-data',
  recovered: 'recovered',
};

const datadogAlert = z.object({
  alert_id: id,
  alert_cycle_key: text,
  alert_transition: z.string(),
  alert_priority: text,
  alert_title: text,
  alert_scope: text,
  tags: text,
  link,
});

/** Datadog's webhook with the body that docs/deploying.md gives for it. */
export function datadog(body: unknown): Alarms {
  const said = parseBody(datadogAlert, body);
  const state = DATADOG[said.alert_transition.toLowerCase()];
  if (state === undefined) return NOTHING;
  const tags = [said.alert_scope, said.tags].flatMap((list) => list?.split(',') ?? []);
  const labels = labelsOf({ monitor: said.alert_id, title: said.alert_title, priority: said.alert_priority });
  return {
    alarms: [
      {
        check: said.alert_id,
        state,
        labels: { ...tagLabels(tags), ...labels },
        ...present({ outage: said.alert_cycle_key || undefined, link: said.link }),
      },
    ],
  };
}

const kumaMessage = z.object({
  heartbeat: z.object({ status: z.number() }).nullish(),
  monitor: z.object({ id, name: text, url: text, hostname: text, type: text }).nullish(),
});

/** Down and up; pending and under maintenance are neither. */
const KUMA: Readonly<Record<number, AlarmState>> = { 0: 'firing', 1: 'recovered' };

/** Uptime Kuma's webhook, as JSON. Its test message has neither heartbeat nor monitor. */
export function uptimeKuma(body: unknown): Alarms {
  const { heartbeat, monitor } = parseBody(kumaMessage, body);
  const state = heartbeat ? KUMA[heartbeat.status] : undefined;
  if (state === undefined || !monitor) return NOTHING;
  const { id: check, name, url, hostname, type } = monitor;
  return { alarms: [{ check, state, labels: labelsOf({ monitor: check, name, url, hostname, type }) }] };
}

const sentryHook = z.object({
  action: z.string(),
  data: z.object({
    metric_alert: z
      .object({ id, date_started: text, alert_rule: z.object({ id: text, name: text }).nullish().catch(undefined) })
      .nullish(),
    issue: z.object({ id, title: text, project: z.object({ slug: text }).nullish().catch(undefined) }).nullish(),
    event: z.object({ issue_id: id, title: text, web_url: link }).nullish(),
    triggered_rule: text,
    web_url: link,
  }),
});

/** Sentry's integration webhooks: metric alerts, alerts about an issue, and issues that were resolved. */
export function sentry(body: unknown): Alarms {
  const { action, data } = parseBody(sentryHook, body);
  if (data.metric_alert) {
    const { id: one, date_started, alert_rule } = data.metric_alert;
    const state = { critical: 'firing', warning: 'firing', resolved: 'recovered' }[action] as AlarmState | undefined;
    if (state === undefined) return NOTHING;
    const labels = labelsOf({ rule: alert_rule?.name, severity: action });
    const check = `metric ${alert_rule?.id ?? one}`;
    return { alarms: [{ check, outage: date_started ?? one, state, labels, ...present({ link: data.web_url }) }] };
  }
  if (data.event && action === 'triggered') {
    const { issue_id, title, web_url } = data.event;
    const labels = labelsOf({ rule: data.triggered_rule, title });
    return { alarms: [{ check: `issue ${issue_id}`, state: 'firing', labels, ...present({ link: web_url }) }] };
  }
  if (data.issue && action === 'resolved') {
    const labels = labelsOf({ title: data.issue.title, project: data.issue.project?.slug });
    return { alarms: [{ check: `issue ${data.issue.id}`, state: 'recovered', labels }] };
  }
  return NOTHING;
}

const healthcheck = z.object({ check: id, status: z.string(), name: text, tags: text });

/** Healthchecks' webhook with the body that docs/deploying.md gives for it. */
export function healthchecks(body: unknown): Alarms {
  const { check, status, name, tags } = parseBody(healthcheck, body);
  const state = { down: 'firing', up: 'recovered' }[status.toLowerCase()] as AlarmState | undefined;
  if (state === undefined) return NOTHING;
  return { alarms: [{ check, state, labels: { ...tagLabels(tags?.split(' ') ?? []), ...labelsOf({ name }) } }] };
}

const affected = z.array(z.object({ name: text })).catch([]);

const statuspageHook = z.object({
  incident: z
    .object({
      id,
      name: text,
      status: z.string(),
      impact: text,
      shortlink: link,
      scheduled_for: text,
      components: affected,
    })
    .nullish(),
  component: z.object({ id, name: text }).nullish(),
  component_update: z.object({ new_status: z.string(), created_at: text }).nullish(),
});

const STATUSPAGE_PART: Readonly<Record<string, AlarmState>> = {
  operational: 'recovered',
  degraded_performance: 'firing',
  partial_outage: 'firing',
  major_outage: 'firing',
};

/** What another company's Statuspage tells its subscribers. Its planned work is no outage. */
export function statuspage(body: unknown): Alarms {
  const { incident, component, component_update } = parseBody(statuspageHook, body);
  if (incident) {
    const { id: one, name, status, impact, shortlink, scheduled_for, components } = incident;
    if (scheduled_for !== undefined || status === 'scheduled') return NOTHING;
    const labels = labelsOf({ name, impact, status, component: components[0]?.name });
    const state = status === 'resolved' || status === 'postmortem' ? 'recovered' : 'firing';
    return { alarms: [{ check: `incident ${one}`, outage: one, state, labels, ...present({ link: shortlink }) }] };
  }
  const state = STATUSPAGE_PART[component_update?.new_status ?? ''];
  if (!component || state === undefined) return NOTHING;
  const labels = labelsOf({ name: component.name, status: component_update?.new_status });
  const outage = component_update?.created_at;
  return { alarms: [{ check: `component ${component.id}`, state, labels, ...present({ outage }) }] };
}
