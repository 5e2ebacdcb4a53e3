import type { ReportedIncident } from '../core/incident.ts';
import { type Instant, MINUTE_MS, plus } from '../core/instant.ts';
import type { Clock } from '../ports/clock.ts';
import type { HoldRecords } from '../ports/holds.ts';

/**
 * Has the apology wait while a person is composing, once a silence.
 *
 * @returns until when it waits, or 'held before' if this silence had its hold
 */
export async function hold(
  ports: { holds: HoldRecords; clock: Clock },
  incident: ReportedIncident,
  minutes: number,
): Promise<{ until: Instant } | 'held before'> {
  const until = plus(ports.clock.now(), minutes * MINUTE_MS);
  const held = await ports.holds.hold(incident.id, { until, silenceSince: incident.silence.since });
  return held ? { until } : 'held before';
}

/** Until when a person who is composing holds the apology; a hold of an earlier silence counts no more. */
export async function holdOf(holds: Pick<HoldRecords, 'of'>, incident: ReportedIncident): Promise<Instant | undefined> {
  const held = await holds.of(incident.id);
  return held?.silenceSince === incident.silence.since ? held.until : undefined;
}
