import { memoryAlarmClaims } from '../../shared/adapters/memory/alarm-claims.ts';
import { memoryControl } from '../../shared/adapters/memory/control.ts';
import { memoryDeliveries } from '../../shared/adapters/memory/deliveries.ts';
import { memoryDrafts } from '../../shared/adapters/memory/drafts.ts';
import { memoryFollowUps } from '../../shared/adapters/memory/follow-ups.ts';
import { memoryHandovers } from '../../shared/adapters/memory/handovers.ts';
import { memoryHeldAlarms } from '../../shared/adapters/memory/held-alarms.ts';
import { memoryHolds } from '../../shared/adapters/memory/holds.ts';
import { memoryLog } from '../../shared/adapters/memory/incident-log.ts';
import { memoryReminders } from '../../shared/adapters/memory/reminders.ts';
import { memorySiteIndex } from '../../shared/adapters/memory/site-index.ts';
import { memoryTable } from '../../shared/adapters/memory/table.ts';
import { lookAtOne } from '../../shared/app/look.ts';
import { type CommandPorts, runCommand } from '../../shared/app/run-command.ts';
import { type SweepPorts, sweep } from '../../shared/app/sweep.ts';
import { spoken } from '../../shared/config/voice.ts';
import { replayed } from '../../shared/core/evolve.ts';
import type { ReportedIncident } from '../../shared/core/incident.ts';
import type { Instant } from '../../shared/core/instant.ts';
import { nobodyListed } from './nobody-listed.ts';
import { at, person, policy, type Step } from './story.ts';

/** The pipeline on memory, its clock in our hand; `looks` are the delayed messages that were asked for. */
export function pipeline(options: { confirmed?: boolean } = {}) {
  let now: Instant = at('10:00');
  const table = memoryTable();
  const clock = { now: () => now };
  const looks: Instant[] = [];
  const nudged: string[] = [];
  const woken: string[] = [];
  let salt = 0;
  const ports: SweepPorts & CommandPorts = {
    ...nobodyListed(),
    log: memoryLog({ table, clock, indexLagMs: () => 0 }),
    control: memoryControl(table),
    reminders: memoryReminders(table),
    holds: memoryHolds(),
    siteIndex: memorySiteIndex(table),
    alarmClaims: memoryAlarmClaims(),
    heldAlarms: memoryHeldAlarms(),
    reopenWithinMs: 10 * 60_000,
    drafts: memoryDrafts(),
    deliveries: memoryDeliveries(table),
    handovers: memoryHandovers(),
    followUps: memoryFollowUps(),
    components: new Set(['api']),
    targets: [
      { name: 'inbox', personal: true, confirmed: async () => options.confirmed ?? true, send: async () => {} },
    ],
    nudges: {
      nudge: async (incidents, whom = ['public', 'people']) => {
        nudged.push(...incidents);
        woken.push(...whom);
      },
      nudgeSite: async () => void nudged.push('site'),
      lookAt: async (_incident, instants) => void looks.push(...instants),
    },
    clock,
    policy,
    voice: spoken,
    randomness: { salt: () => `${++salt}` },
    warn: () => {},
    channels: [],
    table: table.name,
    frontPage: async () => ({ isCurrent: true }),
  };
  const incident = async () => replayed('i1', await ports.log.load('i1')) as ReportedIncident;
  return {
    ports,
    looks,
    nudged,
    /** Whom the nudges were for, in order. */
    woken,
    incident,
    kinds: async () => (await incident()).entries.map((entry) => entry.kind),
    async tell(step: Step, incident = 'i1') {
      now = at(step.at);
      const key = { keyHash: step.at, bodyHash: step.at };
      return runCommand(ports, { incident, speaker: step.by ?? person, key, command: () => step.command });
    },
    async sweepAt(clockText: string) {
      now = at(clockText);
      return sweep(ports);
    },
    async lookAt(clockText: string, seq?: number) {
      now = at(clockText);
      await lookAtOne(ports, 'i1', seq);
    },
  };
}
