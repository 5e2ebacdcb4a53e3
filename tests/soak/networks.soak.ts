import { availableParallelism, loadavg } from 'node:os';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { KEYED_CHANNELS } from '../../shared/core/keyed/shipped.ts';
import { say } from '../support/figures.ts';
import { type LocalSystem, startLocalSystem } from '../support/local-system.ts';
import { publicVoicesFile } from '../support/x-alone.ts';

// How soon each network has a statement after the site has it, while X is down. Printed and not held: the times are those
// that the deliveries carry, and the seconds those of the machine.
let system: LocalSystem;
beforeAll(async () => {
  system = await startLocalSystem({ warm: true, environment: { CANDOR_CONFIG_FILE: publicVoicesFile() } });
});
afterAll(() => system.end());

const UPDATES = 20;
const NETWORKS = KEYED_CHANNELS.map(({ name }) => name);

type Told = Record<string, Record<number, { state: string; at: string }>>;

it('each network has each of twenty statements soon after the site, while X is down', async () => {
  const { body } = await system.open({ message: 'Payments fail.' });
  await system.fault({ fault: 'lost-request', on: 'all', forMs: 600_000 });
  const behind = new Map<string, number[]>(NETWORKS.map((name) => [name, []]));
  for (let seq = 2; seq <= UPDATES + 1; seq++) {
    await system.say(body.id, 'updates', { message: `Update ${seq}.` });
    const told = await system.until(`number ${seq} on every network`, async () => {
      const { deliveries } = (await system.incident(body.id)) as { deliveries?: Told };
      const there = ['site', ...NETWORKS].every((name) => deliveries?.[name]?.[seq]?.state === 'delivered');
      return there && deliveries;
    });
    expect(told.x?.[seq]?.state).not.toBe('delivered');
    for (const name of NETWORKS)
      behind.get(name)!.push(Date.parse(told[name]![seq]!.at) - Date.parse(told.site![seq]!.at));
  }
  for (const [name, ms] of behind) {
    const sorted = ms.toSorted((a, b) => a - b);
    say(
      `${name}: sent ${sorted[UPDATES / 2]} ms after the site (p50; the last ${sorted.at(-1)} ms) while X was down; load ${loadavg()[0]!.toFixed(1)} on ${availableParallelism()} cores`,
    );
    const { length } = (await (await fetch(`${system.urls.world}/sim/posts?channel=${name}`)).json()) as unknown[];
    expect(length).toBe(UPDATES + 1);
  }
});
