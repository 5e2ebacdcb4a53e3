import type { BusyHours } from '../core/busy-hours.ts';
import type { AlarmClaims } from '../ports/alarm-claims.ts';
import type { DraftRecords } from '../ports/drafts.ts';
import type { HeldAlarms } from '../ports/held-alarms.ts';
import type { ReminderRecords } from '../ports/reminders.ts';
import type { SiteIndex } from '../ports/site-index.ts';
import type { Voice } from '../wording/sentences.ts';
import type { CommandPorts } from './run-command.ts';

/** What it takes to tend an incident that alarms have joined. */
export type TendPorts = CommandPorts & {
  alarmClaims: AlarmClaims;
  drafts: DraftRecords;
  /** Where it stands that somebody is on it. */
  reminders: Pick<ReminderRecords, 'of'>;
  voice: Voice;
};

/** What it takes to take an alarm. */
export type AlarmPorts = TendPorts & {
  siteIndex: SiteIndex;
  heldAlarms: HeldAlarms;
  /** True if somebody who is on duty would hear of it now. */
  isReachable: () => Promise<boolean>;
  /** When somebody sits there; absent: always. */
  staffed?: BusyHours | undefined;
  /** Within this time after its end an incident is reopened by another outage of its component. */
  reopenWithinMs: number;
};
