import type { Gate } from '../core/subscribers/account.ts';

/**
 * A mail as the far side is given it. `from` may hold a name (`Acme Status <status@status.example.com>`), `to` is one
 * address and nothing else. `headers` are the mail's own beside those (`List-Unsubscribe`, `List-Id`, `References`, …).
 * `tags` come back with every event about the mail: names and values of `[A-Za-z0-9_-]`, 256 characters at most each.
 */
export type Mail = {
  from: string;
  to: string;
  replyTo?: string;
  subject: string;
  text: string;
  html: string;
  headers: readonly { name: string; value: string }[];
  tags: Readonly<Record<string, string>>;
  /** The text/calendar part of a maintenance. */
  calendar?: string;
};

/**
 * What one attempt to send came to. All but `unknown` are certain. No reason ever holds an address: it goes into rows and
 * logs.
 */
export type MailAnswer =
  | { is: 'taken'; id: string }
  /** This mail never: its address is bad, or what it holds is not accepted. */
  | { is: 'refused'; reason: string }
  /** Surely not sent: the rate is exceeded. */
  | { is: 'not-now'; reason: string }
  /** Nothing is taken from us until somebody mends it, or for `quota` until some of the last 24 hours are over. */
  | { is: 'closed'; gate: Gate; reason: string }
  /** It may have been sent. */
  | { is: 'unknown'; reason: string };

/** What the account may send: recipients per second and in any 24 hours, and how many of those are used. */
export type MailQuota = {
  perSecond: number;
  perDay: number;
  sentToday: number;
  sandbox: boolean;
  sendingEnabled: boolean;
  enforcement: 'HEALTHY' | 'PROBATION' | 'SHUTDOWN';
};

/** Who carries our mails. Each call is one attempt; whether a second is safe is for the caller to know. */
export interface Mailer {
  send(mail: Mail): Promise<MailAnswer>;
  /** Throws if it could not be asked. */
  quota(): Promise<MailQuota>;
}
