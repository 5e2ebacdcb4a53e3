import type { SiteIndexSteps } from '../../shared/adapters/dynamodb/site-index-protocol.ts';
import type { Pace } from '../../shared/core/subscribers/pace.ts';
import type { AlarmClaims } from '../../shared/ports/alarm-claims.ts';
import type { Receipts } from '../../shared/ports/alarm-storms.ts';
import type { AuditLog } from '../../shared/ports/audit-log.ts';
import type { ControlRecord } from '../../shared/ports/control.ts';
import type { DeliveryRecords } from '../../shared/ports/deliveries.ts';
import type { DeskStores } from '../../shared/ports/desk.ts';
import type { DraftRecords } from '../../shared/ports/drafts.ts';
import type { FollowUps } from '../../shared/ports/follow-ups.ts';
import type { HandoverRecords } from '../../shared/ports/handovers.ts';
import type { HeldAlarms } from '../../shared/ports/held-alarms.ts';
import type { HoldRecords } from '../../shared/ports/holds.ts';
import type { Imports } from '../../shared/ports/imports.ts';
import type { IncidentLog } from '../../shared/ports/incident-log.ts';
import type { MachineRecords } from '../../shared/ports/machines.ts';
import type { PeopleRecords } from '../../shared/ports/people.ts';
import type { RateLimits } from '../../shared/ports/rate-limits.ts';
import type { ReminderRecords } from '../../shared/ports/reminders.ts';
import type { Runs } from '../../shared/ports/runs.ts';
import type { SignUpCounts } from '../../shared/ports/sign-up-counts.ts';
import type { SiteIndex } from '../../shared/ports/site-index.ts';
import type { Subscribers } from '../../shared/ports/subscribers.ts';
import type { Tellings } from '../../shared/ports/tellings.ts';
import type { UnmappedAlarms } from '../../shared/ports/unmapped-alarms.ts';
import type { Versioned } from '../../shared/ports/versioned.ts';

/** All stores over one new, empty table. */
export type Stores = {
  log: IncidentLog;
  deliveries: DeliveryRecords;
  reminders: ReminderRecords;
  control: ControlRecord;
  holds: HoldRecords;
  auditLog: AuditLog;
  rateLimits: RateLimits;
  alarmClaims: AlarmClaims;
  receipts: Receipts;
  heldAlarms: HeldAlarms;
  unmappedAlarms: UnmappedAlarms;
  drafts: DraftRecords;
  handovers: HandoverRecords;
  followUps: FollowUps;
  siteIndex: SiteIndex;
  imports: Imports;
  people: PeopleRecords;
  machines: MachineRecords;
  subscribers: Subscribers;
  signUpCounts: SignUpCounts;
  tellings: Tellings;
  runs: Runs;
  pace: Versioned<Pace>;
  desk: DeskStores;
  siteIndexSteps: SiteIndexSteps;
  /** What the table is called. */
  table: string;
  /** Comes back once the indexes show all that was written before. */
  indexesCaughtUp(): Promise<void>;
};

/** Makes a new table and the stores over it. */
export type MakeStores = () => Promise<Stores>;
