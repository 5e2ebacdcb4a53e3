import { join } from 'node:path';
import { fileJournal, type Journal } from '../journal.ts';
import type { ShippedNetwork, SimulatedNetwork } from './network.ts';
import { NETWORKS } from './shipped.ts';

/** A network of a running world. */
export type RunningNetwork = Pick<ShippedNetwork, 'name' | 'title' | 'mount' | 'faults'> & {
  simulated: SimulatedNetwork;
  journal: Journal<unknown>;
};

/** Each network as it was left, from `<name>.jsonl` in the folder of the world. */
export const runningNetworks = (dataDir: string): readonly RunningNetwork[] =>
  NETWORKS.map(({ name, title, mount, faults, begin }) => {
    const journal = fileJournal<unknown>(join(dataDir, `${name}.jsonl`));
    return { name, title, mount, faults, journal, simulated: begin(journal) };
  });

/** What each function that posts finds in its secret, in a world at this address. */
export const secretsAt = (worldUrl: string): Record<string, Record<string, string>> =>
  Object.fromEntries(NETWORKS.map(({ name, mount, secret }) => [name, secret(worldUrl + mount)]));
