import * as z from 'zod';
import type { Alarm, AlarmState } from '../../core/alarm.ts';
import { parseBody } from '../parse.ts';
import { type Alarms, labels, link, present, readEach, text } from './fields.ts';

const alert = z.object({
  status: z.enum(['firing', 'resolved']),
  labels,
  annotations: labels.optional(),
  startsAt: text,
  fingerprint: text,
  generatorURL: link,
});

type Alert = z.output<typeof alert>;

const group = z.object({ alerts: z.array(z.unknown()) });

/** The alarms of a group. One alert that cannot be read costs no other. */
function alarmsOf(body: unknown, state: (alert: Alert) => AlarmState): Alarms {
  const { read, unread } = readEach(alert, parseBody(group, body).alerts, 'alerts');
  return { alarms: read.map((one) => alarmOf(one, state(one))), unread };
}

/** Prometheus' Alertmanager, version 4 of its webhook: a group of alerts. */
export const alertmanager = (body: unknown): Alarms => alarmsOf(body, ({ status }) => stateOf(status));

/**
 * Grafana's alerting, which sends the same and says in labels and annotations of its own that it saw no data or could
 * not look: https://grafana.com/docs/grafana/latest/alerting/fundamentals/alert-rule-evaluation/stale-alert-instances/
 */
export const grafana = (body: unknown): Alarms =>
  alarmsOf(body, (one) => (seesNothing(one) ? 'no-data' : stateOf(one.status)));

const SEES_NOTHING = /^(?:datasource)?(?:nodata|error|missingseries)$/i;

function seesNothing({ labels: said, annotations = {} }: Alert): boolean {
  const reasons = [said.alertname, said.grafana_state_reason, annotations.grafana_state_reason];
  return reasons.some((reason) => reason?.split(/[\s,]+/).some((word) => SEES_NOTHING.test(word)) ?? false);
}

const stateOf = (status: 'firing' | 'resolved'): AlarmState => (status === 'firing' ? 'firing' : 'recovered');

function alarmOf({ fingerprint, labels: said, startsAt, generatorURL }: Alert, state: AlarmState): Alarm {
  return {
    check: fingerprint ?? JSON.stringify(Object.entries(said).toSorted()),
    state,
    labels: said,
    ...present({ outage: startsAt || undefined, link: generatorURL }),
  };
}
