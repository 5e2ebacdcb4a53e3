import { describe, expect, it } from 'vitest';
import { memoryAlarmClaims } from '../../shared/adapters/memory/alarm-claims.ts';
import { memoryAuditLog } from '../../shared/adapters/memory/audit-log.ts';
import { memoryControl } from '../../shared/adapters/memory/control.ts';
import { memoryDeliveries } from '../../shared/adapters/memory/deliveries.ts';
import { memoryDesk } from '../../shared/adapters/memory/desk.ts';
import { memoryDrafts } from '../../shared/adapters/memory/drafts.ts';
import { memoryFollowUps } from '../../shared/adapters/memory/follow-ups.ts';
import { memoryHandovers } from '../../shared/adapters/memory/handovers.ts';
import { memoryHeldAlarms } from '../../shared/adapters/memory/held-alarms.ts';
import { memoryHolds } from '../../shared/adapters/memory/holds.ts';
import { memoryImports } from '../../shared/adapters/memory/imports.ts';
import { memoryLog } from '../../shared/adapters/memory/incident-log.ts';
import { memoryMachines } from '../../shared/adapters/memory/machines.ts';
import { memoryPeople } from '../../shared/adapters/memory/people.ts';
import { memoryRateLimits } from '../../shared/adapters/memory/rate-limits.ts';
import { memoryReceipts } from '../../shared/adapters/memory/receipts.ts';
import { memoryReminders } from '../../shared/adapters/memory/reminders.ts';
import { memoryRuns } from '../../shared/adapters/memory/runs.ts';
import { memorySignUpCounts } from '../../shared/adapters/memory/sign-up-counts.ts';
import { memorySiteIndex, memorySteps } from '../../shared/adapters/memory/site-index.ts';
import { memorySubscribers } from '../../shared/adapters/memory/subscribers.ts';
import { memoryTable } from '../../shared/adapters/memory/table.ts';
import { memoryTellings } from '../../shared/adapters/memory/tellings.ts';
import { memoryUnmappedAlarms } from '../../shared/adapters/memory/unmapped-alarms.ts';
import { memoryVersioned } from '../../shared/adapters/memory/versioned.ts';
import { type Instant, plus } from '../../shared/core/instant.ts';
import { chainOf, draft, opening, TEN_O_CLOCK } from '../support/entries.ts';
import { deskContract } from './desk.contract.ts';
import { importsContract } from './imports.contract.ts';
import { incidentLogContract } from './incident-log.contract.ts';
import { machinesContract } from './machines.contract.ts';
import {
  alarmClaimsContract,
  auditLogContract,
  draftsContract,
  followUpsContract,
  handoversContract,
  overContract,
  rateLimitsContract,
  receiptsContract,
} from './operations.contract.ts';
import { peopleContract } from './people.contract.ts';
import { controlContract, deliveriesContract, holdsContract, remindersContract } from './records.contract.ts';
import { signUpCountsContract } from './sign-up-counts.contract.ts';
import { siteIndexContract } from './site-index.contract.ts';
import type { Stores } from './stores.ts';
import { subscribersContract } from './subscribers.contract.ts';

const INDEX_LAG_MS = 700;

function movableClock(start: Instant = TEN_O_CLOCK) {
  let now = start;
  const moveMs = (ms: number) => {
    now = plus(now, ms);
  };
  return { now: () => now, moveMs };
}

async function memoryStores(): Promise<Stores> {
  const table = memoryTable('candor-test');
  const clock = movableClock();
  return {
    log: memoryLog({ table, clock, indexLagMs: () => INDEX_LAG_MS }),
    deliveries: memoryDeliveries(table),
    reminders: memoryReminders(table),
    control: memoryControl(table),
    holds: memoryHolds(),
    auditLog: memoryAuditLog(),
    rateLimits: memoryRateLimits({ burst: 5, perSecond: 2 }),
    alarmClaims: memoryAlarmClaims(),
    receipts: memoryReceipts(),
    heldAlarms: memoryHeldAlarms(),
    unmappedAlarms: memoryUnmappedAlarms(),
    drafts: memoryDrafts(),
    handovers: memoryHandovers(),
    followUps: memoryFollowUps(),
    siteIndex: memorySiteIndex(table),
    imports: memoryImports(),
    people: memoryPeople(),
    machines: memoryMachines(),
    subscribers: memorySubscribers(),
    signUpCounts: memorySignUpCounts(),
    tellings: memoryTellings(),
    runs: memoryRuns(),
    pace: memoryVersioned(),
    desk: memoryDesk(),
    siteIndexSteps: memorySteps(table),
    table: table.name,
    indexesCaughtUp: async () => clock.moveMs(INDEX_LAG_MS),
  };
}

describe('in memory', () => {
  incidentLogContract(memoryStores);
  deliveriesContract(memoryStores);
  remindersContract(memoryStores);
  controlContract(memoryStores);
  holdsContract(memoryStores);
  auditLogContract(memoryStores);
  rateLimitsContract(memoryStores);
  alarmClaimsContract(memoryStores);
  overContract(memoryStores);
  receiptsContract(memoryStores);
  draftsContract(memoryStores);
  handoversContract(memoryStores);
  followUpsContract(memoryStores);
  siteIndexContract(memoryStores);
  importsContract(memoryStores);
  peopleContract(memoryStores);
  machinesContract(memoryStores);
  signUpCountsContract(memoryStores);
  subscribersContract(memoryStores);
  deskContract(memoryStores);

  describe('an index that lags', () => {
    it('shows a watch only after its lag, and one that is gone for as long', async () => {
      const clock = movableClock();
      const log = memoryLog({ clock, indexLagMs: () => INDEX_LAG_MS });
      await log.append(chainOf('i1', [opening()])[0]!, TEN_O_CLOCK);
      clock.moveMs(INDEX_LAG_MS - 1);
      expect(await log.due(clock.now(), 10)).toEqual([]);
      clock.moveMs(1);
      expect(await log.due(clock.now(), 10)).toHaveLength(1);

      await log.rewatch('i1', 1, TEN_O_CLOCK, undefined);
      expect(await log.due(clock.now(), 10)).toHaveLength(1);
      expect(await log.watched('i1', 1)).toBeUndefined();
      clock.moveMs(INDEX_LAG_MS);
      expect(await log.due(clock.now(), 10)).toEqual([]);
    });

    it('never shows an older change of an entry after a newer one, whatever each lag', async () => {
      const clock = movableClock();
      const lags = [900, 10];
      const log = memoryLog({ clock, indexLagMs: () => lags.shift() ?? 0 });
      await log.append(chainOf('i1', [opening()])[0]!, TEN_O_CLOCK);
      await log.rewatch('i1', 1, TEN_O_CLOCK, undefined);
      // The removal is ready first, but the row that it removes has yet to appear.
      clock.moveMs(500);
      expect(await log.due(clock.now(), 10)).toEqual([]);
      clock.moveMs(500);
      expect(await log.due(clock.now(), 10)).toEqual([]);
    });
  });

  it('hands out copies that nobody can change', async () => {
    const { log } = await memoryStores();
    const chain = chainOf('i1', [opening(), draft()]);
    await log.append(chain[0]!, undefined);
    const [loaded] = await log.load('i1');
    expect(() => Object.assign(loaded!.content!, { message: 'changed' })).toThrow(TypeError);
    expect((await log.load('i1'))[0]).toEqual(chain[0]);
  });
});
