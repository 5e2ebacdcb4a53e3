import { NETWORKS } from '../../../../infra/local/world/networks/shipped.ts';
import type { World } from '../../../../infra/local/world/world.ts';

export const networkNames = NETWORKS.map(({ name }) => name);

/** A network of a running world, with what our function would find in its secret. */
export function networkOf(world: World, name: string) {
  const found = world.networks.find((network) => network.name === name);
  if (!found) throw new Error(`the world has no ${name}`);
  return found;
}
