import type { AlarmFormat, AlarmMap } from '../core/alarm.ts';
import { alertmanager, grafana } from './alarms/alertmanager.ts';
import { awsHealth, cloudwatch } from './alarms/cloudwatch.ts';
import type { Alarms, Unread } from './alarms/fields.ts';
import { generic, mapped } from './alarms/generic.ts';
import { datadog, healthchecks, sentry, statuspage, uptimeKuma } from './alarms/monitors.ts';
import { betterStack, incidentIo, opsgenie, pagerduty } from './alarms/on-call.ts';

export type { Alarms, Unread };

/** Makes alarms of a body. Throws a `Problem` that names what cannot be read. `map`: of a source of format `mapped`. */
export type AlarmReader = (body: unknown, map?: AlarmMap) => Alarms;

/** How each format that a config may name is read. */
export const READERS: Record<AlarmFormat, AlarmReader> = {
  alertmanager,
  'aws-health': awsHealth,
  'better-stack': betterStack,
  cloudwatch,
  datadog,
  generic,
  grafana,
  healthchecks,
  'incident-io': incidentIo,
  mapped,
  opsgenie,
  pagerduty,
  sentry,
  statuspage,
  'uptime-kuma': uptimeKuma,
};
