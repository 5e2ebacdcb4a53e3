import type { Journal } from '../journal.ts';
import type { ShippedNetwork } from '../networks/network.ts';
import { BLUESKY_ACCOUNT } from './account.ts';
import { blueskyFaults } from './faults.ts';
import { type BlueskyFact, SimulatedBluesky } from './simulated-bluesky.ts';

/** A PDS of Bluesky with one account. */
export const bluesky: ShippedNetwork = {
  name: 'bluesky',
  title: 'Bluesky',
  mount: '/pds',
  faults: blueskyFaults.descriptions,
  begin: (journal) => new SimulatedBluesky({ journal: journal as Journal<BlueskyFact> }),
  secret: (server) => ({
    server,
    identifier: BLUESKY_ACCOUNT.handle,
    appPassword: BLUESKY_ACCOUNT.appPassword,
  }),
};
