import * as z from 'zod';
import type { Alarm, AlarmState } from '../../core/alarm.ts';
import { parseBody } from '../parse.ts';
import { type Alarms, labels, link, present, text } from './fields.ts';

const alert = z.object({
  status: z.enum(['firing', 'resolved']),
  labels,
  annotations: labels.optional(),
  startsAt: text,
  fingerprint: text,
  generatorURL: link,
});

const group = z.object({ alerts: z.array(alert) });

/** Prometheus' Alertmanager, version 4 of its webhook: a group of alerts. */
export const alertmanager = (body: unknown): Alarms => ({
  alarms: parseBody(group, body).alerts.map((one) => alarmOf(one, stateOf(one.status))),
});

/**
 * Grafana's alerting, which sends the same and says in labels and annotations of its own that it saw no data or could
 * not look: https://grafana.com/docs/grafana/latest/alerting/fundamentals/alert-rule-evaluation/stale-alert-instances/
 */
export const grafana = (body: unknown): Alarms => ({
  alarms: parseBody(group, body).alerts.map((one) => alarmOf(one, seesNothing(one) ? 'no-data' : stateOf(one.status))),
});

const SEES_NOTHING = /^(?:datasource)?(?:nodata|error|missingseries)$/i;

function seesNothing({ labels: said, annotations = {} }: z.output<typeof alert>): boolean {
  const reasons = [said.alertname, said.grafana_state_reason, annotations.grafana_state_reason];
  return reasons.some((reason) => reason?.split(/[\s,]+/).some((word) => SEES_NOTHING.test(word)) ?? false);
}

const stateOf = (status: 'firing' | 'resolved'): AlarmState => (status === 'firing' ? 'firing' : 'recovered');

function alarmOf(
  { fingerprint, labels: said, startsAt, generatorURL }: z.output<typeof alert>,
  state: AlarmState,
): Alarm {
  return {
    check: fingerprint ?? JSON.stringify(Object.entries(said).toSorted()),
    state,
    labels: said,
    ...present({ outage: startsAt || undefined, link: generatorURL }),
  };
}
