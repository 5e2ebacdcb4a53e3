import { hashOf } from '../chain.ts';
import { MINUTE_MS } from '../instant.ts';
import type { KeyedFacts } from './facts.ts';

/** An account on an instance, which keeps the key of a request for an hour. After that, our own statuses tell. */
export const MASTODON = {
  name: 'mastodon',
  label: 'Mastodon',
  proof: 'key',
  atOnce: 'incident',
  starts: 'shadow',
  // Mastodon's own; an instance says what it has in `configuration.statuses` (docs/rules.md, Posts that fit)
  limit: 500,
  below: 10,
  perUrl: 23,
  link: 'plain',
  keyOf: ({ incident, seq }, _at, generation) => hashOf({ incident, seq, generation }).slice(0, 32),
  keyLivesMs: 55 * MINUTE_MS,
  secret: [
    { name: 'server', asks: 'Instance of the account, as https://mastodon.social' },
    { name: 'accessToken', asks: 'Access token (nothing is shown)', isHidden: true },
  ],
  settings: `At the instance, signed in as the account that will post:
  1. Preferences, Development, New application: scopes read and write:statuses. The access token stands on its page.
  2. Preferences, Profile: "This is an automated account"; whose it is, and how to reach a human.
  3. Whether the instance's rules allow what a house posts by itself: some do not.`,
  addressOf: (receipt) => receipt,
} as const satisfies KeyedFacts;
