import { memoryVersioned } from '../../../shared/adapters/memory/versioned.ts';
import type { Ask } from '../../../shared/adapters/networks/asking.ts';
import { NETWORKS } from '../../../shared/adapters/networks/shipped.ts';
import { KEYED_CHANNELS, type KeyedChannelName } from '../../../shared/core/keyed/shipped.ts';
import type { VirtualClock } from '../../x/support/virtual-clock.ts';
import { type HouseOptions, house } from './house.ts';
import { simulated } from './simulated.ts';

type Options = HouseOptions & {
  /** Between the pipeline and the network's server. */
  asking?: (ask: Ask) => Ask;
};

/** A house with one account on a network of the world: real reconciler, real adapter, and all functions share one session. */
export function worldHouse(name: KeyedChannelName, { asking = (ask) => ask, ...options }: Options = {}) {
  const sessions = memoryVersioned<object>();
  let play: ReturnType<typeof simulated> | undefined;
  const inWorld = (clock: VirtualClock) => {
    play ??= simulated(name, clock);
    const { secret, ask } = play;
    return NETWORKS[name].channel({ secret: async () => secret, sessions, ask: asking(ask), clock, language: 'en' });
  };
  const is = KEYED_CHANNELS.find((one) => one.name === name)!;
  const home = house(is, inWorld, options);
  return {
    ...home,
    network: play!.network,
    /** Another function, with nothing in its memory. */
    another: () => inWorld(home.clock),
  };
}
