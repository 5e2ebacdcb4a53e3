import type { Journal } from '../journal.ts';
import type { ShippedNetwork } from '../networks/network.ts';
import { MASTODON_ACCOUNT } from './account.ts';
import { mastodonFaults } from './faults.ts';
import { SimulatedMastodon } from './simulated-mastodon.ts';
import type { StatusFact } from './statuses.ts';

/** An instance of Mastodon with one account. */
export const mastodon: ShippedNetwork = {
  name: 'mastodon',
  title: 'Mastodon',
  mount: '/mastodon',
  faults: mastodonFaults.descriptions,
  begin: (journal) => new SimulatedMastodon({ journal: journal as Journal<StatusFact> }),
  secret: (server) => ({ server, accessToken: MASTODON_ACCOUNT.accessToken }),
};
