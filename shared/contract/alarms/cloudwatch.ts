import * as z from 'zod';
import type { Alarm, AlarmState } from '../../core/alarm.ts';
import { parseBody } from '../parse.ts';
import { Problem } from '../problem.ts';
import { snsAddress } from '../sns-address.ts';
import { type Alarms, id, labelsOf, NOTHING, present, text } from './fields.ts';

const state = z.enum(['ALARM', 'OK', 'INSUFFICIENT_DATA']);

const STATES: Record<z.output<typeof state>, AlarmState> = {
  ALARM: 'firing',
  OK: 'recovered',
  INSUFFICIENT_DATA: 'no-data',
};

const trigger = z.object({ Namespace: text, MetricName: text }).nullish().catch(undefined);

/** What an alarm says by way of SNS. */
const notified = z
  .object({ AlarmName: id, NewStateValue: state, StateChangeTime: text, Region: text, Trigger: trigger })
  .transform(
    ({ AlarmName, NewStateValue, StateChangeTime, Region, Trigger }): Alarm => ({
      check: AlarmName,
      ...present({ outage: StateChangeTime || undefined }),
      state: STATES[NewStateValue],
      labels: labelsOf({
        alarm: AlarmName,
        region: Region,
        namespace: Trigger?.Namespace,
        metric: Trigger?.MetricName,
      }),
    }),
  );

const metric = z.object({
  metricStat: z.object({ metric: z.object({ name: text, namespace: text }).optional() }).nullish(),
});

/** What an alarm says by way of EventBridge: of a metric, of several, or of other alarms. */
const changed = z
  .object({
    region: text,
    detail: z.object({
      alarmName: id,
      state: z.object({ value: state, timestamp: text }),
      configuration: z
        .object({ metrics: z.array(metric).nullish() })
        .nullish()
        .catch(undefined),
    }),
  })
  .transform(({ region, detail: { alarmName, state: now, configuration } }): Alarm => {
    const first = configuration?.metrics?.find((one) => one.metricStat?.metric)?.metricStat?.metric;
    return {
      check: alarmName,
      ...present({ outage: now.timestamp || undefined }),
      state: STATES[now.value],
      labels: labelsOf({ alarm: alarmName, region, namespace: first?.namespace, metric: first?.name }),
    };
  });

const envelope = z.object({ Type: z.string(), Message: text, SubscribeURL: text });
const isEvent = z.object({ 'detail-type': z.string(), detail: z.object({}).loose() });

/** CloudWatch alarms: as events of EventBridge, by way of SNS in its envelope, or as SNS delivers them raw. */
export function cloudwatch(body: unknown): Alarms {
  const event = isEvent.safeParse(body).data;
  if (event !== undefined)
    return event['detail-type'] === 'CloudWatch Alarm State Change' ? { alarms: [parseBody(changed, body)] } : NOTHING;
  const { data } = envelope.safeParse(body);
  if (data === undefined) return { alarms: [parseBody(notified, body)] };
  if (data.Type === 'SubscriptionConfirmation') return { confirm: confirmable(data.SubscribeURL ?? '') };
  if (data.Type !== 'Notification') return NOTHING;
  let message: unknown;
  try {
    message = JSON.parse(data.Message ?? '');
  } catch {
    // A note that somebody typed into the topic.
    return NOTHING;
  }
  return { alarms: [parseBody(notified, message)] };
}

/** Only SNS itself is called back: the address is in the hands of whoever sends. */
function confirmable(address: string): string {
  const url = snsAddress(address);
  if (url !== undefined) return url.href;
  throw new Problem({
    type: 'not-a-subscription',
    title: 'This is not an address of SNS',
    status: 422,
    detail: 'SubscribeURL must lead to sns.<region>.amazonaws.com; nothing was called.',
    errors: [{ field: 'SubscribeURL', reason: 'does not lead to SNS' }],
  });
}

const health = z
  .object({
    region: text,
    detail: z.object({
      eventArn: id,
      service: text,
      eventTypeCode: id,
      eventTypeCategory: text,
      statusCode: text,
      eventScopeCode: text,
    }),
  })
  .transform(({ region, detail }): Alarm | undefined => {
    const { eventArn, service, eventTypeCode, eventTypeCategory, statusCode, eventScopeCode } = detail;
    // Announced work and notes about the account are no outage.
    if (eventTypeCategory !== 'issue' || statusCode === 'upcoming') return undefined;
    return {
      check: [eventTypeCode, region].filter(Boolean).join(' in '),
      outage: eventArn,
      state: statusCode === 'closed' ? 'recovered' : 'firing',
      labels: labelsOf({ service, region, type: eventTypeCode, scope: eventScopeCode }),
    };
  });

/** Problems of AWS itself, as EventBridge tells of them (`aws.health`). */
export function awsHealth(body: unknown): Alarms {
  const alarm = parseBody(health, body);
  return alarm === undefined ? NOTHING : { alarms: [alarm] };
}
