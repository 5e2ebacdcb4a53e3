import * as z from 'zod';
import type { Alarm, AlarmState } from '../../core/alarm.ts';
import { parseBody } from '../parse.ts';
import { type Alarms, id, labelsOf, link, NOTHING, present, tagLabels, text, unwrapped } from './fields.ts';

// The tools that ring people: PagerDuty, Opsgenie, incident.io, Better Stack.

const PAGERDUTY: Readonly<Record<string, AlarmState>> = {
  'incident.triggered': 'firing',
  'incident.reopened': 'firing',
  'incident.unacknowledged': 'firing',
  'incident.resolved': 'recovered',
};

const pagerdutyEvent = z.object({ event: z.object({ event_type: z.string() }).loose() });

const pagerdutyIncident = z.object({
  event: z.object({
    data: z.object({
      id,
      title: text,
      urgency: text,
      html_url: link,
      created_at: text,
      reopened_at: text,
      priority: z.object({ summary: text }).nullish().catch(undefined),
      service: z.object({ summary: text, id: text }).nullish().catch(undefined),
    }),
  }),
});

/** PagerDuty's webhooks, version 3, those that imitate them, and the same as the detail of an event of EventBridge. */
export function pagerduty(body: unknown): Alarms {
  const inner = unwrapped(body, pagerdutyEvent);
  const state = PAGERDUTY[parseBody(pagerdutyEvent, inner).event.event_type];
  if (state === undefined) return NOTHING;
  const { data } = parseBody(pagerdutyIncident, inner).event;
  const { title, urgency, service, priority } = data;
  return {
    alarms: [
      {
        check: data.id,
        outage: data.reopened_at ?? data.created_at ?? data.id,
        state,
        labels: labelsOf({
          title,
          urgency,
          priority: priority?.summary,
          service: service?.summary,
          service_id: service?.id,
        }),
        ...present({ link: data.html_url }),
      },
    ],
  };
}

const OPSGENIE: Readonly<Record<string, AlarmState>> = { Create: 'firing', Close: 'recovered', Delete: 'recovered' };

const opsgenieAction = z.object({ action: z.string() }).loose();

const opsgenieAlert = z.object({
  alert: z.object({
    alertId: id,
    alias: text,
    message: text,
    entity: text,
    source: text,
    priority: text,
    tags: z.array(z.string()).catch([]),
  }),
});

/** Opsgenie's webhook. Its alias names the check, its id the outage. */
export function opsgenie(body: unknown): Alarms {
  const inner = unwrapped(body, opsgenieAction);
  const state = OPSGENIE[parseBody(opsgenieAction, inner).action];
  if (state === undefined) return NOTHING;
  const { alertId, alias, message, entity, source, priority, tags } = parseBody(opsgenieAlert, inner).alert;
  const said = labelsOf({ message, entity, source, priority: priority?.replace(/^(?=\d)/, 'P') });
  return { alarms: [{ check: alias || alertId, outage: alertId, state, labels: { ...tagLabels(tags), ...said } }] };
}

const incidentIoType = z.object({ event_type: z.string() }).loose();

const incidentIoIncident = z.object({
  id,
  name: text,
  reference: text,
  mode: text,
  permalink: link,
  incident_status: z.object({ category: text }).nullish().catch(undefined),
  severity: z.object({ name: text }).nullish().catch(undefined),
});

/** Before that, nobody has looked; afterwards, it is over or was none. */
const INCIDENT_IO_OPEN = ['triage', 'live', 'paused'];

/** incident.io's webhooks about its incidents. What is private, a test or told afterwards is none of ours. */
export function incidentIo(body: unknown): Alarms {
  const event = parseBody(incidentIoType, body);
  if (!/^public_incident\.incident_(?:created|updated|status_updated)_v2$/.test(event.event_type)) return NOTHING;
  const said = event[event.event_type] as { incident?: unknown } | undefined;
  const incident = parseBody(incidentIoIncident, said?.incident ?? said);
  if (incident.mode !== undefined && incident.mode !== 'standard') return NOTHING;
  const category = incident.incident_status?.category ?? '';
  const labels = labelsOf({
    name: incident.name,
    reference: incident.reference,
    severity: incident.severity?.name,
    status: category,
  });
  const state = INCIDENT_IO_OPEN.includes(category) ? 'firing' : 'recovered';
  return {
    alarms: [{ check: incident.id, outage: incident.id, state, labels, ...present({ link: incident.permalink }) }],
  };
}

const betterStackIncident = z.object({
  data: z.object({
    id,
    attributes: z.object({
      name: text,
      url: text,
      cause: text,
      started_at: text,
      resolved_at: text,
      status: text,
      team_name: text,
    }),
    relationships: z
      .object({ monitor: z.object({ data: z.object({ id: text }).nullish() }).nullish() })
      .nullish()
      .catch(undefined),
  }),
});

/** Better Stack's webhook about an incident. */
export function betterStack(body: unknown): Alarms {
  const { data } = parseBody(betterStackIncident, body);
  const { name, url, cause, started_at, resolved_at, status, team_name } = data.attributes;
  const alarm: Alarm = {
    check: data.relationships?.monitor?.data?.id ?? data.id,
    outage: started_at ?? data.id,
    state: resolved_at !== undefined || status?.toLowerCase() === 'resolved' ? 'recovered' : 'firing',
    labels: labelsOf({ name, url, cause, team: team_name }),
  };
  return { alarms: [alarm] };
}
