import { dynamodbAlarmClaims } from '../../shared/adapters/dynamodb/alarm-claims.ts';
import { dynamodbAuditLog } from '../../shared/adapters/dynamodb/audit-log.ts';
import { dynamodbControl } from '../../shared/adapters/dynamodb/control.ts';
import { dynamodbDeliveries } from '../../shared/adapters/dynamodb/deliveries.ts';
import { dynamodbDesk } from '../../shared/adapters/dynamodb/desk.ts';
import { dynamodbDrafts } from '../../shared/adapters/dynamodb/drafts.ts';
import { dynamodbFollowUps } from '../../shared/adapters/dynamodb/follow-ups.ts';
import { dynamodbHandovers } from '../../shared/adapters/dynamodb/handovers.ts';
import { dynamodbHeldAlarms } from '../../shared/adapters/dynamodb/held-alarms.ts';
import { dynamodbHolds } from '../../shared/adapters/dynamodb/holds.ts';
import { dynamodbImports } from '../../shared/adapters/dynamodb/imports.ts';
import { dynamodbLog } from '../../shared/adapters/dynamodb/incident-log.ts';
import { accountKey } from '../../shared/adapters/dynamodb/keys.ts';
import { dynamodbMachines } from '../../shared/adapters/dynamodb/machines.ts';
import { dynamodbPeople } from '../../shared/adapters/dynamodb/people.ts';
import { dynamodbRateLimits } from '../../shared/adapters/dynamodb/rate-limits.ts';
import { dynamodbReceipts } from '../../shared/adapters/dynamodb/receipts.ts';
import { dynamodbReminders } from '../../shared/adapters/dynamodb/reminders.ts';
import { dynamodbRuns } from '../../shared/adapters/dynamodb/runs.ts';
import { dynamodbSignUpCounts } from '../../shared/adapters/dynamodb/sign-up-counts.ts';
import { dynamodbSiteIndex, dynamodbSteps } from '../../shared/adapters/dynamodb/site-index.ts';
import { dynamodbSubscribers } from '../../shared/adapters/dynamodb/subscribers.ts';
import { dynamodbTellings } from '../../shared/adapters/dynamodb/tellings.ts';
import { dynamodbUnmappedAlarms } from '../../shared/adapters/dynamodb/unmapped-alarms.ts';
import { dynamodbVersioned } from '../../shared/adapters/dynamodb/versioned.ts';
import type { TestDatabase } from '../support/dynamodb.ts';
import type { Stores } from './stores.ts';

/** The DynamoDB adapters over a new table. Neither local database lets an index lag. */
export async function dynamodbStores(database: TestDatabase): Promise<Stores> {
  const table = await database.table();
  return {
    log: dynamodbLog(table),
    deliveries: dynamodbDeliveries(table),
    reminders: dynamodbReminders(table),
    control: dynamodbControl(table),
    holds: dynamodbHolds(table),
    auditLog: dynamodbAuditLog(table),
    rateLimits: dynamodbRateLimits(table, { burst: 5, perSecond: 2 }),
    alarmClaims: dynamodbAlarmClaims(table),
    receipts: dynamodbReceipts(table),
    heldAlarms: dynamodbHeldAlarms(table),
    unmappedAlarms: dynamodbUnmappedAlarms(table),
    drafts: dynamodbDrafts(table),
    handovers: dynamodbHandovers(table),
    followUps: dynamodbFollowUps(table),
    siteIndex: dynamodbSiteIndex(table),
    imports: dynamodbImports(table),
    people: dynamodbPeople(table),
    machines: dynamodbMachines(table),
    subscribers: dynamodbSubscribers(table),
    signUpCounts: dynamodbSignUpCounts(table),
    tellings: dynamodbTellings(table),
    runs: dynamodbRuns(table),
    pace: dynamodbVersioned(table, accountKey('mail', 'PACE')),
    desk: dynamodbDesk(table),
    siteIndexSteps: dynamodbSteps(table),
    table: table.table,
    indexesCaughtUp: async () => {},
  };
}
