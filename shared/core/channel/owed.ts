import { type Deliveries, type Delivery, isEnded, NOT_PUBLIC } from '../delivery.ts';
import { type Entry, IMPACTS, type Impact } from '../entry.ts';
import type { ReportedIncident } from '../incident.ts';
import { DAY_MS, type Instant, latest, plus } from '../instant.ts';
import type { PostClass, XLimits } from '../x/budget.ts';

/** What a house decides about X. `links`: `ends` is the first post and the resolution. */
export type XRules = XLimits & { minImpact: Impact; links: 'never' | 'ends' | 'always'; threads: boolean };

/** One incident as X is to know it, and what X was told of it. */
export type XView = {
  incident: ReportedIncident;
  deliveries: Deliveries;
  mode: 'off' | 'shadow' | 'live';
  rules: XRules;
  now: Instant;
};

/** Entries whose delivery has not ended, oldest first. */
export const pendingOnX = (incident: ReportedIncident, deliveries: Deliveries): readonly Entry[] =>
  incident.entries.filter((entry) => !isEnded(deliveries.get(entry.seq)));

/** An incident that has been over for this long is no longer told of (docs/rules.md, Expiry on a channel). */
const EXPIRES_AFTER_MS = DAY_MS;

/** Why `entry` is never said on X, as the end of its delivery; undefined if it is owed. */
export function endWithoutPost(entry: Entry, view: XView): Delivery | undefined {
  const dropped = (reason: string): Delivery => ({ state: 'dropped', at: view.now, reason });
  if (view.incident.handling === 'drill') return dropped(NOT_PUBLIC);
  if (entry.kind === 'redaction') return dropped('a redaction takes words away and adds none');
  if (entry.content === undefined) return dropped('its text was redacted before it was posted');
  if (view.mode === 'off') return dropped('the channel was off');
  if (hasExpired(entry, view)) {
    return { state: 'expired', at: view.now, reason: 'its incident had been over for a day' };
  }
  if (!mattersEnough(entry, view)) return dropped(`its impact is below ${view.rules.minImpact}`);
  if (entry.kind === 'apology' && !promiseReachedX(entry, view)) return dropped('the promise was never made on X');
  if (entry.kind === 'correction' && !mayBeOnX(entry.corrects, view)) return dropped('what it corrects is not on X');
  const withdraws = entry.kind === 'retracted' || entry.kind === 'merged';
  if (withdraws && !anythingOnX(view)) return dropped('X was never told of the incident');
  return undefined;
}

function hasExpired(entry: Entry, { incident, now }: XView): boolean {
  switch (incident.phase) {
    case 'open':
    case 'scheduled':
      return false;
    case 'resolved':
      return now >= plus(latest(incident.resolvedAt, entry.at), EXPIRES_AFTER_MS);
    case 'retracted':
    case 'merged':
    case 'completed':
    case 'cancelled':
      return now >= plus(latest(incident.endedAt, entry.at), EXPIRES_AFTER_MS);
  }
}

/** Once an incident was bad enough for X, everything after it is told as well: a thread has an end. */
function mattersEnough(entry: Entry, { incident, rules }: XView): boolean {
  const needed = IMPACTS.indexOf(rules.minImpact);
  return incident.entries.some((one) => one.seq <= entry.seq && IMPACTS.indexOf(one.impact) >= needed);
}

/** A shadow delivery counts while the channel is in shadow, so that the rehearsal is whole, and never in public. */
const wasSaid = (delivery: Delivery | undefined, mode: XView['mode']): boolean =>
  delivery?.state === 'delivered' && (mode === 'shadow' || delivery.shadow !== true);

/** True if a promise that `apology` answers stood on X before it was due: a late post leaves out a time that has passed. */
function promiseReachedX(apology: Entry, { incident, deliveries, mode }: XView): boolean {
  return apology.settles.some((one) => {
    if (one.as !== 'slipped') return false;
    const row = incident.promises.find((promise) => promise.seq === one.seq && promise.promise === one.promise);
    const delivery = deliveries.get(one.seq);
    if (row === undefined || delivery === undefined) return false;
    return wasSaid(delivery, mode) && delivery.at < row.at;
  });
}

function mayBeOnX(seq: number | undefined, { deliveries, mode }: XView): boolean {
  const delivery = seq === undefined ? undefined : deliveries.get(seq);
  return wasSaid(delivery, mode) || delivery?.state === 'unknown';
}

/** True if X may have been told of the incident. */
export const anythingOnX = ({ deliveries, mode }: Pick<XView, 'deliveries' | 'mode'>): boolean =>
  [...deliveries.values()].some((delivery) => wasSaid(delivery, mode) || delivery.state === 'unknown');

/** How much a post of this entry matters. The first that X hears of an incident opens it, whatever its kind. */
export function classOf(entry: Entry, view: Pick<XView, 'deliveries' | 'mode'>): PostClass {
  switch (entry.kind) {
    case 'resolved':
    case 'retracted':
    case 'merged':
      return 'resolution';
    case 'opened':
    case 'reopened':
      return 'opening';
    case 'apology':
    case 'correction':
      return 'apology';
    case 'maintenance':
      if (entry.status === 'completed' || entry.status === 'cancelled') return 'resolution';
      return anythingOnX(view) ? 'routine' : 'opening';
    case 'update':
    case 'postmortem':
    case 'redaction':
      return anythingOnX(view) ? 'routine' : 'opening';
  }
}

/** The post that the next one answers: the newest of the incident's own that X still has, and that is only its own. */
export function parentOnX(deliveries: Deliveries): string | undefined {
  const newestFirst = [...deliveries].toSorted(([a], [b]) => b - a).map(([, delivery]) => delivery);
  const own = newestFirst.find(
    (delivery) =>
      delivery.state === 'delivered' && !delivery.shadow && !delivery.joint && delivery.removedAt === undefined,
  );
  return own?.state === 'delivered' ? own.receipt : undefined;
}
