import { closedGate } from '../channel/gate.ts';
import { bySchedule, mustNotWait, PAGE_AFTER_MS } from '../channel/waiting.ts';
import { type Deliveries, isEnded } from '../delivery.ts';
import type { Entry } from '../entry.ts';
import type { Incident } from '../incident.ts';
import { earliest, type Instant, latest, MINUTE_MS, plus, SECOND_MS } from '../instant.ts';
import { nextLookAt, type XAccountState } from './account.ts';

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
