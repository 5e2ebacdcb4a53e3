import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { settableClock } from '../../infra/local/cloud/clock.ts';
import type { Cloud } from '../../infra/local/cloud/cloud.ts';
import type { MeteredCall } from '../../infra/local/cloud/meter.ts';
import { currentAssembly } from '../../infra/local/start/assembly.ts';
import { startSystem } from '../../infra/local/start/system.ts';
import { until } from '../support/until.ts';
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
  const headers = {
    authorization: `Bearer ${await cloud.cognito.machineToken()}`,
    'content-type': 'application/json',
  };
  const say = async (where: string, body: object): Promise<{ id: string }> => {
    const answer = await fetch(`${cloud.urls.ops}${where}`, { method: 'POST', headers, body: JSON.stringify(body) });
    if (!answer.ok) throw new Error(`${where} was answered with ${answer.status} ${await answer.text()}`);
    return answer.json() as Promise<{ id: string }>;
  };
  const { id } = await say('/v1/incidents', {
    title: 'Measured',
    impact: 'major',
    components: [{ id: 'api', status: 'partial_outage' }],
    message: 'What does an update cost?',
    nextUpdateBy: 'PT6H',
  });
  await atRest(cloud, isNotALook);
  calls.length = 0;
  for (let round = 0; round < UPDATES; round += 1) {
    const next = pause(EVERY_MS);
    await say(`/v1/incidents/${id}/updates`, {
      message: `Still going on, round ${round}. We look at the second of three places.`,
      nextUpdateBy: 'PT6H',
    });
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
    await atRest(cloud, () => true);
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

const isNotALook = (queue: string): boolean => !queue.startsWith('Look');

/** Until nothing waits in these queues, or is being worked on: twice in a row, because one step leads to the next. */
async function atRest(cloud: Cloud, counts: (queue: string) => boolean): Promise<void> {
  let calm = 0;
  await until('the end of all work', () => {
    const isCalm = Object.entries(cloud.depths()).every(
      ([id, { visible, inFlight }]) => !counts(id) || visible + inFlight === 0,
    );
    calm = isCalm ? calm + 1 : 0;
    return calm === 3;
  });
}
