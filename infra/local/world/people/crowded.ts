import { config } from '../../../../shared/config/config.ts';
import type { RunningNetwork } from '../networks/running.ts';
import type { Timeline } from '../timelines.ts';
import type { SimulatedX } from '../x/simulated-x.ts';
import type { People } from './people.ts';

/** The people on one network, with what of ours stands there. */
export type Crowded = {
  source: string;
  people: People;
  ours: () => readonly { id: string; text: string; at: string; replyTo: string | null }[];
  stored: () => Promise<void>;
};

/** Each place where people speak to us, X first. */
export const crowdedOf = (
  x: SimulatedX,
  networks: readonly RunningNetwork[],
  timelines: readonly Timeline[],
): readonly Crowded[] => {
  const people = new Map<string, People>([
    ['x', x.people],
    ...networks.map(({ name, simulated }) => [name, simulated.people] as const),
  ]);
  return timelines.map(({ channel, posts, stored }) => ({
    ...{ source: channel, people: people.get(channel)!, ours: posts, stored },
  }));
};

/** What the house's components are called, by id; by their ids where the house has another config than the project's own. */
export const namesOf = (ids: ReadonlySet<string> | undefined): ReadonlyMap<string, string> => {
  const named = new Map(config.components.map(({ id, name }) => [id, name]));
  return new Map([...(ids ?? named.keys())].map((id) => [id, named.get(id) ?? id]));
};
