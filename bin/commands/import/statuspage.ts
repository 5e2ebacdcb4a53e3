import * as z from 'zod';
import {
  COMPONENT_STATUSES,
  type ComponentStatus,
  MAINTENANCE_STATUSES,
  OUTAGE_STATUSES,
  type Status,
} from '../../../shared/core/entry.ts';
import type { ImportedIncident, ImportedUpdate } from '../../../shared/core/imported-incident.ts';
import { instant } from '../../../shared/core/instant.ts';

const time = z
  .string()
  .refine((text) => !Number.isNaN(Date.parse(text)), 'is not a time')
  .transform((text) => instant(Date.parse(text)));

/** Half of a character, and what XML cannot carry: no reader has ever seen these. */
const text = z
  .string()
  .transform((value) => value.toWellFormed().replace(/[^\P{Cc}\t\n\r\u0080-\u009f]|[\ufffe\uffff]/gu, ''));

const update = z.object({
  id: z.string(),
  status: z.string(),
  body: text.nullish(),
  created_at: time,
  updated_at: time.nullish(),
  display_at: time.nullish(),
  affected_components: z
    .array(z.object({ code: z.string(), name: text, old_status: z.string(), new_status: z.string() }))
    .nullish(),
});

/** An incident or a maintenance of Statuspage's API v2, or of one of its older documents. */
export const statuspageIncident = z.object({
  id: z.string(),
  name: text,
  status: z.string(),
  impact: z.string().nullish(),
  created_at: time,
  updated_at: time.nullish(),
  started_at: time.nullish(),
  monitoring_at: time.nullish(),
  resolved_at: time.nullish(),
  scheduled_for: time.nullish(),
  scheduled_until: time.nullish(),
  components: z.array(z.object({ id: z.string() })).nullish(),
  incident_updates: z.array(update),
});

type Given = z.output<typeof statuspageIncident>;

/** The same in our words. Ids, texts and dates stay as they are; only the order is turned, oldest first. */
export function importedFrom(
  given: Given,
  from: string,
  feed?: ImportedIncident['feed'],
): ImportedIncident | undefined {
  const updates = given.incident_updates.map(updateOf).toSorted(byDate);
  if (updates.length === 0) return undefined;
  const isWork = given.scheduled_for != null && given.scheduled_until != null;
  return {
    id: given.id,
    from,
    title: given.name.trim() || 'Incident',
    status: statusOf(given.status, isWork),
    impact: given.impact ?? 'none',
    createdAt: given.created_at,
    updatedAt: given.updated_at ?? given.created_at,
    ...(given.started_at == null ? {} : { startedAt: given.started_at }),
    ...(given.monitoring_at == null ? {} : { monitoringAt: given.monitoring_at }),
    ...(given.resolved_at == null ? {} : { resolvedAt: given.resolved_at }),
    ...(isWork ? { scheduledFor: given.scheduled_for!, scheduledUntil: given.scheduled_until! } : {}),
    components: (given.components ?? []).map(({ id }) => id),
    ...(feed === undefined ? {} : { feed }),
    updates: updates.map((one) => ({ ...one, status: statusOf(one.status, isWork) })),
  };
}

function updateOf(given: z.output<typeof update>): ImportedUpdate {
  const { id, status, body, created_at, updated_at, display_at, affected_components: affected } = given;
  return {
    id,
    status: status as Status,
    body: body ?? '',
    displayAt: display_at ?? created_at,
    createdAt: created_at,
    updatedAt: updated_at ?? created_at,
    ...(affected
      ? {
          affected: affected.map(({ code, name, old_status, new_status }) => ({
            id: code,
            name,
            from: componentStatus(old_status),
            to: componentStatus(new_status),
          })),
        }
      : {}),
  };
}

const byDate = (a: ImportedUpdate, b: ImportedUpdate): number =>
  a.displayAt < b.displayAt ? -1 : a.displayAt > b.displayAt ? 1 : a.createdAt < b.createdAt ? -1 : 1;

/** A word that we do not know is taken for the mildest that is true: it is being looked at, or it is going on. */
function statusOf(status: string, isWork: boolean): Status {
  const known: readonly Status[] = isWork ? [...MAINTENANCE_STATUSES, 'postmortem'] : OUTAGE_STATUSES;
  return known.find((one) => one === status) ?? (isWork ? 'in_progress' : 'investigating');
}

const componentStatus = (status: string): ComponentStatus =>
  COMPONENT_STATUSES.find((one) => one === status) ?? 'degraded_performance';
