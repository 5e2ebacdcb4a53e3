import {
  COMPONENT_STATUSES,
  type ComponentStatus,
  isOverStatus,
  MAINTENANCE_STATUSES,
  OUTAGE_STATUSES,
  type Status,
} from '../../../shared/core/entry.ts';
import type { ImportedIncident, ImportedUpdate } from '../../../shared/core/imported-incident.ts';
import { instant } from '../../../shared/core/instant.ts';
import type { PastIncident, PastUpdate } from '../history/past-incident.ts';

/** An incident in our words with what had to be left out of it, or why nothing of it can be taken. */
export type Taken = { incident: ImportedIncident; left: readonly string[] } | { why: string };

/** The same in our words. Ids, texts and dates stay as they are; only the order is turned, oldest first. */
export function importedFrom(past: PastIncident, from: string, feed?: ImportedIncident['feed']): Taken {
  const isWork = past.kind === 'maintenance';
  const updates = past.updates.map((one, index) => updateOf(past, one, index)).toSorted(byDate);
  const [first, last] = [updates[0], updates.at(-1)];
  if (!first || !last) return { why: 'nothing was said in it' };
  const ended = past.resolvedAt === undefined ? undefined : 'resolved';
  const status = statusOf(past.status ?? ended ?? lastSaid(past.updates, past.updates.length), past);
  const planned = isWork ? plannedTimes(past, isOverStatus(status)) : undefined;
  if (planned === 'none') return { why: 'it is announced work that is not over, and does not say when it is' };
  const { createdAt = first.createdAt, updatedAt = last.updatedAt, startedAt, monitoringAt, resolvedAt } = past;
  const incident: ImportedIncident = {
    id: past.id,
    from,
    title: past.name.trim() || 'Incident',
    status,
    impact: past.impact ?? (isWork ? 'maintenance' : 'none'),
    createdAt: instant(Date.parse(createdAt)),
    updatedAt,
    ...(startedAt === undefined ? {} : { startedAt }),
    ...(monitoringAt === undefined ? {} : { monitoringAt }),
    ...(resolvedAt === undefined ? {} : { resolvedAt }),
    ...(planned === undefined ? {} : { scheduledFor: planned.for, scheduledUntil: planned.until }),
    components: past.components.flatMap(({ id }) => id ?? []),
    ...(feed === undefined ? {} : { feed }),
    updates,
  };
  return {
    incident,
    left: [
      ...past.missing,
      ...(planned?.isGuessed ? ['it says no planned times; when it began and ended stand for them'] : []),
    ],
  };
}

/** When work was planned for; what is over without saying so has the times at which it was done. */
function plannedTimes({ scheduledFor, scheduledUntil, ...past }: PastIncident, isOver: boolean) {
  if (scheduledFor !== undefined && scheduledUntil !== undefined)
    return { for: scheduledFor, until: scheduledUntil, isGuessed: false };
  if (!isOver) return 'none';
  const begun = past.updates.find(({ status }) => status === 'in_progress')?.createdAt;
  const from = scheduledFor ?? past.startedAt ?? begun ?? past.createdAt ?? past.updates[0]!.createdAt;
  const ended = scheduledUntil ?? past.resolvedAt ?? past.updates.at(-1)!.createdAt;
  return { for: from, until: ended < from ? from : ended, isGuessed: true };
}

/** A row of another form has no ids for its updates: its own and their places make them. */
function updateOf(past: PastIncident, given: PastUpdate, index: number): ImportedUpdate {
  const { id, status, body, createdAt, updatedAt, displayAt, affected } = given;
  return {
    id: id ?? `${past.id}-${index + 1}`,
    status: statusOf(status ?? lastSaid(past.updates, index), { ...past, resolvedAt: undefined }),
    body,
    displayAt: displayAt ?? createdAt,
    createdAt,
    updatedAt: updatedAt ?? createdAt,
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

/** The last status that was said before an update without one; "update" is what recordings write for none. */
const lastSaid = (updates: readonly PastUpdate[], before: number): string | undefined =>
  updates.slice(0, before).findLast(({ status }) => status !== undefined && status !== 'update')?.status;

/**
 * A word that we do not know is taken for the mildest that is true: over if it has an end, else being looked at or going
 * on. Work that is said to be resolved is completed.
 */
function statusOf(status: string | undefined, { kind, resolvedAt }: PastIncident): Status {
  const isWork = kind === 'maintenance';
  const known: readonly Status[] = isWork ? [...MAINTENANCE_STATUSES, 'postmortem'] : OUTAGE_STATUSES;
  const same = known.find((one) => one === status);
  if (same !== undefined) return same;
  if (isWork && status === 'resolved') return 'completed';
  if (resolvedAt !== undefined || (!isWork && status === 'completed')) return isWork ? 'completed' : 'resolved';
  return isWork ? 'in_progress' : 'investigating';
}

const componentStatus = (status: string): ComponentStatus =>
  COMPONENT_STATUSES.find((one) => one === status) ?? 'degraded_performance';
