import type { Entry } from '../core/entry.ts';
import type { Maintenance } from '../core/incident.ts';
import { type Instant, msBetween } from '../core/instant.ts';
import { sentenceOf, type Voice } from './sentences.ts';
import { promisedTime } from './time.ts';

// What is said of maintenance. The clock knows the plan and nothing else, and its sentences claim no more than that.

type Schedule = { scheduledFor: Instant; scheduledUntil: Instant };

/** The plan in one sentence. */
export const scheduleSentence = (voice: Voice, schedule: Schedule, now: Instant): string =>
  sentenceOf(voice, 'maintenance-plan', inWords(voice, schedule, now));

/** Both times as the public reads them: with seconds where the work takes only minutes. */
function inWords(
  voice: Voice,
  { scheduledFor, scheduledUntil }: Schedule,
  now: Instant,
): { from: string; until: string } {
  const spanMs = msBetween(scheduledFor, scheduledUntil);
  return {
    from: promisedTime(voice, scheduledFor, now, spanMs),
    until: promisedTime(voice, scheduledUntil, now, spanMs),
  };
}

/** What an entry of a maintenance is, in front of its title. */
export function maintenanceWord(entry: Pick<Entry, 'status' | 'automated'>): string {
  switch (entry.status) {
    case 'scheduled':
      return 'Maintenance scheduled';
    case 'in_progress':
      return 'Maintenance in progress';
    case 'verifying':
      return 'Maintenance, verifying';
    case 'completed':
      return entry.automated ? 'Maintenance ended on schedule, not confirmed' : 'Maintenance completed';
    case 'cancelled':
      return 'Maintenance cancelled';
    default:
      return 'Maintenance';
  }
}

/** What the clock says when the planned beginning or the planned end has come. */
export function clockText(voice: Voice, maintenance: Maintenance, turn: 'begin' | 'end', now: Instant): string {
  const times = inWords(voice, maintenance, now);
  if (turn === 'end') return sentenceOf(voice, 'maintenance-ends', times);
  const concerned = maintenance.components.length === 0 ? [] : [sentenceOf(voice, 'maintenance-concerns')];
  return [sentenceOf(voice, 'maintenance-begins', times), ...concerned].join(' ');
}

/** For pages: how maintenance is named, and what its phases mean. */
export const MAINTENANCE = {
  next: 'Planned maintenance',
  planned: 'by',
  inProgress: 'Maintenance is under way',
  overrun: 'Maintenance has passed its planned end',
  unconfirmed: 'Maintenance ended on schedule, not yet confirmed',
  completed: 'Maintenance completed',
  cancelled: 'Maintenance cancelled',
  notBegun: 'The planned beginning has passed, and nobody has said yet that it has begun.',
  detail: 'It was announced; what was said of it stands below. No incident is open.',
  from: 'Planned from',
  until: 'until',
  took: 'Took',
  end: 'Planned end',
  noneAnyMore: 'The planned end has passed, and no further time was given.',
  toCalendar: 'Put this into my calendar',
  calendarOfAll: 'Subscribe to the calendar',
};

/** What the scheduler of a maintenance hears when it falls into busy hours. */
export const busyHoursFinding = (quote: string, hours: { from: string; to: string; zone: string }) => ({
  rule: 'maintenance-in-busy-hours',
  level: 'hint' as const,
  field: 'scheduledFor',
  quote,
  reason: `This touches the hours in which customers depend on the service most, ${hours.from} to ${hours.to} (${hours.zone}).`,
  suggestion: 'Move it out of these hours, or say in the message why it cannot wait.',
});
