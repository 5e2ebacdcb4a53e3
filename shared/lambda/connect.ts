import { randomBytes } from 'node:crypto';
import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { SNSClient } from '@aws-sdk/client-sns';
import { SQSClient } from '@aws-sdk/client-sqs';
import { DEADLINES, within } from '../adapters/aws/deadlines.ts';
import { dynamodbAlarmClaims } from '../adapters/dynamodb/alarm-claims.ts';
import { dynamodbAuditLog } from '../adapters/dynamodb/audit-log.ts';
import { dynamodbControl } from '../adapters/dynamodb/control.ts';
import { dynamodbDeliveries } from '../adapters/dynamodb/deliveries.ts';
import { dynamodbDrafts } from '../adapters/dynamodb/drafts.ts';
import { dynamodbFollowUps } from '../adapters/dynamodb/follow-ups.ts';
import { dynamodbHandovers } from '../adapters/dynamodb/handovers.ts';
import { dynamodbHolds } from '../adapters/dynamodb/holds.ts';
import { dynamodbLog } from '../adapters/dynamodb/incident-log.ts';
import { dynamodbPeople } from '../adapters/dynamodb/people.ts';
import { dynamodbReminders } from '../adapters/dynamodb/reminders.ts';
import { dynamodbSiteIndex } from '../adapters/dynamodb/site-index.ts';
import { openTable } from '../adapters/dynamodb/table.ts';
import { eventbridgeNudges } from '../adapters/eventbridge/nudges.ts';
import { keptSecret, keyFromSecret } from '../adapters/secrets/kept-secret.ts';
import { snsTarget } from '../adapters/sns/reminder-target.ts';
import { snsSubscriptions } from '../adapters/sns/subscriptions.ts';
import { webhookTarget } from '../adapters/webhook/reminder-target.ts';
import { type IntakeKeys, intakeKeysIn } from '../api/intake-secret.ts';
import type { DeliveryPorts } from '../app/remind/deliver.ts';
import type { CommandPorts } from '../app/run-command.ts';
import { config } from '../config/config.ts';
import { policyOf } from '../config/policy.ts';
import { instant } from '../core/instant.ts';
import type { Clock, Randomness } from '../ports/clock.ts';
import type { Nudges } from '../ports/nudges.ts';
import type { ReminderTarget } from '../ports/reminders.ts';
import { environment } from './environment.ts';
import { logger } from './logger.ts';

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
    drafts: dynamodbDrafts(at),
    handovers: dynamodbHandovers(at),
    followUps: dynamodbFollowUps(at),
    people: dynamodbPeople(at),
  };
}

export const connectNudges = (): Nudges =>
  eventbridgeNudges({
    events: new EventBridgeClient(within(DEADLINES.nudges)),
    queue: new SQSClient(within(DEADLINES.nudges)),
    bus: environment('CANDOR_BUS'),
    lookQueueUrl: environment('CANDOR_LOOK_QUEUE_URL'),
  });

/** How people are reached: the topic, the rooms of the config, and the webhook of one person. */
export function connectPeople() {
  const topic = { sns: new SNSClient(within(DEADLINES.topic)), topicArn: environment('CANDOR_REMINDER_TOPIC') };
  return {
    targets: [
      snsTarget({ ...topic, addressed: config.reminders.addressed }),
      ...config.reminders.webhooks.map((url) => webhookTarget({ url })),
    ],
    subscriptions: snsSubscriptions(topic),
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

/** The key that action links are signed with. */
export const connectLinkKey = (): (() => Promise<string>) =>
  keyFromSecret(new SecretsManagerClient(within(DEADLINES.secrets)), environment('CANDOR_LINK_SECRET'));

/** The key that the secrets of the sources of alarms are derived from. */
export const connectIntakeKeys = (): (() => Promise<IntakeKeys>) =>
  keptSecret(new SecretsManagerClient(within(DEADLINES.secrets)), environment('CANDOR_INTAKE_SECRET'), (text) =>
    intakeKeysIn(text ?? ''),
  );

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
