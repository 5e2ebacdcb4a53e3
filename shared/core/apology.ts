import type { Draft, PromisesMade, Settlement } from './entry.ts';
import { isLive, openPromise, type PromiseRow, type ReportedIncident, saysBack } from './incident.ts';
import { type Instant, msBetween, plus } from './instant.ts';
import { clockTurn, isMaintenance } from './maintenance.ts';
import {
  APOLOGIES_PER_SILENCE,
  cadenceMs,
  LONGEST_PIPELINE_PROMISE_MS,
  type Policy,
  TOO_OLD_TO_APOLOGISE_MS,
} from './policy.ts';
import { graceEnds, isOverdue } from './promises.ts';

/** What the pipeline must know besides the chain before it may speak. */
export type Circumstances = {
  /** No automated words until a person releases. */
  frozen: boolean;
  /** A person is composing; the apology waits for that, once. */
  holdUntil?: Instant;
};

/** Everything that the words of an apology may rest on. `wording` turns it into sentences; nothing else is claimed. */
export type ApologyPlan = {
  /** What slipped, earliest first; all of it is settled by this one entry. */
  slipped: readonly PromiseRow[];
  /** The next time that the public is given: a new one, the standing one, or none. */
  next: { type: 'new' | 'standing'; at: Instant } | { type: 'none' };
  /** How many promised updates were missed since a person last spoke, with this one. */
  missedUpdates: number;
  /** True if the pipeline will be quiet after this. */
  last: boolean;
  promises: PromisesMade;
  settles: readonly Settlement[];
};

/** Why an overdue promise gets no apology although its grace is over. A person is told instead. */
export type Unanswered = 'frozen' | 'restricted' | 'too-old' | 'silence-ended';

export type SlipDecision =
  | { type: 'nothing' }
  | { type: 'apologise'; plan: ApologyPlan }
  | { type: 'unanswered'; why: Unanswered; rows: readonly PromiseRow[]; since: Instant };

/** What is owed for promises that slipped, at `now`: nothing, one apology for all of them, or a person's attention. */
export function decideSlip(
  incident: ReportedIncident,
  now: Instant,
  policy: Policy,
  circumstances: Circumstances,
): SlipDecision {
  const overdue = incident.promises.filter((row) => isOverdue(row, now) && mayBeApologisedFor(row, incident));
  const ripe = overdue.filter((row) => graceEnds(row) <= now);
  if (ripe.length === 0) return { type: 'nothing' };
  if (circumstances.holdUntil !== undefined && now < circumstances.holdUntil) return { type: 'nothing' };

  const why = reasonToKeepQuiet(incident, ripe, now, circumstances);
  if (why) return { type: 'unanswered', why, rows: ripe, since: graceEnds(ripe[0] as PromiseRow) };
  return { type: 'apologise', plan: planned(incident, overdue, now, policy) };
}

/** What happens by itself if nobody speaks from `now` on: an apology and when, nothing, or silence and why. */
export type Ahead =
  | { type: 'nothing' }
  | { type: 'apologise'; at: Instant; plan: ApologyPlan }
  | { type: 'unanswered'; why: Unanswered };

/** Looks ahead from `now` to the first moment at which an apology would be owed, as if nobody spoke until then. */
export function apologyAhead(
  incident: ReportedIncident,
  now: Instant,
  policy: Policy,
  circumstances: Circumstances,
): Ahead {
  const ripe = incident.promises
    .filter((row) => row.state === 'open' && mayBeApologisedFor(row, incident))
    .map(graceEnds)
    .toSorted()[0];
  if (ripe === undefined) return { type: 'nothing' };
  const at = [now, ripe, circumstances.holdUntil ?? now].toSorted().at(-1) as Instant;
  // Maintenance that ends by the clock is over before anybody could be sorry that it lasts.
  if (isMaintenance(incident) && clockTurn(incident, at) !== 'nothing') return { type: 'nothing' };
  const slip = decideSlip(incident, at, policy, circumstances);
  return slip.type === 'apologise' ? { ...slip, at } : slip;
}

/**
 * The apology that the pipeline would owe if it were free to speak: for a person who gets the text ready instead.
 * Undefined when nothing is overdue beyond its grace.
 */
export function apologyInReserve(incident: ReportedIncident, now: Instant, policy: Policy): ApologyPlan | undefined {
  const overdue = incident.promises.filter((row) => isOverdue(row, now) && mayBeApologisedFor(row, incident));
  return overdue.some((row) => graceEnds(row) <= now) ? planned(incident, overdue, now, policy) : undefined;
}

/**
 * While the service is said to be back nobody is told that its ETA passed. A report is apologised for once all is over:
 * in an outage that was reopened it stands late until a person speaks.
 */
function mayBeApologisedFor(row: PromiseRow, incident: ReportedIncident): boolean {
  switch (row.promise) {
    case 'nextUpdateBy':
      return isLive(incident);
    case 'restoreBy':
      return incident.phase === 'open' && !saysBack(incident);
    case 'reportBy':
      return incident.phase === 'resolved';
  }
}

function reasonToKeepQuiet(
  incident: ReportedIncident,
  ripe: readonly PromiseRow[],
  now: Instant,
  circumstances: Circumstances,
): Unanswered | undefined {
  if (incident.handling === 'restricted') return 'restricted';
  if (circumstances.frozen) return 'frozen';
  if (ripe.every((row) => msBetween(row.at, now) > TOO_OLD_TO_APOLOGISE_MS)) return 'too-old';
  const reportOnly = ripe.every((row) => row.promise === 'reportBy');
  if (!reportOnly && incident.silence.automatedEntries >= APOLOGIES_PER_SILENCE) return 'silence-ended';
  return undefined;
}

function planned(
  incident: ReportedIncident,
  overdue: readonly PromiseRow[],
  now: Instant,
  policy: Policy,
): ApologyPlan {
  const slipped = overdue.toSorted((a, b) => (a.at < b.at ? -1 : 1));
  const settles: Settlement[] = slipped.map((row) => ({ seq: row.seq, promise: row.promise, as: 'slipped' }));
  const missedUpdates = missedInThisSilence(incident) + (slipped.some((row) => row.promise === 'nextUpdateBy') ? 1 : 0);
  const base = { slipped, missedUpdates, settles };
  const standing = openPromise(incident, 'nextUpdateBy');
  const stillStanding = standing && !slipped.includes(standing) ? standing : undefined;

  if (slipped.every((row) => row.promise === 'reportBy'))
    return { ...base, next: { type: 'none' }, last: false, promises: {} };
  if (incident.silence.automatedEntries + 1 >= APOLOGIES_PER_SILENCE) {
    const withdrawn: Settlement[] = stillStanding
      ? [{ seq: stillStanding.seq, promise: 'nextUpdateBy', as: 'withdrawn' }]
      : [];
    return {
      ...base,
      settles: [...settles, ...withdrawn],
      next: { type: 'none' },
      last: true,
      promises: { nextUpdateBy: null },
    };
  }
  if (stillStanding) return { ...base, next: { type: 'standing', at: stillStanding.at }, last: false, promises: {} };
  if (!slipped.some((row) => row.promise === 'nextUpdateBy'))
    return { ...base, next: { type: 'none' }, last: false, promises: {} };

  // Twice the cadence, and never derived from the slipped interval: a promise of seconds must not breed another.
  const at = plus(now, Math.min(2 * cadenceMs(policy, incident.impact, incident.status), LONGEST_PIPELINE_PROMISE_MS));
  return { ...base, next: { type: 'new', at }, last: false, promises: { nextUpdateBy: at } };
}

/** Promised updates that slipped since a person last spoke. */
function missedInThisSilence(incident: ReportedIncident): number {
  return incident.promises.filter(
    (row) =>
      row.promise === 'nextUpdateBy' &&
      row.state === 'slipped' &&
      row.settledAt !== undefined &&
      row.settledAt > incident.silence.since,
  ).length;
}

/** The apology as an entry, in the words that `wording` found for the plan. */
export const apologyDraft = (incident: ReportedIncident, plan: ApologyPlan, message: string): Draft => ({
  kind: 'apology',
  automated: true,
  status: incident.status,
  impact: incident.impact,
  promises: plan.promises,
  settles: plan.settles,
  content: { message },
  private: { via: 'pipeline', sources: plan.promises.nextUpdateBy ? { nextUpdateBy: 'pipeline' } : {} },
});
