import { createHmac } from 'node:crypto';
import { type Instant, MINUTE_MS } from './instant.ts';
import { sameSecret } from './same-secret.ts';

/** What can be done from a reminder without signing in: what says nothing new or nothing at all, or what another wrote. */
export const LINK_ACTIONS = ['no-news', 'on-it', 'approve'] as const;
export type LinkAction = (typeof LINK_ACTIONS)[number];

/** What one link allows: one act, once, by whom it was sent to, while the incident is as it was then. */
export type ActionLink = {
  action: LinkAction;
  incident: string;
  /** The state that the reminder was about, as an ETag. After any newer entry the link does nothing. */
  etag: string;
  /** Who was addressed, by the name that the config gives. */
  to: string;
  /** The key of the reminder. With the action it names the link for ever: sent twice, it is the same link. */
  reminder: string;
  expiresAt: Instant;
};

/** A reminder is about the next minutes; an hour later its link is only a risk. */
export const LINK_LIVES_MS = 60 * MINUTE_MS;

/** Signed apart from anything else that the same key might ever sign. */
const PURPOSE = 'candor action link v1\n';

/** The link as it stands in an address: what it allows, and an HMAC-SHA256 over that. */
export function signLink(link: ActionLink, key: string): string {
  const { action, incident, etag, to, reminder, expiresAt } = link;
  const said = Buffer.from(JSON.stringify([action, incident, etag, to, reminder, expiresAt])).toString('base64url');
  return `${said}.${signature(said, key)}`;
}

/** What `token` allows at `now`. `forged` is everything that we did not sign as it stands. */
export function readLink(token: string, key: string, now: Instant): ActionLink | 'forged' | 'expired' {
  const [said = '', signed = '', ...more] = token.split('.');
  // As letters: decoding is lenient about the last ones, and only the very letters that we wrote are ours.
  if (!sameSecret(signed, signature(said, key)) || more.length > 0) return 'forged';
  const [action, incident, etag, to, reminder, expiresAt] = JSON.parse(Buffer.from(said, 'base64url').toString('utf8'));
  return now >= expiresAt ? 'expired' : { action, incident, etag, to, reminder, expiresAt };
}

function signature(said: string, key: string): string {
  // An empty key would sign for everybody.
  if (key.length < 32) throw new Error('the key of the action links is missing or too short');
  return createHmac('sha256', key).update(PURPOSE).update(said).digest('base64url');
}
