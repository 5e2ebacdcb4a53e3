import { networkSecretIn } from '../../../shared/adapters/networks/secret.ts';
import { NETWORKS } from '../../../shared/adapters/networks/shipped.ts';
import type { KEYED_CHANNELS } from '../../../shared/core/keyed/shipped.ts';
import type { Poster } from '../channels/poster.ts';
import { askFromHere } from './ask-from-here.ts';

/** The account on a channel that goes by keys: the network says whose it is. */
export const posterOf = (is: (typeof KEYED_CHANNELS)[number]): Poster => ({
  channel: is.name,
  label: is.label,
  output: `${is.label}SecretArn`,
  async accountIn(text) {
    try {
      const found = await NETWORKS[is.name].whoseAccount(networkSecretIn(text, is, 'the secret'), askFromHere);
      return 'id' in found ? found.id : undefined;
    } catch {
      return undefined;
    }
  },
  shown: (id) => `${id} on ${is.label}`,
});
