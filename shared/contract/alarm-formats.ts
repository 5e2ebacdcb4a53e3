import * as z from 'zod';
import { parseBody } from './parse.ts';
import { Problem } from './problem.ts';

/** What a monitor said, whichever it is. `labels` are what the rules of the config match on. Nothing of it is public. */
export type Alarm = { key: string; firing: boolean; labels: Readonly<Record<string, string>> };

/** A webhook's body in our terms; for the topic of a cloud that wants to be confirmed first, the address to call. */
export type Alarms = { alarms: readonly Alarm[] } | { confirm: string };

const label = z.union([z.string(), z.number(), z.boolean()]).transform(String);
const labels = z.record(z.string(), label);
const id = z.string().min(1).max(512);

/** Prometheus' Alertmanager, version 4 of its webhook: a group of alerts. */
const alertmanager = z
  .object({
    alerts: z
      .array(
        z.object({
          status: z.enum(['firing', 'resolved']),
          labels,
          startsAt: z.string().default(''),
          fingerprint: z.string().optional(),
        }),
      )
      .max(500),
  })
  .transform(({ alerts }) => ({
    alarms: alerts.map((alert) => ({
      // The same alert that fires again tomorrow is another one.
      key: `${alert.fingerprint ?? JSON.stringify(Object.entries(alert.labels).toSorted())}@${alert.startsAt}`,
      firing: alert.status === 'firing',
      labels: alert.labels,
    })),
  }));

const state = z.enum(['ALARM', 'OK', 'INSUFFICIENT_DATA']);

const metricAlarm = z
  .object({
    AlarmName: id,
    NewStateValue: state,
    StateChangeTime: z.string().default(''),
    Trigger: z.object({ Namespace: z.string().optional(), MetricName: z.string().optional() }).optional(),
  })
  .transform(({ AlarmName, NewStateValue, StateChangeTime, Trigger }) => ({
    key: `${AlarmName}@${StateChangeTime}`,
    firing: NewStateValue === 'ALARM',
    labels: {
      alarm: AlarmName,
      ...(Trigger?.Namespace === undefined ? {} : { namespace: Trigger.Namespace }),
      ...(Trigger?.MetricName === undefined ? {} : { metric: Trigger.MetricName }),
    },
  }));

const envelope = z.object({ Type: z.string(), Message: z.string().optional(), SubscribeURL: z.string().optional() });

/** CloudWatch alarms by way of SNS, in its envelope or delivered raw. */
function cloudwatch(body: unknown): Alarms {
  const { data } = envelope.safeParse(body);
  if (data === undefined) return { alarms: [parseBody(metricAlarm, body)] };
  if (data.Type === 'SubscriptionConfirmation') return { confirm: confirmable(data.SubscribeURL ?? '') };
  if (data.Type !== 'Notification') return { alarms: [] };
  let message: unknown;
  try {
    message = JSON.parse(data.Message ?? '');
  } catch {
    // A note that somebody typed into the topic.
    return { alarms: [] };
  }
  return { alarms: [parseBody(metricAlarm, message)] };
}

/** Only SNS itself is called back: the address is in the hands of whoever sends. */
function confirmable(address: string): string {
  const url = URL.canParse(address) ? new URL(address) : undefined;
  if (url?.protocol === 'https:' && /^sns\.[a-z0-9-]+\.amazonaws\.com(\.cn)?$/.test(url.host)) return url.href;
  throw new Problem({
    type: 'not-a-subscription',
    title: 'This is not an address of SNS',
    status: 422,
    detail: 'SubscribeURL must lead to sns.<region>.amazonaws.com; nothing was called.',
    errors: [{ field: 'SubscribeURL', reason: 'does not lead to SNS' }],
  });
}

/** PagerDuty's webhooks, version 3, and those that imitate them. */
const pagerduty = z
  .object({
    event: z.object({
      event_type: z.string(),
      data: z.object({
        id,
        title: z.string().optional(),
        urgency: z.string().optional(),
        service: z.object({ summary: z.string().optional(), id: z.string().optional() }).nullish(),
      }),
    }),
  })
  .transform(({ event: { event_type, data } }) => {
    const firing = ['incident.triggered', 'incident.reopened', 'incident.unacknowledged'].includes(event_type);
    if (!firing && event_type !== 'incident.resolved') return { alarms: [] };
    const { title, urgency, service } = data;
    const said = { title, urgency, service: service?.summary, service_id: service?.id };
    const known = Object.entries(said).flatMap(([name, value]) =>
      value === undefined ? [] : [[name, value] as const],
    );
    return { alarms: [{ key: data.id, firing, labels: Object.fromEntries(known) }] };
  });

/** Anything else that can send JSON. */
const generic = z
  .strictObject({ id, state: z.enum(['firing', 'recovered']).default('firing'), labels: labels.default({}) })
  .transform(({ id: key, state: now, labels: said }) => ({
    alarms: [{ key, firing: now === 'firing', labels: said }],
  }));

/** Makes alarms of a webhook's body. Throws a `Problem` that names what cannot be read. */
export type AlarmReader = (body: unknown) => Alarms;

/** How each format that a config may name is read. */
export const READERS = {
  alertmanager: (body: unknown): Alarms => parseBody(alertmanager, body),
  cloudwatch,
  pagerduty: (body: unknown): Alarms => parseBody(pagerduty, body),
  generic: (body: unknown): Alarms => parseBody(generic, body),
} satisfies Record<string, AlarmReader>;

export type AlarmFormat = keyof typeof READERS;
