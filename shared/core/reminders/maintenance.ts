import { authorOf } from '../entry.ts';
import { openPromise, type ReportedIncident } from '../incident.ts';
import { type Instant, MINUTE_MS, plus } from '../instant.ts';
import type { Policy } from '../policy.ts';
import type { Reminder } from './reminder.ts';

/**
 * What people are told of a maintenance besides its promises, each list being leads of one event: that it begins soon,
 * because the clock begins it by itself; and that the clock ended it, because only a person knows whether it is over.
 */
export function maintenanceReminders(incident: ReportedIncident, policy: Policy): Reminder[][] {
  if (incident.type !== 'maintenance') return [];
  if (incident.phase === 'scheduled') return [beforeItBegins(incident.scheduledFor, incident.openedAt, policy)];
  if (incident.phase !== 'completed' || incident.confirmed) return [];
  const { endedAt } = incident;
  return [[{ key: `${endedAt}#unconfirmed#commander`, at: endedAt, to: 'commander', about: 'unconfirmed', endedAt }]];
}

function beforeItBegins(scheduledFor: Instant, announcedAt: Instant, policy: Policy): Reminder[] {
  return policy.reminderLeadsMs
    .filter((leadMs) => leadMs > 0)
    .map((leadMs) => ({ leadMs, at: plus(scheduledFor, -leadMs) }))
    .filter(({ at }) => at > announcedAt)
    .map(({ leadMs, at }) => ({
      key: `${scheduledFor}#beginning#PT${leadMs / MINUTE_MS}M#commander`,
      at,
      to: 'commander',
      about: 'beginning',
      scheduledFor,
    }));
}

/**
 * Since when a maintenance overruns without a further time: the pipeline has said so once, in the only words that it has
 * for it, and from then on only a person can help.
 */
export function overrunSince(incident: ReportedIncident): Instant | undefined {
  if (incident.type !== 'maintenance' || openPromise(incident, 'nextUpdateBy') || openPromise(incident, 'restoreBy')) {
    return undefined;
  }
  const last = incident.entries.findLast((entry) => authorOf(entry) === 'pipeline');
  return last && last.at > incident.silence.since ? last.at : undefined;
}
