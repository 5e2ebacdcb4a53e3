import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { settableClock } from '../../infra/local/cloud/clock.ts';
import type { Cloud } from '../../infra/local/cloud/cloud.ts';
import type { MeteredCall } from '../../infra/local/cloud/meter.ts';
import { currentAssembly } from '../../infra/local/start/assembly.ts';
import { startSystem } from '../../infra/local/start/system.ts';
import { asOperator, atRest, isNotALook, openMeasured, sayMore } from './operator.ts';
import { rounded } from './statistics.ts';

/** What many updates of one incident in a row cost, and the tick of the schedule behind them. */
export type Burst = {
  updates: number;
  sweepMs: number;
  requestsOfSweep: number;
  /** Of all that an update brings about within an hour, X live. */
  requestsEach: number;
  /** The same by who asks, most first. */
  by: readonly { caller: string; requestsEach: number }[];
};

const UPDATES = 130;
const EVERY_MS = 600;
const HOUR_S = 3_600;

/** The whole system in this process but its functions, so that every request to AWS is seen; its clock is set forward afterwards. */
export async function measureBurst(progress: (line: string) => void): Promise<Burst> {
  progress(`${UPDATES} updates of one incident ...`);
  const root = path.resolve(import.meta.dirname, '..', '..');
  const assembly = await currentAssembly(root, () => progress('building ...'));
  const dataDir = mkdtempSync(path.join(tmpdir(), 'candor-bench-'));
  const calls: MeteredCall[] = [];
  const system = await startSystem({
    assembly,
    dataDir,
    port: 0,
    sweepSeconds: 86_400,
    clock: settableClock(path.join(dataDir, 'clock.json')),
    onCall: (call) => calls.push(call),
  });
  try {
    await system.ready();
    return await measured(system.cloud, calls);
  } finally {
    await system.stop();
    rmSync(dataDir, { recursive: true, force: true });
  }
}

async function measured(cloud: Cloud, calls: MeteredCall[]): Promise<Burst> {
  const ask = await asOperator(cloud);
  const id = await openMeasured(ask);
  await atRest(cloud, isNotALook);
  calls.length = 0;
  for (let round = 0; round < UPDATES; round += 1) {
    const next = pause(EVERY_MS);
    await sayMore(ask, id, round);
    await next;
  }
  await atRest(cloud, isNotALook);
  const before = calls.length;
  const began = performance.now();
  await cloud.invoke('Sweep', {});
  const sweepMs = rounded(performance.now() - began);
  const requestsOfSweep = calls.slice(before).filter(({ caller }) => caller.includes('Sweep')).length;
  for (let seconds = 0; seconds < HOUR_S; seconds += 300) {
    await cloud.changeClock({ stepMs: 300_000 });
    await atRest(cloud);
  }
  const each = (some: number) => rounded(some / UPDATES);
  const byCaller = Map.groupBy(calls, ({ caller }) => caller.replace(/^\w*-|(?:Function)?Role.*$/g, ''));
  return {
    updates: UPDATES,
    sweepMs,
    requestsOfSweep,
    requestsEach: each(calls.length),
    by: [...byCaller]
      .map(([caller, some]) => ({ caller, requestsEach: each(some.length) }))
      .toSorted((a, b) => b.requestsEach - a.requestsEach),
  };
}
