import { type Deliveries, isEnded } from '../delivery.ts';
import type { Entry } from '../entry.ts';
import type { Incident } from '../incident.ts';
import { earliest, type Instant, latest, MINUTE_MS, msBetween, plus, SECOND_MS } from '../instant.ts';
import { closedGate, nextLookAt, retryAfterMs, type XAccountState } from './account.ts';

/** A resolution or an apology that X did not get by then is a person's business. */
export const PAGE_AFTER_MS = 10 * MINUTE_MS;

/** What must not wait in silence: the end of an incident, and a word of apology. */
export const mustNotWait = (entry: Entry): boolean =>
  ['apology', 'correction', 'resolved', 'retracted'].includes(entry.kind);

/** The oldest entry that has waited too long for X and that nobody was paged about, by its key in the account's list. */
export function overdueForX(
  incident: Incident,
  deliveries: Deliveries,
  account: XAccountState,
  now: Instant,
): { entry: Entry; key: string } | undefined {
  const entry = incident.entries.find(
    (one) =>
      mustNotWait(one) &&
      !isEnded(deliveries.get(one.seq)) &&
      now >= plus(one.at, PAGE_AFTER_MS) &&
      !account.paged.includes(waitingKey(incident.id, one.seq)),
  );
  return entry === undefined ? undefined : { entry, key: waitingKey(incident.id, entry.seq) };
}

const waitingKey = (incident: string, seq: number): string => `waits:${incident}#${seq}`;

/**
 * When the sweep is to nudge publish-x about this incident again; undefined when X is done with it. Always after `now`:
 * what can be done now is done by the nudge that the sweep sends in the same look.
 */
export function nextXLookAgainAt(
  incident: Incident,
  deliveries: Deliveries,
  account: XAccountState,
  now: Instant,
): Instant | undefined {
  const pending = incident.entries.filter((entry) => !isEnded(deliveries.get(entry.seq)));
  const first = pending[0];
  if (first === undefined) return undefined;
  const page = pending.filter(mustNotWait).map((entry) => plus(entry.at, PAGE_AFTER_MS));
  const checks = [bySchedule(first, now), byDelivery(deliveries, first, now), byAccount(account, now), ...page];
  return earliest(...checks.filter((at) => at !== undefined && at > now)) ?? plus(now, MINUTE_MS);
}

/** A nudge may have been lost: 20 s, 1, 2, 5, then every 15 min after the statement. */
function bySchedule(entry: Entry, now: Instant): Instant {
  let at = entry.at;
  for (let tries = 1; at <= now; tries++) {
    const waitMs = retryAfterMs(tries);
    // Whole steps at once, so that an entry of last month costs no loop over every quarter of an hour since.
    const steps = tries > 4 ? Math.max(1, Math.ceil(msBetween(at, now) / waitMs)) : 1;
    at = plus(at, steps * waitMs);
  }
  return at;
}

function byDelivery(deliveries: Deliveries, first: Entry, now: Instant): Instant | undefined {
  const delivery = deliveries.get(first.seq);
  if (delivery?.state === 'throttled') return latest(delivery.retryAt, plus(now, SECOND_MS));
  return undefined;
}

function byAccount(account: XAccountState, now: Instant): Instant | undefined {
  const soon = plus(now, SECOND_MS);
  const gate = closedGate(account, now);
  const look = account.attempt === undefined ? undefined : latest(nextLookAt(account.attempt), soon);
  return earliest(look, gate?.until);
}
