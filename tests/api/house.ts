import { memoryBoard } from '../../shared/adapters/memory/board.ts';
import { memoryControl } from '../../shared/adapters/memory/control.ts';
import { memoryDeliveries } from '../../shared/adapters/memory/deliveries.ts';
import { memoryHolds } from '../../shared/adapters/memory/holds.ts';
import { memoryLog } from '../../shared/adapters/memory/incident-log.ts';
import { memoryNudges } from '../../shared/adapters/memory/nudges.ts';
import { memoryReminders } from '../../shared/adapters/memory/reminders.ts';
import { memoryTable } from '../../shared/adapters/memory/table.ts';
import { memoryXAccount } from '../../shared/adapters/memory/x-account.ts';
import { config } from '../../shared/config.ts';
import { instant } from '../../shared/core/instant.ts';
import { policyOf } from '../../shared/policy.ts';
import type { ReminderMessage } from '../../shared/ports/reminders.ts';

export type House = ReturnType<typeof house>;

/** All ports over memory, at 10:00. `changes` replaces some. */
export function house(changes: object = {}) {
  const clock = { nowMs: Date.parse('2026-11-22T10:00:00.000Z') };
  const time = { now: () => instant(clock.nowMs) };
  const table = memoryTable();
  const messages: ReminderMessage[] = [];
  let salt = 0;
  const ports = {
    log: memoryLog({ table, clock: time }),
    board: memoryBoard(table),
    control: memoryControl(table),
    holds: memoryHolds(),
    deliveries: memoryDeliveries(table),
    reminders: memoryReminders(table),
    nudges: memoryNudges(),
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
  return { ports, clock, messages };
}
