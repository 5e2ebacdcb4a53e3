import { createHmac } from 'node:crypto';
import { DAY_MS, type Instant } from './instant.ts';
import { ADDRESS_KINDS, type AddressKind } from './people/person.ts';
import { sameSecret } from './same-secret.ts';

/** What one link asks: whether this is the owner of that address of somebody. It confirms once, by a POST. */
export type AddressLink = { person: string; kind: AddressKind; asked: string; expiresAt: Instant };

/** As long as the token in the mail of SNS is good, which its documentation puts at two days. */
export const ADDRESS_LINK_LIVES_MS = 2 * DAY_MS;

/** Signed apart from anything else that the same key might ever sign. */
const PURPOSE = 'candor address link v1\n';

/** The link as it stands in an address: what it asks, and an HMAC-SHA256 over that. `key` has at least 32 characters. */
export function signAddressLink({ person, kind, asked, expiresAt }: AddressLink, key: string): string {
  const said = Buffer.from(JSON.stringify([person, kind, asked, expiresAt])).toString('base64url');
  return `${said}.${signature(said, key)}`;
}

/** What `token` asks at `now`. `forged` is everything that we did not sign as it stands. */
export function readAddressLink(token: string, key: string, now: Instant): AddressLink | 'forged' | 'expired' {
  const [said = '', signed = '', ...more] = token.split('.');
  if (!sameSecret(signed, signature(said, key)) || more.length > 0) return 'forged';
  const [person, kind, asked, expiresAt] = JSON.parse(Buffer.from(said, 'base64url').toString('utf8'));
  if (!ADDRESS_KINDS.includes(kind)) return 'forged';
  return now >= expiresAt ? 'expired' : { person, kind, asked, expiresAt };
}

function signature(said: string, key: string): string {
  // An empty key would sign for everybody.
  if (key.length < 32) throw new Error('the key of the links is missing or too short');
  return createHmac('sha256', key).update(PURPOSE).update(said).digest('base64url');
}
