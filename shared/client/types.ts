import type * as z from 'zod';
import type * as answers from '../contract/answers.ts';
import type * as archive from '../contract/archive-schemas.ts';
import type * as machines from '../contract/machine-answers.ts';
import type { machineBody } from '../contract/machine-schemas.ts';
import type * as people from '../contract/people-answers.ts';
import type { dutyBody, personBody } from '../contract/people-schemas.ts';
import type * as subscribers from '../contract/subscriber-answers.ts';
import type { subscriberBody } from '../contract/subscriber-schemas.ts';
import type { ComponentState, Handling, Impact, MaintenanceStatus, Status } from '../core/entry.ts';
import type { RedactionReason } from '../core/redaction.ts';

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
  /** True if nobody chose it: it was shown as the house's interval, and taken. */
  nextUpdateIsUsual?: boolean;
  restoreBy?: GivenTime;
  reportBy?: GivenTime;
  /** What an apology quotes as the person's words if nobody speaks by the promised time. */
  ifLate?: string;
  /** Ids of the findings that the author has read and does not follow. */
  override?: readonly string[];
};

export type OpenCommand = Omit<Said, 'reportBy'> & {
  title: string;
  impact: Impact;
  components: readonly ComponentState[];
  handling?: Handling;
};
export type UpdateCommand = Said & { title?: string };
export type ResolveCommand = Pick<Said, 'message' | 'happenedAt' | 'reportBy' | 'override'>;
export type ReopenCommand = Pick<
  Said,
  'message' | 'status' | 'components' | 'nextUpdateBy' | 'nextUpdateIsUsual' | 'restoreBy' | 'reportBy' | 'override'
>;
export type PostmortemCommand = Pick<Said, 'message' | 'override'>;
export type CorrectCommand = { corrects: number; message: string; happenedAt?: string; override?: readonly string[] };
export type RetractCommand = Pick<Said, 'message' | 'override'>;
export type MergeCommand = { into: string; redirect?: boolean; message?: string; override?: readonly string[] };
export type RedactCommand = {
  seq: number;
  reason: RedactionReason;
  note?: string;
  override?: readonly string[];
};
/** Announced work. `components` by id; each is under maintenance from the beginning to the end. */
export type ScheduleCommand = Pick<Said, 'message' | 'workaround' | 'override'> & {
  title: string;
  components: readonly string[];
  scheduledFor: string;
  scheduledUntil: string;
};
export type MaintenanceUpdateCommand = Pick<Said, 'message' | 'workaround' | 'override' | 'nextUpdateBy'> & {
  title?: string;
  components?: readonly string[];
  status?: Exclude<MaintenanceStatus, 'scheduled'>;
  scheduledFor?: string;
  scheduledUntil?: string;
};
export type FreezeCommand = { frozen: boolean; reason?: string };

/** Somebody of the house: what is left out stays as it is, and null takes it away. */
export type PersonCommand = z.input<typeof personBody>;
export type MachineCommand = z.input<typeof machineBody>;
export type DutyCommand = z.input<typeof dutyBody>;

export type ApiHouse = z.output<typeof people.house>;
export type ApiPerson = z.output<typeof people.person>;
export type PersonGone = z.output<typeof people.personGone>;
export type PersonPut = z.output<typeof people.personPut>;
export type RemindersTried = z.output<typeof people.remindersTried>;
export type ApiMachine = z.output<typeof machines.machine>;
export type ApiMachines = z.output<typeof machines.machineList>;
export type MachineMade = z.output<typeof machines.machineMade>;
export type MachineRotated = z.output<typeof machines.machineRotated>;
export type MachineRemoved = z.output<typeof machines.machineGone>;

/** Somebody outside for whose consent whoever sends this stands. */
export type SubscriberCommand = z.input<typeof subscriberBody>;
export type ApiSubscriber = z.output<typeof subscribers.subscriber>;
export type ApiSubscriberList = z.output<typeof subscribers.subscriberList>;
export type ApiSubscriberCount = z.output<typeof subscribers.subscriberCount>;
export type SubscriberFound = z.output<typeof subscribers.subscriberFound>;
export type SubscriberGone = z.output<typeof subscribers.subscriberGone>;
export type ApiArchivePage = z.output<typeof archive.archivePage>;
export type ArchiveCommand = z.input<typeof archive.archiveBody>;
export type ArchiveAdded = z.output<typeof archive.archiveAdded>;
export type ApiArchiveKeys = z.output<typeof archive.archiveKeys>;
export type SubscribersImported = z.output<typeof subscribers.subscribersImported>;

/** An entry as the API shows it: what was said, when, and what was promised with it. */
export type ApiEntry = ApiIncident['entries'][number];

export type ApiPromise = ApiIncident['promises'][number];

export type ApiApologyIfSilent = NonNullable<ApiIncident['apologyIfSilent']>;

/** An incident as the API shows it. What became of it on the channels, and what the house owes, only a read of it tells. */
export type ApiIncident = z.output<typeof answers.incident> &
  Partial<z.output<typeof answers.incidentRead>> &
  Partial<z.output<typeof answers.incidentSaid>>;

/** An incident and the state it was read in; `etag` goes into `ifMatch` of a command that relies on that state. */
export type Answered = { incident: ApiIncident; etag: string | undefined };

export type ApiMaintenanceList = z.output<typeof answers.maintenanceList>;

export type ApiIncidentList = z.output<typeof answers.incidentList>;

/** One thing that was wrong with a request, by the field that it is about. */
export type FieldError = { field: string; reason: string };

/** Something that the rules or history have against a text. `ask` must be overridden, `hint` never refuses. */
export type Finding = Preview['findings'][number];

/** How much longer an open incident is likely to last, from history. */
export type ApiEtaAdvice = z.output<typeof answers.advice>;

export type Held = z.output<typeof answers.held>;

export type PreviewCommand = { command: string; incident?: string; body: object };

export type { ChannelPreview } from '../contract/answers.ts';

/** What each channel would say, and what stands against saying it. */
export type Preview = z.output<typeof answers.previewed>;

/** What is switched on, off and held. */
export type ControlState = z.output<typeof answers.controlState>;

/** What was imported from other systems; `hash` names its words. */
export type ApiImportList = z.output<typeof answers.importList>;

/** A command that waits for a second person, or that was decided. `body` is what it was sent with. */
export type ApiDraft = z.output<typeof answers.draft>;

export type ApiDraftList = z.output<typeof answers.draftList>;

/** A draft, and while it waits what the public would read. */
export type ReadDraft = z.output<typeof answers.draftRead>;

export type ApiUnmapped = z.output<typeof answers.intakeUnmapped>;

export type ResolvedTogether = z.output<typeof answers.resolvedTogether>;

export type IntakeTried = z.output<typeof answers.intakeTried>;

export type ApiHandover = z.output<typeof answers.handoverDone>['handover'];

export type ApiLoop = z.output<typeof answers.followUpNoted>['loop'];
