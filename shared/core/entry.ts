import type { Instant } from './instant.ts';

/** Which format the hashed body has. A chain cannot be migrated, so the number is in every entry. */
export const CHAIN_VERSION = 1;

export const ENTRY_KINDS = [
  'opened',
  'update',
  'apology',
  'correction',
  'resolved',
  'reopened',
  'postmortem',
  'maintenance',
  'retracted',
  'merged',
  'redaction',
] as const;
export type EntryKind = (typeof ENTRY_KINDS)[number];

export const OUTAGE_STATUSES = ['investigating', 'identified', 'monitoring', 'resolved', 'postmortem'] as const;
export type OutageStatus = (typeof OUTAGE_STATUSES)[number];

export const MAINTENANCE_STATUSES = ['scheduled', 'in_progress', 'verifying', 'completed', 'cancelled'] as const;
export type MaintenanceStatus = (typeof MAINTENANCE_STATUSES)[number];

export type Status = OutageStatus | MaintenanceStatus;

/** True of a status after which nothing more is owed, but for a report. */
export const isOverStatus = (status: Status): boolean =>
  status === 'resolved' || status === 'postmortem' || status === 'completed' || status === 'cancelled';

export const IMPACTS = ['none', 'minor', 'major', 'critical'] as const;
export type Impact = (typeof IMPACTS)[number];

/** From best to worst; `under_maintenance` is chosen, not suffered, so it ranks just above operational. */
export const COMPONENT_STATUSES = [
  'operational',
  'under_maintenance',
  'degraded_performance',
  'partial_outage',
  'major_outage',
] as const;
export type ComponentStatus = (typeof COMPONENT_STATUSES)[number];

export type ComponentState = { id: string; status: ComponentStatus };

/** The two clocks of an open incident, and the one that outlives it. `restoreBy` is the ETA. */
export const PROMISE_NAMES = ['nextUpdateBy', 'restoreBy', 'reportBy'] as const;
export type PromiseName = (typeof PROMISE_NAMES)[number];

/** Who gave a promise: typed it, let the cadence set it, an alarm did, or it stood in an apology. */
export type PromiseSource = 'person' | 'default' | 'machine' | 'pipeline';

/** What an entry says about each clock: a time, `null` where it withdraws one, absent where it says nothing. */
export type PromisesMade = Partial<Record<PromiseName, Instant | null>>;

export type SettledAs = 'kept' | 'slipped' | 'revised' | 'withdrawn' | 'open';

/** An entry's verdict on a promise that entry `seq` made. `open` reopens a kept ETA after a relapse. */
export type Settlement = { seq: number; promise: PromiseName; as: SettledAs };

/** What the public reads; hashed with its salt, so that a redaction can remove it and the chain still verifies. */
export type Content = {
  salt: string;
  title?: string;
  message: string;
  workaround?: string;
  /** Never stored: what was hashed, where the words above were made plain to be shown (`plain-entry.ts`). */
  asHashed?: Content;
};

/** Several incidents that one person ended with one text: the act, and all that it named, in that order. */
export type Together = { act: string; incidents: readonly string[] };

/** What stays inside the house: who, why a warning was overridden, where each promise came from. */
export type PrivatePart = {
  /** Gone with an `ifLate` that was redacted. */
  salt?: string;
  actor?: string;
  /** The second person, where one read it first; `time-out` if nobody did in time. */
  approvedBy?: string;
  /** Ids of the lint rules that the author overrode. */
  overrides?: readonly string[];
  sources?: Partial<Record<PromiseName, PromiseSource>>;
  handling?: Handling;
  /** `kept`: the pipeline posted it, at the time that its author had set. */
  via?: 'api' | 'intake' | 'pipeline' | 'kept';
  /** What an apology is to quote if nobody speaks after this entry; public only from then on. */
  ifLate?: string;
  /** Of a resolution that was said of several incidents at once: a channel may say it in one post. */
  together?: Together;
};

/**
 * `restricted`: a breach, harm or a legal matter. No automated words at all. `drill`: an exercise of the own team.
 * Everything runs as it would, and no channel ever says it.
 */
export const HANDLINGS = ['normal', 'restricted', 'drill'] as const;
export type Handling = (typeof HANDLINGS)[number];

/** The part of an entry that is hashed: a line of `log.jsonl` without its hash, content and salt. */
export type EntryBody = {
  v: typeof CHAIN_VERSION;
  incident: string;
  seq: number;
  prev: string | null;
  kind: EntryKind;
  at: Instant;
  happenedAt?: Instant;
  /** Of a maintenance: when it is to begin, where the entry sets or moves it. */
  scheduledFor?: Instant;
  /** Of a maintenance: its planned end. The same time stands among the promises, as `restoreBy`. */
  scheduledUntil?: Instant;
  automated: boolean;
  status: Status;
  impact: Impact;
  components?: readonly ComponentState[];
  promises: PromisesMade;
  settles: readonly Settlement[];
  corrects?: number;
  /** Of a merge: the incident in which this one goes on. */
  into?: string;
  /** The incident that goes on in this one from here on, or does not after all. */
  takes?: string;
  releases?: string;
  contentHash: string;
  privateHash: string;
};

/** One statement in an incident's log. `content` and `ifLate` are gone after a redaction; nothing else ever changes. */
export type Entry = EntryBody & { hash: string; content?: Content; private: PrivatePart };

/** What `decide` proposes: an entry before it has a place in the chain. */
export type Draft = Pick<EntryBody, 'kind' | 'automated' | 'status' | 'impact' | 'promises' | 'settles'> &
  Partial<
    Pick<
      EntryBody,
      'happenedAt' | 'scheduledFor' | 'scheduledUntil' | 'components' | 'corrects' | 'into' | 'takes' | 'releases'
    >
  > & {
    content: Omit<Content, 'salt'>;
    private: Omit<PrivatePart, 'salt'>;
  };

/** Who an entry speaks for. Only a person's entry keeps a promise or ends a silence. */
export const authorOf = (entry: Pick<Entry, 'automated' | 'kind'>): 'person' | 'machine' | 'pipeline' => {
  if (!entry.automated) return 'person';
  return entry.kind === 'apology' ? 'pipeline' : 'machine';
};
