import type {
  ComponentState,
  Entry,
  Handling,
  Impact,
  PromiseName,
  PromiseSource,
  SettledAs,
  Status,
} from './entry.ts';
import type { Instant } from './instant.ts';

/** Back before the time that we gave, by our own account, and told the public only afterwards. */
export type AnnouncedLate = { backAt: Instant; saidAt: Instant; saidBy: number };

/** A time that the public was given, and what became of it. Rows are never removed; the chain decides their state. */
export type PromiseRow = {
  incident: string;
  seq: number;
  promise: PromiseName;
  at: Instant;
  madeAt: Instant;
  source: PromiseSource;
  state: SettledAs;
  settledBy?: number;
  settledAt?: Instant;
  /** Of an ETA: met by our own account, and told only after it was due. The verdict stands. */
  announcedLate?: AnnouncedLate;
};

/** Since when no person has spoken, and how often the pipeline has spoken for them since. */
export type Silence = { since: Instant; automatedEntries: number };

type Common = {
  id: string;
  title: string;
  status: Status;
  impact: Impact;
  components: readonly ComponentState[];
  entries: readonly Entry[];
  promises: readonly PromiseRow[];
  silence: Silence;
  handling: Handling;
  openedAt: Instant;
  head: { seq: number; hash: string; at: Instant };
};

/** Something that broke. A union by phase, so that what has ended has no open clock to misread. */
export type Outage = Common & { type: 'outage' } & (
    | { phase: 'open' }
    | { phase: 'resolved'; resolvedAt: Instant }
    | { phase: 'retracted' | 'merged'; endedAt: Instant }
  );

/** Work that was announced. It is `open` from its beginning to its end. */
export type Maintenance = Common & { type: 'maintenance'; scheduledFor: Instant; scheduledUntil: Instant } & (
    | { phase: 'scheduled' | 'open' }
    /** `confirmed`: a person said so. The clock alone only knows that the planned end has come. */
    | { phase: 'completed'; endedAt: Instant; confirmed: boolean }
    | { phase: 'cancelled'; endedAt: Instant }
  );

/** What a chain tells of: nothing yet, an outage, or a maintenance. `type` tells them apart. */
export type Incident =
  | { phase: 'unreported'; id: string; entries: readonly []; promises: readonly [] }
  | Outage
  | Maintenance;

/** A chain that has begun. */
export type ReportedIncident = Exclude<Incident, { phase: 'unreported' }>;

export const unreported = (id: string): Incident => ({ phase: 'unreported', id, entries: [], promises: [] });

/** True of a status that says that an outage is over or nearly so. */
export const isBackStatus = (status: Status): boolean =>
  status === 'monitoring' || status === 'resolved' || status === 'postmortem';

/** True if the service is said to be back: a status that says so, or every affected component operational again. */
export function saysBack(state: { status: Status; components: readonly ComponentState[] }): boolean {
  if (isBackStatus(state.status)) return true;
  return state.components.length > 0 && state.components.every((component) => component.status === 'operational');
}

/** True while only machines have spoken of an outage since it was opened or reopened: no person has confirmed it. */
export function isUnconfirmed({
  phase,
  entries,
}: {
  phase: ReportedIncident['phase'];
  entries: readonly Pick<Entry, 'kind' | 'automated'>[];
}): boolean {
  const begun = entries.findLastIndex(({ kind }) => kind === 'opened' || kind === 'reopened');
  return phase === 'open' && begun >= 0 && entries.slice(begun).every(({ automated }) => automated);
}

/**
 * Since when a machine has said that nobody has confirmed its report, and promised no next update; undefined where it
 * has not, or a person has spoken since.
 */
export function unattendedSince(incident: ReportedIncident): Instant | undefined {
  if (!isUnconfirmed(incident) || openPromise(incident, 'nextUpdateBy') !== undefined) return undefined;
  const last = incident.entries.findLast(({ promises }) => promises.nextUpdateBy !== undefined);
  return last?.promises.nextUpdateBy === null && last.kind !== 'apology' ? last.at : undefined;
}

/** True while a person has something to say about it by a time that was promised: it is open, or still to begin. */
export const isLive = (incident: Incident): boolean => incident.phase === 'open' || incident.phase === 'scheduled';

/** Times that people stand for: typed, or set by the house's interval and seen. Machines and apologies count apart. */
export const isPersons = (row: PromiseRow): boolean => row.source === 'person' || row.source === 'default';

/** The promise of this kind that still binds, if there is one. */
export const openPromise = (incident: Incident, name: PromiseName): PromiseRow | undefined =>
  incident.promises.findLast((row) => row.promise === name && row.state === 'open');
