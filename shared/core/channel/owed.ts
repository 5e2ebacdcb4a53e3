import { type Deliveries, type Delivery, isEnded, NOT_PUBLIC } from '../delivery.ts';
import { type Entry, IMPACTS, type Impact } from '../entry.ts';
import type { ReportedIncident } from '../incident.ts';
import { DAY_MS, type Instant, latest, plus } from '../instant.ts';
import type { ChannelMode } from './channel.ts';

/** What a house decides about a channel. `links`: `ends` is the first post and the resolution. */
export type ChannelRules = { minImpact: Impact; links: 'never' | 'ends' | 'always'; threads: boolean };

/** One incident as a channel is to know it, and what it was told. `label` names the channel in reasons. */
export type ChannelView = {
  label: string;
  incident: ReportedIncident;
  deliveries: Deliveries;
  mode: ChannelMode;
  rules: ChannelRules;
  now: Instant;
};

/** Entries whose delivery has not ended, oldest first. */
export const pending = (incident: ReportedIncident, deliveries: Deliveries): readonly Entry[] =>
  incident.entries.filter((entry) => !isEnded(deliveries.get(entry.seq)));

/** An incident that has been over for this long is no longer told of (docs/rules.md, Expiry on a channel). */
const EXPIRES_AFTER_MS = DAY_MS;

/** Why `entry` is said by no channel like this, as the end of its delivery; undefined if it may be owed. */
export function neverSaid(entry: Entry, view: ChannelView): Delivery | undefined {
  const dropped = (reason: string): Delivery => ({ state: 'dropped', at: view.now, reason });
  if (view.incident.handling === 'drill') return dropped(NOT_PUBLIC);
  if (entry.kind === 'redaction') return dropped('a redaction takes words away and adds none');
  if (entry.content === undefined) return dropped('its text was redacted before it was posted');
  if (view.mode === 'off') return dropped('the channel was off');
  if (hasExpired(entry, view)) {
    return { state: 'expired', at: view.now, reason: 'its incident had been over for a day' };
  }
  if (!mattersEnough(entry, view)) return dropped(`its impact is below ${view.rules.minImpact}`);
  return undefined;
}

/** Why `entry` is never posted in a thread of the incident, as the end of its delivery; undefined if it is owed. */
export function endWithoutPost(entry: Entry, view: ChannelView): Delivery | undefined {
  const dropped = (reason: string): Delivery => ({ state: 'dropped', at: view.now, reason });
  const never = neverSaid(entry, view);
  if (never !== undefined) return never;
  if (entry.kind === 'apology' && !promiseReached(entry, view))
    return dropped(`the promise was never made on ${view.label}`);
  if (entry.kind === 'correction' && !mayBeSaid(entry.corrects, view))
    return dropped(`what it corrects is not on ${view.label}`);
  const withdraws = entry.kind === 'retracted' || entry.kind === 'merged';
  if (withdraws && !anythingSaid(view)) return dropped(`${view.label} was never told of the incident`);
  return undefined;
}

function hasExpired(entry: Entry, { incident, now }: ChannelView): boolean {
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

/** Once an incident was bad enough for the channel, everything after it is told as well: a thread has an end. */
function mattersEnough(entry: Entry, { incident, rules }: ChannelView): boolean {
  const needed = IMPACTS.indexOf(rules.minImpact);
  return incident.entries.some((one) => one.seq <= entry.seq && IMPACTS.indexOf(one.impact) >= needed);
}

/** A shadow delivery counts while the channel is in shadow, so that the rehearsal is whole, and never in public. */
const wasSaid = (delivery: Delivery | undefined, mode: ChannelView['mode']): boolean =>
  delivery?.state === 'delivered' && (mode === 'shadow' || delivery.shadow !== true);

/** True if a promise that `apology` answers stood there before it was due: a late post leaves out a time that has passed. */
function promiseReached(apology: Entry, { incident, deliveries, mode }: ChannelView): boolean {
  return apology.settles.some((one) => {
    if (one.as !== 'slipped') return false;
    const row = incident.promises.find((promise) => promise.seq === one.seq && promise.promise === one.promise);
    const delivery = deliveries.get(one.seq);
    if (row === undefined || delivery === undefined) return false;
    return wasSaid(delivery, mode) && delivery.at < row.at;
  });
}

function mayBeSaid(seq: number | undefined, { deliveries, mode }: ChannelView): boolean {
  const delivery = seq === undefined ? undefined : deliveries.get(seq);
  return wasSaid(delivery, mode) || delivery?.state === 'unknown';
}

/** True if the channel may have been told of the incident. */
export const anythingSaid = ({ deliveries, mode }: Pick<ChannelView, 'deliveries' | 'mode'>): boolean =>
  [...deliveries.values()].some((delivery) => wasSaid(delivery, mode) || delivery.state === 'unknown');

/** The post that the next one answers: the newest of the incident's own that the channel still has, and that is only its own. */
export function parentPost(deliveries: Deliveries): string | undefined {
  const newestFirst = [...deliveries].toSorted(([a], [b]) => b - a).map(([, delivery]) => delivery);
  const own = newestFirst.find(
    (delivery) =>
      delivery.state === 'delivered' && !delivery.shadow && !delivery.joint && delivery.removedAt === undefined,
  );
  return own?.state === 'delivered' ? own.receipt : undefined;
}
