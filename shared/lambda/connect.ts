import { randomBytes } from 'node:crypto';
import { dynamodbAlarmClaims } from '../adapters/dynamodb/alarm-claims.ts';
import { dynamodbAuditLog } from '../adapters/dynamodb/audit-log.ts';
import { dynamodbControl } from '../adapters/dynamodb/control.ts';
import { dynamodbDeliveries } from '../adapters/dynamodb/deliveries.ts';
import { dynamodbDrafts } from '../adapters/dynamodb/drafts.ts';
import { dynamodbFollowUps } from '../adapters/dynamodb/follow-ups.ts';
import { dynamodbHandovers } from '../adapters/dynamodb/handovers.ts';
import { dynamodbHeldAlarms } from '../adapters/dynamodb/held-alarms.ts';
import { dynamodbHolds } from '../adapters/dynamodb/holds.ts';
import { dynamodbLog } from '../adapters/dynamodb/incident-log.ts';
import { dynamodbMachines } from '../adapters/dynamodb/machines.ts';
import { dynamodbPeople } from '../adapters/dynamodb/people.ts';
import { dynamodbRateLimits } from '../adapters/dynamodb/rate-limits.ts';
import { dynamodbReceipts } from '../adapters/dynamodb/receipts.ts';
import { dynamodbReminders } from '../adapters/dynamodb/reminders.ts';
import { dynamodbRuns } from '../adapters/dynamodb/runs.ts';
import { dynamodbSiteIndex } from '../adapters/dynamodb/site-index.ts';
import { dynamodbSubscribers } from '../adapters/dynamodb/subscribers.ts';
import { openTable, type Table } from '../adapters/dynamodb/table.ts';
import { dynamodbTellings } from '../adapters/dynamodb/tellings.ts';
import { dynamodbUnmappedAlarms } from '../adapters/dynamodb/unmapped-alarms.ts';
import { keptSecret, keyFromSecret } from '../adapters/secrets/kept-secret.ts';
import { snsItself } from '../adapters/sns/sns-itself.ts';
import { snsReaches } from '../adapters/sns/sns-reaches.ts';
import { webhookTarget } from '../adapters/webhook/reminder-target.ts';
import { type IntakeKeys, intakeKeysIn } from '../api/intake-secret.ts';
import { SOURCE_LIMIT } from '../api/rate-limits.ts';
import type { DeliveryPorts } from '../app/remind/deliver.ts';
import type { CommandPorts } from '../app/run-command.ts';
import { type StormPace, stormPace } from '../app/storm-pace.ts';
import { config } from '../config/config.ts';
import { policyOf } from '../config/policy.ts';
import { instant } from '../core/instant.ts';
import type { AlarmQueue } from '../ports/alarm-storms.ts';
import type { ArchiveKeyStore } from '../ports/archive.ts';
import type { Clock, Randomness } from '../ports/clock.ts';
import type { Mailer } from '../ports/mailer.ts';
import type { Nudges } from '../ports/nudges.ts';
import type { RateLimits } from '../ports/rate-limits.ts';
import type { ReminderTarget } from '../ports/reminders.ts';
import { environment } from './environment.ts';
import { logger } from './logger.ts';
import { once, whenUsed } from './when-used.ts';

export const systemClock: Clock = { now: () => instant(Date.now()) };

export const systemRandomness: Randomness = { salt: () => randomBytes(16).toString('hex') };

/** Everything that lies in the table, behind its ports. */
export function connectTable() {
  const at = openTable(environment('CANDOR_TABLE'));
  return {
    at,
    log: dynamodbLog(at),
    deliveries: dynamodbDeliveries(at),
    siteIndex: dynamodbSiteIndex(at),
    control: dynamodbControl(at),
    reminders: dynamodbReminders(at),
    holds: dynamodbHolds(at),
    auditLog: dynamodbAuditLog(at),
    alarmClaims: dynamodbAlarmClaims(at),
    receipts: dynamodbReceipts(at),
    heldAlarms: dynamodbHeldAlarms(at),
    unmappedAlarms: dynamodbUnmappedAlarms(at),
    drafts: dynamodbDrafts(at),
    handovers: dynamodbHandovers(at),
    followUps: dynamodbFollowUps(at),
    people: dynamodbPeople(at),
    machines: dynamodbMachines(at),
    subscribers: dynamodbSubscribers(at),
    tellings: dynamodbTellings(at),
    runs: dynamodbRuns(at),
  };
}

export function connectNudges(): Nudges {
  const targets = { bus: environment('CANDOR_BUS'), lookQueueUrl: environment('CANDOR_LOOK_QUEUE_URL') };
  return whenUsed(async () => (await import('./clients/nudges.ts')).nudges(targets), 'nudge', 'nudgeSite', 'lookAt');
}

/** How people are reached: the topic, the rooms of the config, and the webhook of one person. */
export function connectPeople() {
  const at = { topicArn: environment('CANDOR_REMINDER_TOPIC'), addressed: config.reminders.addressed };
  const topic = once(async () => (await import('./clients/topic.ts')).topic(at));
  return {
    targets: [
      { ...snsReaches(at.addressed), ...whenUsed(async () => (await topic()).target, 'confirmed', 'send') },
      ...config.reminders.webhooks.map((url) => webhookTarget({ url })),
    ],
    subscriptions: whenUsed(async () => (await topic()).subscriptions, 'ask', 'confirm', 'end', 'standing'),
    hookTo,
    policy: policyOf(config),
    warn,
  };
}

/** The same, for whom something is addressed to. */
export function connectDelivery(table: ReturnType<typeof connectTable>): DeliveryPorts {
  const { commander, deputy, escalation, approver } = config.reminders;
  return {
    ...connectPeople(),
    people: table.people,
    recipients: { commander, deputy, escalation },
    approver,
    clock: systemClock,
  };
}

const hookTo = (url: string): ReminderTarget => webhookTarget({ url, personal: true });

const warn = (message: string, error: unknown): void => logger.warn(message, error as Error);

/** The text of a secret, by a client that is made when it is first asked for. */
function secretAt(secretArn: string): () => Promise<string | undefined> {
  const secret = once(async () => (await import('./clients/secrets.ts')).secretAt(secretArn));
  return async () => (await secret())();
}

/** The key that action links are signed with. */
export const connectLinkKey = (): (() => Promise<string>) => keyFromSecret(secretAt(environment('CANDOR_LINK_SECRET')));

/** The key that those who are told are known by, and that their links are signed with. */
export const connectSubscriberKey = (): (() => Promise<string>) =>
  keyFromSecret(secretAt(environment('CANDOR_SUBSCRIBER_SECRET')));

/** What CloudFront alone adds to what it hands on to the API. */
export const connectOriginSecret = (): (() => Promise<string>) =>
  keyFromSecret(secretAt(environment('CANDOR_ORIGIN_SECRET')));

/** Who carries mails. */
export function connectMailer(): Mailer {
  const configurationSet = environment('CANDOR_MAIL_CONFIGURATION_SET');
  return whenUsed(async () => (await import('./clients/mailer.ts')).mailer(configurationSet), 'send', 'quota');
}

/** The key that the secrets of the sources of alarms are derived from. */
export const connectIntakeKeys = (): (() => Promise<IntakeKeys>) =>
  keptSecret(secretAt(environment('CANDOR_INTAKE_SECRET')), (text) => intakeKeysIn(text ?? ''));

/** The keys that an export takes along: as they are stored, and to be replaced by those of another system. */
export function connectArchiveKeys(): ArchiveKeyStore {
  const intake = environment('CANDOR_INTAKE_SECRET');
  // Only where the config says something of mail there is one.
  const subscribers = config.mail === undefined ? undefined : environment('CANDOR_SUBSCRIBER_SECRET');
  return whenUsed(
    async () => (await import('./clients/archive-keys.ts')).archiveKeys({ intake, subscribers }),
    'read',
    'replace',
  );
}

/** What each source of alarms may send. */
export const connectSourceLimits = ({ at }: { at: Table }): RateLimits => dynamodbRateLimits(at, SOURCE_LIMIT);

/** The clients of programs, and the gateway that lets them in. */
export function connectMachines() {
  const userPool = environment('CANDOR_USER_POOL');
  const at = { apiId: environment('CANDOR_API'), authorizerId: environment('CANDOR_AUTHORIZER') };
  const machines = () => import('./clients/machines.ts');
  return {
    machineClients: whenUsed(async () => (await machines()).machineClients(userPool), 'make', 'renew', 'end', 'list'),
    machineDoor: whenUsed(async () => (await machines()).machineDoor(at), 'letIn', 'change'),
    signInUrl: environment('CANDOR_SIGN_IN_URL'),
  };
}

/** Which alarms are too many to be answered one by one, and where they wait. */
export function connectStorms(): { alarmQueue: AlarmQueue; isCalm: StormPace } {
  const url = environment('CANDOR_STORM_QUEUE_URL');
  return {
    alarmQueue: whenUsed(async () => (await import('./clients/alarm-queue.ts')).alarmQueue(url), 'put'),
    isCalm: stormPace(),
  };
}

/** SNS as everybody may ask it, at AWS or where the clients of AWS are told that it is. */
export const connectSnsItself = () => snsItself(process.env.AWS_ENDPOINT_URL_SNS ?? process.env.AWS_ENDPOINT_URL);

/** What appending an entry takes. */
export function connectCommands(table: ReturnType<typeof connectTable>): CommandPorts {
  return {
    log: table.log,
    nudges: connectNudges(),
    clock: systemClock,
    randomness: systemRandomness,
    policy: policyOf(config),
    warn,
  };
}
