import { type Deliveries, isEnded } from '../delivery.ts';
import type { Entry } from '../entry.ts';
import type { Incident } from '../incident.ts';
import { type Instant, MINUTE_MS, msBetween, plus } from '../instant.ts';
import { retryAfterMs } from './gate.ts';

/** A resolution or an apology that a channel did not get by then is a person's business. */
export const PAGE_AFTER_MS = 10 * MINUTE_MS;

/** What must not wait in silence: the end of an incident, and a word of apology. */
export const mustNotWait = (entry: Entry): boolean =>
  ['apology', 'correction', 'resolved', 'retracted'].includes(entry.kind);

/** The oldest entry that has waited too long and that nobody was paged about, by its key in `paged`. */
export function overdue(
  incident: Incident,
  deliveries: Deliveries,
  paged: readonly string[],
  now: Instant,
): { entry: Entry; key: string } | undefined {
  const entry = incident.entries.find(
    (one) =>
      mustNotWait(one) &&
      !isEnded(deliveries.get(one.seq)) &&
      now >= plus(one.at, PAGE_AFTER_MS) &&
      !paged.includes(waitingKey(incident.id, one.seq)),
  );
  return entry === undefined ? undefined : { entry, key: waitingKey(incident.id, entry.seq) };
}

const waitingKey = (incident: string, seq: number): string => `waits:${incident}#${seq}`;

/** When to look again although nobody nudged, since a nudge may be lost: 20 s, 1, 2, 5, then every 15 min after the statement. */
export function bySchedule(entry: Entry, now: Instant): Instant {
  let at = entry.at;
  for (let tries = 1; at <= now; tries++) {
    const waitMs = retryAfterMs(tries);
    // Whole steps at once, so that an entry of last month costs no loop over every quarter of an hour since.
    const steps = tries > 4 ? Math.max(1, Math.ceil(msBetween(at, now) / waitMs)) : 1;
    at = plus(at, steps * waitMs);
  }
  return at;
}
