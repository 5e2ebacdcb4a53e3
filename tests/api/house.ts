import { memoryNudges, type Nudge } from '../../shared/adapters/memory/nudges.ts';
import { memoryTable } from '../../shared/adapters/memory/table.ts';
import { lookAtOne } from '../../shared/app/look.ts';
import { remind } from '../../shared/app/remind/remind.ts';
import { sweep } from '../../shared/app/sweep.ts';
import { instant } from '../../shared/core/instant.ts';
import type { ReminderMessage, ReminderTarget } from '../../shared/ports/reminders.ts';
import { memoryPorts } from '../support/memory-ports.ts';

export const OPS = 'https://ops.example';

export type House = ReturnType<typeof house>;

/** All ports over memory, at 10:00. `changes` replaces some; `addressed: false` has messages reach everybody. */
export function house(changes: object = {}) {
  const clock = { nowMs: Date.parse('2026-11-22T10:00:00.000Z') };
  const time = { now: () => instant(clock.nowMs) };
  const table = memoryTable();
  const messages: ReminderMessage[] = [];
  const sent: Nudge[] = [];
  const ports = {
    ...memoryPorts({ table, clock: time, siteUrl: 'https://status.example' }),
    nudges: memoryNudges(sent),
    siteUrl: 'https://status.example',
    brand: 'Example Cloud',
    linksApprove: true,
    linkKey: async () => 'a key of enough letters for a signature',
    ...changes,
  };
  const target = {
    name: 'phone',
    personal: true,
    addressed: (changes as { addressed?: boolean }).addressed ?? true,
    confirmed: async () => true,
    send: async (message: ReminderMessage) => void messages.push(message),
  };
  const targets: ReminderTarget[] = [target];
  const pipeline = {
    ...ports,
    targets,
    recipients: { commander: 'commander', deputy: 'deputy', escalation: 'on-call' },
    approver: 'olga',
    links: { key: ports.linkKey, opsUrl: OPS, warn: () => undefined },
    places: { consoleUrl: `${OPS}/console`, siteUrl: ports.siteUrl },
    channels: [],
    table: table.name,
    frontPage: async () => ({ isCurrent: true }),
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
  return { ports, targets, clock, messages, minute, remind: (id: string) => remind(pipeline, id) };
}
