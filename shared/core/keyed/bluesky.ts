import { hashOf } from '../chain.ts';
import { epochMs, type Instant } from '../instant.ts';
import type { KeyedFacts } from './facts.ts';

/** The account's repository, in which a record has the name that we give it: put twice, it is there once, for ever. */
export const BLUESKY = {
  name: 'bluesky',
  label: 'Bluesky',
  proof: 'key',
  atOnce: 'incident',
  starts: 'shadow',
  // `maxGraphemes` and `maxLength` of the lexicon app.bsky.feed.post (docs/rules.md, Posts that fit)
  limit: 300,
  below: 5,
  limitBytes: 3_000,
  link: 'facet',
  keyOf: ({ incident, seq }, at) => timeId(at, hashOf({ incident, seq })),
  addressOf: (receipt) => {
    const [, account, , key] = /^at:\/\/([^/]+)\/([^/]+)\/([^/#]+)/.exec(receipt) ?? [];
    return key === undefined ? receipt : `https://bsky.app/profile/${account}/post/${key}`;
  },
  secret: [
    { name: 'server', asks: 'Server of the account', usually: 'https://bsky.social' },
    { name: 'identifier', asks: 'Handle, as status.example.com' },
    { name: 'appPassword', asks: 'App password (nothing is shown)', isHidden: true },
  ],
  settings: `On Bluesky, signed in as the account that will post:
  1. Settings, Privacy and security, App passwords: add one for this stage alone. The account's own password is not asked for.
  2. In the profile: whose account it is, that it posts by itself, and how to reach a human.
  3. The house's own name as handle: put the account's DID as "account" under "bluesky" in candor.config.json, deploy, and
     then choose "I have my own domain" at Bluesky: the status site answers for its name.`,
  wellKnown: '.well-known/atproto-did',
} as const satisfies KeyedFacts;

const SORTABLE = '234567abcdefghijklmnopqrstuvwxyz';

/**
 * A record key of the form that posts have (TID: 53 bits of microseconds, 10 of a clock's id), so that records sort as their
 * statements were made. A millisecond is all that we know of the time: what is below it, and the clock's id, come from the
 * statement, so that two of one millisecond have two names.
 */
function timeId(at: Instant, hash: string): string {
  const salt = BigInt(`0x${hash.slice(0, 12)}`);
  const micros = BigInt(epochMs(at)) * 1_000n + (salt % 1_000n);
  let bits = (micros << 10n) | ((salt / 1_000n) % 1_024n);
  let id = '';
  for (let letters = 0; letters < 13; letters++) {
    id = SORTABLE[Number(bits & 31n)] + id;
    bits >>= 5n;
  }
  return id;
}
