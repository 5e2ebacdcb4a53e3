import { epochMs, instant, MINUTE_MS } from '../../shared/core/instant.ts';
import type { Chronicle } from './chronicle.ts';
import { Commander } from './commander.ts';
import { afterEachChange, atTheEnd } from './invariants/all.ts';
import { type PlantedFaultName, plantedFaults } from './planted-faults.ts';
import { type Random, seeded } from './random.ts';
import { type Part, type Scenario, scenarioOf } from './scenario.ts';
import { System } from './system.ts';
import { useCases } from './use-cases.ts';
import { VirtualTime } from './virtual-time.ts';

export type { Part, PlantedFaultName };

export const plantedFaultNames = Object.keys(plantedFaults) as PlantedFaultName[];

export type Violation = { seed: number; step: number; invariant: string; detail: string };

export type SeedResult = { seed: number; steps: number; violations: Violation[]; chronicle: Chronicle };

export type SimulateOptions = {
  /** Without it, the seed decides. */
  part?: Part;
  /** Another scenario than the seed's own. */
  scenario?: (random: Random) => Scenario;
  /** A mistake to plant, to see whether it is caught. */
  fault?: PlantedFaultName;
};

const STARTS_AT = '2026-11-22T10:00:00.000Z';

/** Runs one seed: people, channels and trouble for some virtual hours, then calm. Stops at the first violation. */
export async function simulateSeed(seed: number, options: SimulateOptions = {}): Promise<SeedResult> {
  const random = seeded(seed, 'candor');
  const scenario = (options.scenario ?? ((from) => scenarioOf(from, options.part)))(random.fork('scenario'));
  const time = new VirtualTime(epochMs(STARTS_AT));
  const fault = options.fault === undefined ? {} : plantedFaults[options.fault];
  const system = new System(time, random, scenario, fault);
  const violations: Violation[] = [];
  const found = (invariant: string, detail: string) => violations.push({ seed, step: time.steps, invariant, detail });

  const check = () => {
    for (const change of system.chronicle.fresh.splice(0)) {
      for (const [name, invariant] of Object.entries(afterEachChange)) {
        const detail = invariant(change, system.chronicle);
        if (detail !== undefined) found(name, detail);
      }
    }
    return violations.length > 0;
  };

  start(system, time, random, scenario);
  const busyUntilMs = time.nowMs + scenario.busyMs;
  await time.run(busyUntilMs, check);
  system.calmDown();
  await time.run(busyUntilMs + scenario.calmMs, check);

  if (violations.length === 0) {
    const account = (await system.account.read()).state;
    const { chronicle, table, channels } = system;
    const outcome = { chronicle, table, channels, account, now: instant(time.nowMs) };
    for (const [name, invariant] of Object.entries(atTheEnd)) {
      const detail = invariant(outcome);
      if (detail !== undefined) found(name, detail);
    }
  }
  return { seed, steps: time.steps, violations, chronicle: system.chronicle };
}

/** Everybody who acts: commanders, the schedule, the operator, and whatever disturbs X. */
function start(system: System, time: VirtualTime, random: Random, scenario: Scenario): void {
  void arm(system);
  for (let nth = 1; nth <= scenario.incidents; nth++) {
    void new Commander(system, time, random.fork(`commander ${nth}`), `i${nth}`).act(scenario);
  }
  every(time, MINUTE_MS, () => void system.tick());
  every(time, 5 * MINUTE_MS, () => void releaseIfFrozenByItself(system, random));
  const { freeze, xFaultEveryMs } = scenario;
  if (freeze) {
    time.after(freeze.fromMs, () => void operate(system, 'freeze'));
    time.after(freeze.fromMs + freeze.forMs, () => void operate(system, 'release'));
  }
  if (xFaultEveryMs !== undefined) {
    const chance = random.fork('x faults');
    every(time, xFaultEveryMs, () => system.disturbX(chance));
  }
}

/** X goes live once, as an operator would have it. */
const arm = (system: System) => system.operator((ports) => ports.control.setMode('x', 'live'));

async function operate(system: System, what: 'freeze' | 'release'): Promise<void> {
  await system.operator((ports) =>
    what === 'release'
      ? useCases.release(ports)
      : ports.control.freeze({ since: ports.clock.now(), reason: 'asked for', by: 'operator' }),
  );
}

/** A pipeline that froze itself waits for a person; here one comes sooner or later. */
async function releaseIfFrozenByItself(system: System, random: Random): Promise<void> {
  if (system.table.control.frozen?.by !== 'pipeline' || !random.chance(0.5)) return;
  await operate(system, 'release');
}

function every(time: VirtualTime, ms: number, run: () => void): void {
  time.after(ms, () => {
    run();
    every(time, ms, run);
  });
}
