import { createHmac } from 'node:crypto';
import { DAY_MS, HOUR_MS, type Instant } from '../instant.ts';
import { sameSecret } from '../same-secret.ts';
import { isPersonalChannel, type PersonalChannel } from './subscriber.ts';

/** What a link that is mailed to a subscriber is for. */
export const LINK_PURPOSES = ['confirm', 'leave', 'change'] as const;
export type LinkPurpose = (typeof LINK_PURPOSES)[number];

/** What one link allows, and to whom. Used twice it does the same twice. Without `expiresAt` it holds for ever. */
export type SubscriberLink = { purpose: LinkPurpose; channel: PersonalChannel; id: string; expiresAt?: Instant };

/** How long somebody has to confirm a sign-up (docs/rules.md, Sign-up). */
export const CONFIRM_LIVES_MS = 2 * DAY_MS;

/** What can be changed with it, export and erasure too, is only for whoever reads the mailbox now. */
export const CHANGE_LIVES_MS = HOUR_MS;

/** Signed apart from anything else that the same key might ever sign. */
const SIGNED_AS = 'candor subscriber link v1\n';

/** The link as it stands in an address: what it allows, and an HMAC-SHA256 over that. `key` has at least 32 characters. */
export function signSubscriberLink({ purpose, channel, id, expiresAt }: SubscriberLink, key: string): string {
  const said = Buffer.from(JSON.stringify([purpose, channel, id, ...(expiresAt ? [expiresAt] : [])])).toString(
    'base64url',
  );
  return `${said}.${signature(said, key)}`;
}

/**
 * What `token` allows at `now`, to whoever may do `purpose`. `forged` is everything that we did not sign as it stands, and
 * what was signed for something else: a link from an old mail ends a subscription, and never shows or changes one.
 */
export function readSubscriberLink(
  token: string,
  purpose: LinkPurpose,
  key: string,
  now: Instant,
): SubscriberLink | 'forged' | 'expired' {
  const [said = '', signed = '', ...more] = token.split('.');
  // As letters: decoding is lenient about the last ones, and only the very letters that we wrote are ours.
  if (!sameSecret(signed, signature(said, key)) || more.length > 0) return 'forged';
  const [meant, channel, id, expiresAt] = JSON.parse(Buffer.from(said, 'base64url').toString('utf8'));
  if (meant !== purpose || !isPersonalChannel(channel)) return 'forged';
  if (expiresAt === undefined) return { purpose, channel, id };
  return now >= expiresAt ? 'expired' : { purpose, channel, id, expiresAt };
}

function signature(said: string, key: string): string {
  // An empty key would sign for everybody.
  if (key.length < 32) throw new Error('the key of the subscribers is missing or too short');
  return createHmac('sha256', key).update(SIGNED_AS).update(said).digest('base64url');
}
