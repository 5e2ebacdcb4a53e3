import { type Alarm, alarmKey } from './alarm.ts';
import type { Outage } from './incident.ts';
import { type Instant, msBetween } from './instant.ts';

/** What is known of the component that an alarm is about. */
export type AlarmPlace = {
  /** The incident that is open about it. */
  open?: string | undefined;
  /** The last that its alarms belonged to, if that is over. */
  last?: Outage | undefined;
  /** Keys of the alarms that were firing in `last`. */
  firedInLast: ReadonlySet<string>;
};

/** What becomes of an alarm. */
export type AlarmCourse =
  | { does: 'join'; incident: string }
  /** Beside the incident: a monitor sees that it is over, or nothing at all. The public hears neither. */
  | { does: 'note'; incident: string }
  | { does: 'ignore'; reason: string }
  /** A person has ended it, and the monitor says that this very outage goes on: a person decides who is right. */
  | { does: 'ask'; about: Outage }
  | { does: 'reopen'; incident: string }
  | { does: 'open' };

/**
 * Decides what an alarm does. The same outage counts once; another outage of the same check is one of its own, which
 * goes on in the incident before if that ended at most `reopenWithinMs` ago (docs/rules.md, Alarms).
 */
export function courseOf(alarm: Alarm, place: AlarmPlace, now: Instant, reopenWithinMs: number): AlarmCourse {
  const { open, last, firedInLast } = place;
  if (open !== undefined) return { does: alarm.state === 'firing' ? 'join' : 'note', incident: open };
  if (alarm.state === 'recovered') return { does: 'ignore', reason: 'it has recovered, and nothing is open' };
  if (alarm.state === 'no-data')
    return { does: 'ignore', reason: 'the monitor sees no data, which is no outage; nothing is open' };
  if (last === undefined || last.phase === 'open') return { does: 'open' };
  if (alarm.outage !== undefined && firedInLast.has(alarmKey(alarm))) return { does: 'ask', about: last };
  // What was opened in error, or went on elsewhere, is not what goes on now.
  const isFresh = last.phase === 'resolved' && msBetween(last.resolvedAt, now) <= reopenWithinMs;
  return isFresh && last.handling === 'normal' ? { does: 'reopen', incident: last.id } : { does: 'open' };
}
