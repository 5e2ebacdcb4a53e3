import { memoryActs } from '../../shared/adapters/memory/acts.ts';
import { memoryBoard } from '../../shared/adapters/memory/board.ts';
import { memoryBuckets } from '../../shared/adapters/memory/buckets.ts';
import { memoryClaims } from '../../shared/adapters/memory/claims.ts';
import { memoryControl } from '../../shared/adapters/memory/control.ts';
import { memoryDeliveries } from '../../shared/adapters/memory/deliveries.ts';
import { memoryDrafts } from '../../shared/adapters/memory/drafts.ts';
import { memoryHandovers } from '../../shared/adapters/memory/handovers.ts';
import { memoryHolds } from '../../shared/adapters/memory/holds.ts';
import { memoryImports } from '../../shared/adapters/memory/imports.ts';
import { memoryLog } from '../../shared/adapters/memory/incident-log.ts';
import { memoryLoops } from '../../shared/adapters/memory/loops.ts';
import { memoryNudges, type Nudge } from '../../shared/adapters/memory/nudges.ts';
import { memoryReminders } from '../../shared/adapters/memory/reminders.ts';
import { memoryTable } from '../../shared/adapters/memory/table.ts';
import { memoryXAccount } from '../../shared/adapters/memory/x-account.ts';
import { remind } from '../../shared/app/remind.ts';
import { lookAtOne, sweep } from '../../shared/app/sweep.ts';
import { config } from '../../shared/config.ts';
import { instant } from '../../shared/core/instant.ts';
import { policyOf } from '../../shared/policy.ts';
import type { ReminderMessage } from '../../shared/ports/reminders.ts';

export const OPS = 'https://ops.example';

export type House = ReturnType<typeof house>;

/** All ports over memory, at 10:00. `changes` replaces some. */
export function house(changes: object = {}) {
  const clock = { nowMs: Date.parse('2026-11-22T10:00:00.000Z') };
  const time = { now: () => instant(clock.nowMs) };
  const table = memoryTable();
  const messages: ReminderMessage[] = [];
  const sent: Nudge[] = [];
  let salt = 0;
  const ports = {
    log: memoryLog({ table, clock: time }),
    board: memoryBoard(table),
    control: memoryControl(table),
    holds: memoryHolds(),
    imports: memoryImports(),
    acts: memoryActs(),
    buckets: memoryBuckets(config.requests),
    claims: memoryClaims(),
    drafts: memoryDrafts(),
    intakeKey: async () => 'another key of enough letters to derive',
    sources: config.intake.sources,
    handovers: memoryHandovers(),
    loops: memoryLoops(),
    deliveries: memoryDeliveries(table),
    reminders: memoryReminders(table),
    nudges: memoryNudges(sent),
    clock: time,
    randomness: { salt: () => (++salt).toString(16).padStart(32, '0') },
    policy: policyOf(config),
    warn: () => undefined,
    components: new Set(config.components.map((component) => component.id)),
    account: memoryXAccount(),
    rules: config.x,
    siteUrl: 'https://status.example',
    brand: 'Example Cloud',
    linkKey: async () => 'a key of enough letters for a signature',
    ...changes,
  };
  const target = {
    name: 'phone',
    personal: true,
    confirmed: async () => true,
    send: async (message: ReminderMessage) => void messages.push(message),
  };
  const pipeline = {
    ...ports,
    targets: [target],
    recipients: { commander: 'commander', deputy: 'deputy', escalation: 'on-call' },
    approver: 'olga',
    links: { key: ports.linkKey, opsUrl: OPS, warn: () => undefined },
    places: { consoleUrl: `${OPS}/console`, siteUrl: ports.siteUrl },
    channels: { site: async () => undefined, x: async () => undefined },
    timelineDue: async () => undefined,
    table: table.name,
    siteIsCurrent: async () => true,
  };
  /** What happens in a minute: the looks that were asked for, a sweep, and the reminders of whatever they nudge. */
  async function minute(minutes = 1) {
    for (let passed = 0; passed < minutes; passed += 1) {
      clock.nowMs += 60_000;
      const asked = sent.splice(0);
      for (const one of asked) {
        if (one.type === 'look' && one.at <= time.now()) await lookAtOne(pipeline, one.incident);
      }
      await sweep(pipeline);
      const later = asked.filter((one) => one.type === 'look' && one.at > time.now());
      const nudged = sent.flatMap((one) => (one.type === 'incident' ? [one.incident] : []));
      sent.push(...later);
      for (const id of new Set(nudged)) await remind(pipeline, id);
    }
  }
  return { ports, clock, messages, minute, remind: (id: string) => remind(pipeline, id) };
}
