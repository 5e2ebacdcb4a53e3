import { overlaid } from './components.ts';
import type { ComponentState, ComponentStatus, Draft, Entry, MaintenanceStatus } from './entry.ts';
import type { Incident, Maintenance } from './incident.ts';
import type { Instant } from './instant.ts';
import { withdrawnAll } from './promises.ts';

/** The maintenance after one more entry. Facts are never refused here. */
export function maintenanceAfter(
  before: Maintenance | undefined,
  common: Omit<Maintenance, 'type' | 'phase' | 'scheduledFor' | 'scheduledUntil'>,
  entry: Entry,
): Maintenance {
  const scheduled = {
    ...common,
    components: concerned(before, entry),
    type: 'maintenance' as const,
    scheduledFor: entry.scheduledFor ?? before?.scheduledFor ?? entry.at,
    scheduledUntil: entry.scheduledUntil ?? before?.scheduledUntil ?? entry.at,
  };
  if (entry.kind !== 'maintenance' && before) return { ...scheduled, ...endOf(before) };
  switch (entry.status) {
    case 'scheduled':
      return { ...scheduled, phase: 'scheduled' };
    case 'completed':
      // Confirming later what the clock ended does not move the end.
      return {
        ...scheduled,
        phase: 'completed',
        endedAt: before?.phase === 'completed' ? before.endedAt : entry.at,
        confirmed: !entry.automated,
      };
    case 'cancelled':
      return { ...scheduled, phase: 'cancelled', endedAt: entry.at };
    default:
      return { ...scheduled, phase: 'open' };
  }
}

/**
 * What a maintenance concerns: an entry that names components names all of them, and calls operational what it drops
 * while the work is going on.
 */
function concerned(before: Maintenance | undefined, { components, status }: Entry): readonly ComponentState[] {
  if (components === undefined) return before?.components ?? [];
  const said = overlaid([], components);
  return isUnderWay(status) ? said.filter((one) => one.status === 'under_maintenance') : said;
}

const isUnderWay = (status: Entry['status']): boolean => status === 'in_progress' || status === 'verifying';

/** A correction, a redaction and an apology leave a maintenance in the phase that it was in. */
function endOf(before: Maintenance) {
  switch (before.phase) {
    case 'scheduled':
    case 'open':
      return { phase: before.phase };
    case 'completed':
      return { phase: before.phase, endedAt: before.endedAt, confirmed: before.confirmed };
    case 'cancelled':
      return { phase: before.phase, endedAt: before.endedAt };
  }
}

export const isMaintenance = (incident: Incident): incident is Maintenance =>
  incident.phase !== 'unreported' && incident.type === 'maintenance';

/** How a maintenance leaves its components: under maintenance from its beginning to its end, and only then. */
export function componentsDuring(ids: readonly string[], status: MaintenanceStatus): ComponentState[] {
  const state: ComponentStatus = isUnderWay(status) ? 'under_maintenance' : 'operational';
  return ids.map((id) => ({ id, status: state }));
}

/** True if the clock began it and no person has said a word since: then nobody knows more than the schedule. */
function runsByClock(maintenance: Maintenance): boolean {
  const begun = maintenance.entries.find((entry) => entry.status === 'in_progress');
  return begun?.automated === true && maintenance.silence.since < begun.at;
}

/** What the clock does to a maintenance at `now`: begin it, end it without confirming, or nothing. */
export function clockTurn(maintenance: Maintenance, now: Instant): 'begin' | 'end' | 'nothing' {
  if (maintenance.phase === 'scheduled' && now >= maintenance.scheduledFor) return 'begin';
  if (maintenance.phase === 'open' && now >= maintenance.scheduledUntil && runsByClock(maintenance)) return 'end';
  return 'nothing';
}

/**
 * The clock's turn as an entry, in the words that `wording` found for it. The clock keeps no promise: at the planned end
 * it takes back that a person says so by then, because nobody who could know has spoken.
 */
export function clockDraft(maintenance: Maintenance, turn: 'begin' | 'end', message: string): Draft {
  const ids = maintenance.components.map((component) => component.id);
  return {
    kind: 'maintenance',
    automated: true,
    status: turn === 'begin' ? 'in_progress' : 'completed',
    impact: maintenance.impact,
    // At the end it says nothing of them: that they work again is for a person to say.
    ...(turn === 'begin' && ids.length > 0 ? { components: componentsDuring(ids, 'in_progress') } : {}),
    promises: {},
    settles: turn === 'begin' ? [] : withdrawnAll(maintenance),
    content: { message },
    private: { via: 'pipeline' },
  };
}

/** When it was said to have begun; undefined as long as nobody and no clock has said so. */
export const begunAt = ({ entries }: { entries: readonly Pick<Entry, 'status' | 'at'>[] }): Instant | undefined =>
  entries.find(({ status }) => isUnderWay(status))?.at;
