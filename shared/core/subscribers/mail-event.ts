import type { Instant } from '../instant.ts';

/** What SES tells of a mail: whose it was by our own tags, never by an address. `of`: an update, or a confirmation. */
export type MailEvent = {
  type: 'sent' | 'bounced' | 'complained' | 'rejected';
  at: Instant;
  subscriber: string;
  of?: { incident: string; seq: number; attempt: string };
};
