import type { IncidentAdvice } from '../app/eta-advice.ts';
import type { ChannelName, Delivery } from '../core/delivery.ts';
import type {
  ComponentState,
  EntryKind,
  Handling,
  Impact,
  MaintenanceStatus,
  PromiseName,
  PromisesMade,
  Settlement,
  Status,
} from '../core/entry.ts';
import type { PromiseRow, Silence } from '../core/incident.ts';
import type { Instant } from '../core/instant.ts';
import type { ChannelMode } from '../ports/control.ts';
import type { ImportSummary } from '../ports/imports.ts';
import type { FieldError } from './problem.ts';

/** A time on its way to the API: an instant with a zone, a duration from acceptance (`PT45M`), or `null` to withdraw. */
export type GivenTime = string | null;

/** What every statement may carry. Left out: `nextUpdateBy` comes from the cadence, `restoreBy` stands. */
export type Said = {
  message: string;
  workaround?: string;
  status?: Status;
  impact?: Impact;
  components?: readonly ComponentState[];
  happenedAt?: string;
  nextUpdateBy?: GivenTime;
  restoreBy?: GivenTime;
  /** What an apology quotes as the person's words if nobody speaks by the promised time. */
  ifLate?: string;
  /** Ids of the findings that the author has read and does not follow. */
  override?: readonly string[];
};

export type OpenCommand = Said & {
  title: string;
  impact: Impact;
  components: readonly ComponentState[];
  handling?: Handling;
};
export type UpdateCommand = Said;
export type ResolveCommand = Pick<Said, 'message' | 'happenedAt' | 'override'> & { reportBy?: GivenTime };
export type ReopenCommand = Pick<Said, 'message' | 'status' | 'components' | 'nextUpdateBy' | 'restoreBy' | 'override'>;
export type PostmortemCommand = Pick<Said, 'message' | 'override'>;
export type CorrectCommand = { corrects: number; message: string; happenedAt?: string; override?: readonly string[] };
export type RetractCommand = Pick<Said, 'message' | 'override'>;
export type MergeCommand = { into: string; message?: string; override?: readonly string[] };
export type RedactCommand = { seq: number; reason: string; override?: readonly string[] };
/** Announced work. `components` by id; each is under maintenance from the beginning to the end. */
export type ScheduleCommand = Pick<Said, 'message' | 'workaround' | 'override'> & {
  title: string;
  components: readonly string[];
  scheduledFor: string;
  scheduledUntil: string;
};
export type MaintenanceUpdateCommand = Pick<Said, 'message' | 'workaround' | 'override' | 'nextUpdateBy'> & {
  status?: Exclude<MaintenanceStatus, 'scheduled'>;
  scheduledFor?: string;
  scheduledUntil?: string;
};
export type FreezeCommand = { frozen: boolean; reason?: string };

/** An entry as the API shows it: what was said, when, and what was promised with it. */
export type ApiEntry = {
  seq: number;
  kind: EntryKind;
  at: Instant;
  happenedAt?: Instant;
  automated: boolean;
  /** Who said it, for the house alone. */
  actor?: string;
  status: Status;
  impact: Impact;
  title?: string;
  /** Absent after a redaction. */
  message?: string;
  workaround?: string;
  components?: readonly ComponentState[];
  promises: PromisesMade;
  settles: readonly Settlement[];
  corrects?: number;
  ifLate?: string;
  /** True once its text was taken out. */
  redacted?: boolean;
  /** Of a maintenance, where the entry sets or moves it. */
  scheduledFor?: Instant;
  scheduledUntil?: Instant;
  hash: string;
  prev: string | null;
};

export type ApiPromise = Omit<PromiseRow, 'madeAt'> & Partial<Pick<PromiseRow, 'madeAt'>>;

export type ApiReminder = { target: string; promise?: PromiseName; seq?: number; at?: Instant };

/** What X would be told, or why nothing. */
export type ApiTextOnX = { mode: ChannelMode } & (
  | { text: string; weight: number; limit: number }
  | { notPosted: string }
);

/** What goes out by itself if nobody speaks, from `at` on; or why nothing does, with what a person may post instead. */
export type ApiApologyIfSilent =
  | {
      at: Instant;
      slips: readonly { seq: number; promise: PromiseName; at: Instant }[];
      last: boolean;
      texts: { site: { text: string }; x: ApiTextOnX };
    }
  | { quiet: 'frozen' | 'restricted' | 'too-old' | 'silence-ended'; readyText?: string };

/** An incident as the API shows it. `entries` are oldest first. */
export type ApiIncident = {
  id: string;
  type?: 'outage' | 'maintenance';
  phase?: 'open' | 'resolved' | 'retracted' | 'merged' | 'scheduled' | 'completed' | 'cancelled';
  handling?: Handling;
  silence?: Silence;
  title: string;
  status: Status;
  impact: Impact;
  components: readonly ComponentState[];
  openedAt?: Instant;
  entries: readonly ApiEntry[];
  promises: readonly ApiPromise[];
  /** What each channel did with each entry, by the entry's number; an entry without a record is pending. */
  deliveries?: Readonly<Record<ChannelName, Readonly<Record<string, Delivery>>>>;
  reminders?: readonly ApiReminder[];
  /** Of a maintenance. */
  scheduledFor?: Instant;
  scheduledUntil?: Instant;
  /** Of a maintenance that is over: false if only the clock has said so. */
  confirmed?: boolean;
  /** What the house has to say against the statement; it was accepted all the same. */
  findings?: readonly Finding[];
  /** Who takes it over from whom, and whether they have accepted. */
  handover?: ApiHandover;
  /** Who waits for an answer of their own. Private. */
  loops?: readonly ApiLoop[];
  /** Commands on it that wait for a person. */
  drafts?: readonly ApiDraft[];
  /** Of a read of one incident; absent while no time is promised. */
  apologyIfSilent?: ApiApologyIfSilent;
  /** True if the command asked for what already held. */
  unchanged?: boolean;
};

/** An incident and the state it was read in; `etag` goes into `ifMatch` of a command that relies on that state. */
export type Answered = { incident: ApiIncident; etag: string | undefined };

export type ApiMaintenanceList = { maintenances: readonly ApiIncident[]; next?: string };

export type ApiIncidentList = { incidents: readonly ApiIncident[]; next?: string };

/** Something that the rules or history have against a text. `ask` must be overridden, `hint` never refuses. */
export type Finding = {
  rule: string;
  level: 'hint' | 'ask';
  field: string;
  quote?: string;
  reason: string;
  suggestion?: string;
  /** What to set which field of the same body to, where one tap can follow the suggestion. */
  accept?: { field: string; value: string };
};

/** How much longer an open incident is likely to last, from history. */
export type ApiEtaAdvice = IncidentAdvice;

export type Held = { incident: string; holdUntil: Instant };

export type PreviewCommand = { command: string; incident?: string; body: object };

/** What one channel would say: its exact text, or why it says nothing. */
export type ChannelPreview = {
  text?: string;
  title?: string;
  weight?: number;
  limit?: number;
  mode?: ChannelMode;
  notPosted?: string;
  /** True if the post answers an earlier one of the same thread. */
  reply?: boolean;
};

/** What each channel would say, and what stands against saying it. */
export type Preview = {
  at?: Instant;
  channels?: Record<string, ChannelPreview>;
  promises?: readonly ApiPromise[];
  findings?: readonly Finding[];
  advice?: ApiEtaAdvice;
  /** True if the command asks for what holds already. */
  unchanged?: boolean;
  /** Why a second person would read it first; null if it goes out at once. */
  needsApproval?: object | null;
  /** The problem that the command would be answered with; null if it would be accepted. */
  wouldBeRefused?: { type?: string; title: string; detail: string; errors?: readonly FieldError[] } | null;
};

/** What is switched on, off and held. */
export type ControlState = {
  frozen: boolean;
  /** Since when, why and by whom, while it is frozen. */
  since?: { since: Instant; reason: string; by: string };
  channels: Partial<Record<ChannelName, ChannelMode>>;
  /** The X account; a refusal is why it takes no posts now. */
  x?: {
    takesPosts: boolean;
    refusal?: { kind: string; reason: string; since: Instant; until: Instant };
    standalone?: { since: Instant; reason: string };
    postsInDay: number;
    byHandInDay: number;
    dollarsInMonth: number;
  };
};

/** What was imported from other systems; `hash` names its words. */
export type ApiImportList = { imports: readonly ImportSummary[] };

/** A command that waits for a second person, or that was decided. `body` is what it was sent with. */
export type ApiDraft = {
  id: string;
  incident?: string | null;
  command: string;
  body: { message?: string; title?: string; [more: string]: unknown };
  reason?: unknown;
  proposedBy: { actor: string; person: boolean };
  proposedAt: Instant;
  decideBy?: Instant | null;
  onTimeout?: string | null;
  state: string;
  decided?: { by: string; at: Instant; note?: string };
};

export type ApiDraftList = { drafts: readonly ApiDraft[] };

/** A draft, and while it waits what the public would read. */
export type ReadDraft = ApiDraft & { preview?: Preview };

export type ApiHandover = {
  to: string;
  from: string;
  at: Instant;
  state: 'waiting' | 'accepted';
  accepted?: { by: string; at: Instant };
};

export type ApiLoop = {
  id: string;
  reference: string;
  by: string;
  at: Instant;
  answered?: { by: string; at: Instant };
};
