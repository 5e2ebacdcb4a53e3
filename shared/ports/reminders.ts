import type { Instant } from '../core/instant.ts';

/** One reminder, page or mail as a person receives it. */
export type ReminderMessage = {
  kind: 'reminder' | 'page' | 'mail';
  /** Who is addressed: the id of a person, or while nobody is in the directory the name that the config gives. */
  to: string;
  incident?: string;
  promise?: string;
  subject: string;
  text: string;
  links: readonly string[];
  /** What whoever holds this message may do without signing in. Only for targets that reach persons. */
  actions?: readonly { label: string; url: string }[];
};

export type ReminderState = { state: 'claimed'; leaseUntil: Instant } | { state: 'sent'; at: Instant };

/** Which reminders went out. A claim whose lease has ended may be taken again: twice after a crash, never silently not. */
export interface ReminderRecords {
  of(incident: string): Promise<ReadonlyMap<string, ReminderState>>;
  /** True if the caller now holds the reminder `key`; false if it was sent, or somebody holds it. */
  claim(incident: string, key: string, now: Instant, leaseUntil: Instant): Promise<boolean>;
  sent(incident: string, key: string, at: Instant): Promise<void>;
}

/** Where reminders go: SNS, a webhook. */
export interface ReminderTarget {
  name: string;
  /** True if a message reaches persons who each asked for it, and no room where others read along. */
  personal: boolean;
  /** True if each message reaches the one it is addressed to and nobody else; only then may a link in it approve. */
  addressed?: boolean;
  /** True if somebody has confirmed that messages arrive. Apologies are armed only while a target is confirmed. */
  confirmed(): Promise<boolean>;
  send(message: ReminderMessage): Promise<void>;
}
