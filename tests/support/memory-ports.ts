import { memoryAlarmClaims } from '../../shared/adapters/memory/alarm-claims.ts';
import { memoryArchive } from '../../shared/adapters/memory/archive.ts';
import { memoryAuditLog } from '../../shared/adapters/memory/audit-log.ts';
import { memoryControl } from '../../shared/adapters/memory/control.ts';
import { memoryDeliveries } from '../../shared/adapters/memory/deliveries.ts';
import { memoryDrafts } from '../../shared/adapters/memory/drafts.ts';
import { memoryFollowUps } from '../../shared/adapters/memory/follow-ups.ts';
import { memoryHandovers } from '../../shared/adapters/memory/handovers.ts';
import { memoryHeldAlarms } from '../../shared/adapters/memory/held-alarms.ts';
import { memoryHolds } from '../../shared/adapters/memory/holds.ts';
import { memoryImports } from '../../shared/adapters/memory/imports.ts';
import { memoryLog } from '../../shared/adapters/memory/incident-log.ts';
import { memoryMachineClients, memoryMachineDoor, memoryMachines } from '../../shared/adapters/memory/machines.ts';
import { memoryNudges } from '../../shared/adapters/memory/nudges.ts';
import { memoryPeople } from '../../shared/adapters/memory/people.ts';
import { memoryRateLimits } from '../../shared/adapters/memory/rate-limits.ts';
import { memoryReceipts } from '../../shared/adapters/memory/receipts.ts';
import { memoryReminders } from '../../shared/adapters/memory/reminders.ts';
import { memoryRuns } from '../../shared/adapters/memory/runs.ts';
import { memorySiteIndex } from '../../shared/adapters/memory/site-index.ts';
import { memorySubscribers } from '../../shared/adapters/memory/subscribers.ts';
import { memorySubscriptions } from '../../shared/adapters/memory/subscriptions.ts';
import type { MemoryTable } from '../../shared/adapters/memory/table.ts';
import { memoryUnmappedAlarms } from '../../shared/adapters/memory/unmapped-alarms.ts';
import { memoryXAccount } from '../../shared/adapters/memory/x-account.ts';
import { askedX } from '../../shared/app/x/would-post.ts';
import { config } from '../../shared/config/config.ts';
import { policyOf } from '../../shared/config/policy.ts';
import { spoken } from '../../shared/config/voice.ts';
import type { Clock } from '../../shared/ports/clock.ts';
import type { ReminderMessage, ReminderTarget } from '../../shared/ports/reminders.ts';
import { deskPorts } from '../desk/support/desk-ports.ts';

/** What the real API needs behind it, over memory and with the project's own config. Salts count up from one. */
export function memoryPorts({ table, clock, siteUrl }: { table: MemoryTable; clock: Clock; siteUrl: string }) {
  let salt = 0;
  /** What was sent to webhooks of single people, by their addresses. */
  const hooks: { url: string; message: ReminderMessage }[] = [];
  const targets: ReminderTarget[] = [];
  const ports = {
    log: memoryLog({ table, clock }),
    siteIndex: memorySiteIndex(table),
    control: memoryControl(table),
    holds: memoryHolds(),
    imports: memoryImports(),
    auditLog: memoryAuditLog(),
    rateLimits: memoryRateLimits(config.requests),
    alarmClaims: memoryAlarmClaims(),
    receipts: memoryReceipts(),
    heldAlarms: memoryHeldAlarms(),
    unmappedAlarms: memoryUnmappedAlarms(),
    isReachable: async () => true,
    reopenWithinMs: config.intake.reopenWithin * 60_000,
    drafts: memoryDrafts(),
    intakeKeys: async () => ({
      key: 'another key of enough letters to derive',
      senders: {} as Record<string, readonly string[]>,
    }),
    sources: config.intake.sources,
    takesTickets: true,
    handovers: memoryHandovers(),
    followUps: memoryFollowUps(),
    people: memoryPeople(),
    machines: memoryMachines(),
    archive: memoryArchive(),
    archiveKeys: { read: async () => ({}), replace: async () => undefined },
    subscribers: memorySubscribers(),
    runs: memoryRuns(),
    subscriberKey: async () => 'a key of enough letters to make ids with',
    machineClients: memoryMachineClients(),
    machineDoor: memoryMachineDoor(),
    signInUrl: 'https://sign-in.example',
    subscriptions: memorySubscriptions(),
    hooks,
    hookTo: (url: string): ReminderTarget => ({
      name: url,
      personal: true,
      confirmed: async () => true,
      send: async (message) => void hooks.push({ url, message }),
    }),
    targets,
    linkKey: async () => 'a key of enough letters for a signature',
    opsUrl: 'https://ops.example',
    brand: config.brand.name,
    deliveries: memoryDeliveries(table),
    reminders: memoryReminders(table),
    clock,
    randomness: { salt: () => (++salt).toString(16).padStart(32, '0') },
    policy: policyOf(config),
    voice: spoken,
    warn: () => undefined,
    components: new Set(config.components.map((component) => component.id)),
    names: new Map(config.components.map(({ id, name }) => [id, name])),
    account: memoryXAccount(),
    rules: config.x,
  };
  const desk = deskPorts({ ...ports, nudges: memoryNudges() });
  return { ...ports, desk, channels: [askedX({ ...ports, siteUrl })] };
}
