import { constructId, type FunctionName } from '../../../../infra/constructs/function-names.ts';
import { KEYED_CHANNELS } from '../../../../shared/core/keyed/shipped.ts';

/** What the functions of a bundle are called in the stack: one bundle serves all channels that go by keys. */
export const calledOf = (bundle: FunctionName): readonly string[] =>
  bundle === 'publish-keyed' ? KEYED_CHANNELS.map(({ name }) => `publish-${name}`) : [bundle];

/** What the stack calls the channels that go by keys, and how many they are. */
export const NETWORKS: readonly string[] = KEYED_CHANNELS.map(({ name }) => constructId(name));
