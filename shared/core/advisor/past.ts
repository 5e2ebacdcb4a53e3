import { type Instant, msBetween } from '../instant.ts';

/** Where an open incident stands, as far as the advice distinguishes it. */
export const ADVISED_STATUSES = ['investigating', 'identified', 'monitoring'] as const;
export type AdvisedStatus = (typeof ADVISED_STATUSES)[number];

/** From this age on the incident had this status. Ages count from the first public post. */
export type Phase = { status: AdvisedStatus; fromMs: number };

/** What the advice knows of an incident that is over. `phases` is in order of age and starts at age 0. */
export type ResolvedIncident = {
  openedAt: Instant;
  resolvedAt: Instant;
  /** From the one to the other; kept, because every advice looks at all of them. */
  durationMs: number;
  phases: readonly Phase[];
};

/** Another incident that is still open: all it tells is that it lasts longer than it is old. */
export type OpenIncident = { ageMs: number };

export const resolvedIncident = (
  openedAt: Instant,
  resolvedAt: Instant,
  phases: readonly Phase[],
): ResolvedIncident => ({ openedAt, resolvedAt, durationMs: msBetween(openedAt, resolvedAt), phases });

/** The status that the incident had at this age. */
export const statusAt = (incident: Pick<ResolvedIncident, 'phases'>, ageMs: number): AdvisedStatus =>
  incident.phases.findLast((phase) => phase.fromMs <= ageMs)?.status ?? 'investigating';

/** The age at which the incident first had this status; undefined if it never had. */
export const firstEntryMs = (incident: Pick<ResolvedIncident, 'phases'>, status: AdvisedStatus): number | undefined =>
  incident.phases.find((phase) => phase.status === status)?.fromMs;
