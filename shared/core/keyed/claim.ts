import type { FrozenPost } from '../channel/frozen.ts';
import { retryAfterMs } from '../channel/gate.ts';
import { bySchedule, mustNotWait, PAGE_AFTER_MS } from '../channel/waiting.ts';
import { type Deliveries, type Delivery, isEnded } from '../delivery.ts';
import type { Entry } from '../entry.ts';
import type { ReportedIncident } from '../incident.ts';
import { earliest, type Instant, latest, MINUTE_MS, msBetween, plus, SECOND_MS } from '../instant.ts';
import type { KeyedFacts } from './facts.ts';

/** A delivery that was begun, with what is sent for it. */
export type Claim = Delivery & { state: 'claimed'; frozen: FrozenPost };

/** Longer than the longest call (10 s) and the writes behind it. A second worker before that would do no harm, and no good. */
const LEASE_MS = 30 * SECOND_MS;

/** A request that left this long ago does not arrive any more: from then on what does not stand there is not there. */
const SURELY_ARRIVED_MS = MINUTE_MS;

/** The oldest entry whose post was begun and has not ended, if there is one. */
export function openClaim(
  incident: ReportedIncident,
  deliveries: Deliveries,
): { entry: Entry; claim: Claim } | undefined {
  for (const entry of incident.entries) {
    const delivery = deliveries.get(entry.seq);
    if (isClaim(delivery)) return { entry, claim: delivery };
  }
  return undefined;
}

const isClaim = (delivery: Delivery | undefined): delivery is Claim =>
  delivery?.state === 'claimed' && delivery.frozen !== undefined;

/** A claim on what nobody has begun, or what was surely not sent. */
export const claimed = (frozen: FrozenPost, before: Delivery | undefined, now: Instant): Claim => ({
  state: 'claimed',
  at: now,
  leaseUntil: plus(now, LEASE_MS),
  attempt: before?.state === 'throttled' ? before.attempt + 1 : 1,
  frozen,
});

/** The claim of a worker that takes over what another did not end, or could not. */
export const takenOver = (claim: Claim, now: Instant): Claim => ({
  ...claim,
  at: now,
  leaseUntil: plus(now, LEASE_MS),
  attempt: claim.attempt + 1,
  frozen: { ...claim.frozen, mayStand: true },
});

/** The claim while nobody knows whether the post is there: it is tried again after 20 s, 1, 2, 5, then every 15 minutes. */
export const inDoubt = (claim: Claim, now: Instant): Claim => ({
  ...claim,
  leaseUntil: plus(now, retryAfterMs(claim.attempt)),
  frozen: { ...claim.frozen, mayStand: true },
});

/** True once the last request for a claim either has arrived or never will. */
export const surelyArrived = (claim: Claim, now: Instant): boolean => msBetween(claim.at, now) >= SURELY_ARRIVED_MS;

/** The same post under a key that is good: another, once the channel has forgotten the one it had. */
export function withGoodKey(
  frozen: FrozenPost,
  { keyOf, keyLivesMs }: Pick<KeyedFacts, 'keyOf' | 'keyLivesMs'>,
  said: { incident: string; seq: number; at: Instant },
  now: Instant,
): FrozenPost {
  if (keyLivesMs === undefined || msBetween(frozen.keyedAt, now) < keyLivesMs) return frozen;
  const generation = frozen.generation + 1;
  return { ...frozen, key: keyOf(said, said.at, generation), keyedAt: now, generation };
}

/**
 * When the sweep is to nudge the channel about this incident again; undefined once it owes nothing. Always after `now`:
 * what can be done now is done by the nudge that the sweep sends in the same look.
 */
export function nextLookAt(
  incident: ReportedIncident,
  deliveries: Deliveries,
  gateUntil: Instant | undefined,
  now: Instant,
): Instant | undefined {
  const pending = incident.entries.filter((entry) => !isEnded(deliveries.get(entry.seq)));
  const first = pending[0];
  if (first === undefined) return undefined;
  // Behind a gate nothing of it can be done before that opens.
  const soon = latest(gateUntil ?? now, plus(now, SECOND_MS));
  const page = pending.filter(mustNotWait).map((entry) => plus(entry.at, PAGE_AFTER_MS));
  const begun = openClaim(incident, deliveries)?.claim.leaseUntil;
  const waits = deliveries.get(first.seq);
  const held = waits?.state === 'throttled' ? [waits.retryAt] : [];
  // Nothing is said while a post is under way.
  const next = begun === undefined ? [...held, ...(gateUntil === undefined ? [] : [gateUntil])] : [begun];
  const checks = [
    ...(begun === undefined ? [bySchedule(first, now)] : []),
    ...next.map((at) => latest(at, soon)),
    ...page,
  ];
  return earliest(...checks.filter((at) => at > now)) ?? plus(now, MINUTE_MS);
}

/** The first post of a thread by the receipt of one that stands in it. */
export const rootOf = (deliveries: Deliveries, receipt: string): string => {
  for (const delivery of deliveries.values())
    if (delivery.state === 'delivered' && delivery.receipt === receipt) return delivery.thread ?? receipt;
  return receipt;
};
