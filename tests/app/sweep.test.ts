import { describe, expect, it } from 'vitest';
import { memoryControl } from '../../shared/adapters/memory/control.ts';
import { memoryHolds } from '../../shared/adapters/memory/holds.ts';
import { memoryLog } from '../../shared/adapters/memory/incident-log.ts';
import { memoryReminders } from '../../shared/adapters/memory/reminders.ts';
import { memoryTable } from '../../shared/adapters/memory/table.ts';
import { hold } from '../../shared/app/hold.ts';
import { type CommandPorts, runCommand } from '../../shared/app/run-command.ts';
import { lookAtOne, type SweepPorts, sweep } from '../../shared/app/sweep.ts';
import { replayed } from '../../shared/core/evolve.ts';
import type { ReportedIncident } from '../../shared/core/incident.ts';
import type { Instant } from '../../shared/core/instant.ts';
import { at, opened, person, policy, type Step, update } from '../support/story.ts';

/** The pipeline on memory, its clock in our hand; `looks` are the delayed messages that were asked for. */
function pipeline(options: { confirmed?: boolean } = {}) {
  let now: Instant = at('10:00');
  const table = memoryTable();
  const clock = { now: () => now };
  const looks: Instant[] = [];
  const nudged: string[] = [];
  let salt = 0;
  const ports: SweepPorts & CommandPorts = {
    log: memoryLog({ table, clock, indexLagMs: () => 0 }),
    control: memoryControl(table),
    reminders: memoryReminders(table),
    holds: memoryHolds(),
    targets: [
      { name: 'inbox', personal: true, confirmed: async () => options.confirmed ?? true, send: async () => {} },
    ],
    nudges: {
      nudge: async (incidents) => void nudged.push(...incidents),
      nudgeSite: async () => void nudged.push('site'),
      lookAt: async (_incident, instants) => void looks.push(...instants),
    },
    clock,
    policy,
    randomness: { salt: () => `${++salt}` },
    warn: () => {},
    channels: { site: async () => undefined, x: async () => undefined },
    timelineDue: async () => undefined,
    table: table.name,
    siteIsCurrent: async () => true,
  };
  const incident = async () => replayed('i1', await ports.log.load('i1')) as ReportedIncident;
  return {
    ports,
    looks,
    nudged,
    incident,
    kinds: async () => (await incident()).entries.map((entry) => entry.kind),
    async tell(step: Step) {
      now = at(step.at);
      const key = { keyHash: step.at, bodyHash: step.at };
      return runCommand(ports, { incident: 'i1', speaker: step.by ?? person, key, command: () => step.command });
    },
    async sweepAt(clockText: string) {
      now = at(clockText);
      return sweep(ports);
    },
    async lookAt(clockText: string) {
      now = at(clockText);
      await lookAtOne(ports, 'i1');
    },
  };
}

describe('the sweep', () => {
  it('apologises once for what slipped, and says so to every channel', async () => {
    const { tell, sweepAt, kinds, nudged } = pipeline();
    await tell(opened('10:00'));
    expect((await sweepAt('10:16')).apologies).toBe(0);
    expect((await sweepAt('10:17')).apologies).toBe(1);
    expect((await sweepAt('10:18')).apologies).toBe(0);
    expect(await kinds()).toEqual(['opened', 'apology']);
    expect(nudged.length).toBeGreaterThan(1);
  });

  it('says nothing while nobody can be told', async () => {
    const { tell, sweepAt, kinds } = pipeline({ confirmed: false });
    await tell(opened('10:00'));
    await sweepAt('10:17');
    expect(await kinds()).toEqual(['opened']);
  });

  it('freezes when it was away for an hour and a promise fell due meanwhile', async () => {
    const { tell, sweepAt, kinds, ports } = pipeline();
    await tell(opened('10:00', { nextUpdateBy: '11:30' }));
    await sweepAt('10:01');
    await sweepAt('11:40');
    expect((await ports.control.read()).frozen?.reason).toContain('no sweep ran since');
    expect(await kinds()).toEqual(['opened']);
  });

  it('freezes as well when a waiting look comes before the first sweep', async () => {
    const { tell, sweepAt, lookAt, kinds } = pipeline();
    await tell(opened('10:00', { nextUpdateBy: '11:30' }));
    await sweepAt('10:01');
    await lookAt('11:40');
    expect(await kinds()).toEqual(['opened']);
  });

  it('does not freeze when nothing fell due while it was away', async () => {
    const { tell, sweepAt, ports } = pipeline();
    await tell(opened('10:00', { nextUpdateBy: '+1 10:00' }));
    await sweepAt('10:01');
    await sweepAt('15:00');
    expect((await ports.control.read()).frozen).toBeUndefined();
  });

  it('waits while a person is composing, once a silence', async () => {
    const { tell, sweepAt, kinds, ports, incident } = pipeline();
    await tell(opened('10:00'));
    await sweepAt('10:16');
    expect(await hold(ports, await incident(), 3)).toEqual({ until: at('10:19') });
    expect(await hold(ports, await incident(), 3)).toBe('held before');
    await sweepAt('10:18');
    expect(await kinds()).toEqual(['opened']);
    await sweepAt('10:19');
    expect(await kinds()).toEqual(['opened', 'apology']);
  });

  it('forgets an incident when everything that it implies has happened', async () => {
    const { tell, sweepAt, ports, incident } = pipeline();
    await tell(opened('10:00'));
    await tell({ at: '10:05', command: { type: 'Resolve', message: 'Over.' } });
    await sweepAt('10:06');
    expect(await ports.log.watched('i1', (await incident()).head.seq)).toBeUndefined();
    expect((await sweepAt('10:07')).looked).toBe(0);
  });

  it('keeps a watch alive with one message, however many looks come', async () => {
    const { tell, lookAt, looks } = pipeline();
    await tell(opened('10:00', { nextUpdateBy: '10:02' }));
    looks.length = 0;
    for (let extra = 0; extra < 20; extra += 1) await lookAt('10:00:21');
    expect(looks).toEqual([at('10:02')]);
  });

  it('goes on with the others when one incident throws', async () => {
    const { tell, ports, sweepAt } = pipeline();
    await tell(opened('10:00'));
    const load = ports.log.load;
    ports.log.load = async () => {
      throw new Error('a poisoned partition');
    };
    expect(await sweepAt('10:17')).toMatchObject({ failed: 1, looked: 0 });
    ports.log.load = load;
    expect((await sweepAt('10:18')).apologies).toBe(1);
  });
});

describe('running a command', () => {
  it('is not harmed by nudges that are lost', async () => {
    const { ports, tell, kinds } = pipeline();
    ports.nudges.nudge = async () => {
      throw new Error('EventBridge is down');
    };
    expect(await tell(opened('10:00'))).toMatchObject({ type: 'added' });
    expect(await kinds()).toEqual(['opened']);
  });

  it('decides again from the new state when somebody was faster', async () => {
    const { ports, tell, kinds } = pipeline();
    await tell(opened('10:00'));
    const append = ports.log.append;
    let raced = false;
    ports.log.append = async (...args) => {
      if (!raced) {
        raced = true;
        await tell(update('10:01'));
      }
      return append(...args);
    };
    await tell(update('10:02'));
    expect(await kinds()).toEqual(['opened', 'update', 'update']);
  });
});
