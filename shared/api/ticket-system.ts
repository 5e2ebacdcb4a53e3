import { createHmac } from 'node:crypto';
import { type IntakeKeys, isAuthentic, type Signed, secretOf } from './intake-secret.ts';

/** Where the ticket system of the house tells us of messages and cases. */
export const TICKETS_PATH = '/tickets';

/** What its secret is derived by. No source of alarms can be called so: an id has no slash. */
const NAME = 'desk/tickets';

/** What the ticket system shows us, and what we sign with what we send it. */
export const ticketSecretOf = (key: string): string => secretOf(NAME, key);

/** Whether a webhook comes from who knows the secret of the ticket system: it carries it, or is signed with it. */
export function isOfTicketSystem(signed: Omit<Signed, 'secrets' | 'format'>, { key, senders }: IntakeKeys): boolean {
  const secrets = [ticketSecretOf(key), ...(senders[NAME] ?? [])];
  return isAuthentic({ ...signed, secrets, format: 'generic' });
}

/** A name for something by what is in it, the same each time. Without the key nobody can try out what that was. */
export const sealedName = (key: string, parts: readonly string[]): string =>
  createHmac('sha256', ticketSecretOf(key)).update(JSON.stringify(parts)).digest('hex').slice(0, 24);

/** The header by which the ticket system knows that what it is told is ours: HMAC-SHA256 of the body, in hex. */
export const signedForTickets = (body: string, secret: string): Record<string, string> => ({
  'x-candor-signature': `sha256=${createHmac('sha256', secret).update(body).digest('hex')}`,
});
