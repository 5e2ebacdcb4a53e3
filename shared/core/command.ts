import type { ComponentState, Handling, Impact, MaintenanceStatus, OutageStatus, Together } from './entry.ts';
import type { Instant } from './instant.ts';

/** Who wishes something. A person keeps promises and ends silences; a machine does neither. */
export type Speaker = {
  author: 'person' | 'machine';
  actor?: string;
  /** The second person, where one read it first. */
  approvedBy?: string;
  via: 'api' | 'intake' | 'kept';
  /**
   * Of a machine that says itself that nobody has confirmed what it reports: it alone may promise no next update, and
   * take back its own promise. From any other machine a next update without a time is not heard: the house gives one.
   */
  unattended?: true;
  /** Ids of the lint rules that were overridden. */
  overrides?: readonly string[];
  /** Of a resolution: the act that ends several incidents with the same words. */
  together?: Together;
};

/** What a statement may say about the clocks: a time, null to withdraw, absent to leave it to the rules. */
export type Clocks = {
  nextUpdateBy?: Instant | null;
  /** True if nobody chose it: it was shown as the house's interval, and taken. */
  nextUpdateIsUsual?: boolean;
  restoreBy?: Instant | null;
  /** Moves or takes back the report that was promised, or promises one. */
  reportBy?: Instant | null;
  /** What is to be quoted if a clock runs out in silence. Only a person has words of a person. */
  ifLate?: string;
};

/** The words of a statement. */
export type Words = { message: string; workaround?: string };

/** What a statement may say besides its words. */
export type Claims = { components?: readonly ComponentState[]; happenedAt?: Instant };

export type OpenStatus = Exclude<OutageStatus, 'resolved' | 'postmortem'>;

/** What only a maintenance can be asked for. Its planned end is a promise like any other. */
export type MaintenanceCommand =
  | ({
      type: 'ScheduleMaintenance';
      title: string;
      /** Ids of the components that will be under maintenance while it is going on. */
      components: readonly string[];
      scheduledFor: Instant;
      scheduledUntil: Instant;
    } & Words)
  | ({
      type: 'UpdateMaintenance';
      /** Mends the one that it was announced under. */
      title?: string;
      /** All that the work concerns from now on, by id; what is left out is concerned no longer. */
      components?: readonly string[];
      status?: Exclude<MaintenanceStatus, 'scheduled'>;
      /** Moves the beginning; only before it has begun. */
      scheduledFor?: Instant;
      scheduledUntil?: Instant;
      nextUpdateBy?: Instant | null;
    } & Words);

/** Commands are wishes; what becomes of them is an entry, or a refusal. */
export type Command =
  | ({ type: 'OpenIncident'; title: string; impact: Impact; status?: OpenStatus; handling?: Handling } & Words &
      Claims &
      Clocks)
  | ({ type: 'PostUpdate'; title?: string; status?: OpenStatus; impact?: Impact } & Words & Claims & Clocks)
  | ({ type: 'Resolve'; title?: string; impact?: Impact; reportBy?: Instant | null } & Words & Claims)
  | ({ type: 'Reopen'; status?: OpenStatus; impact?: Impact } & Words & Claims & Clocks)
  | { type: 'Correct'; corrects: number; message: string; happenedAt?: Instant }
  | { type: 'PublishPostmortem'; message: string }
  | { type: 'Retract'; message: string }
  /** `redirect`: it was merged before, into another one by mistake. */
  | { type: 'Merge'; into: string; redirect?: true; message: string }
  /** `message`: what the public reads in its place; `note`: what of that somebody typed. */
  | { type: 'Redact'; seq: number; message: string; note?: string }
  | MaintenanceCommand;

/** Limits on how far ahead a time may be promised, in days (docs/rules.md, Furthest times). */
export const FURTHEST_DAYS = { nextUpdateBy: 7, restoreBy: 90, reportBy: 90 } as const;
