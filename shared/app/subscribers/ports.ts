import type { Clock } from '../../ports/clock.ts';
import type { Mailer } from '../../ports/mailer.ts';
import type { SignUpCounts } from '../../ports/sign-up-counts.ts';
import type { Subscribers } from '../../ports/subscribers.ts';
import type { Voice } from '../../wording/sentences.ts';
import type { Sender } from './addressed.ts';

/** What signing up, changing and leaving need. */
export type SubscriberPorts = {
  subscribers: Subscribers;
  signUpCounts: SignUpCounts;
  mailer: Pick<Mailer, 'send'>;
  /** The key that links are signed with, and that ids are made by: at least 32 characters. */
  subscriberKey: () => Promise<string>;
  /** Whom these mails come from: another than updates come from, so that a complaint about the one is none about the other. */
  sender: Sender;
  /** Without a slash at its end. */
  siteUrl: string;
  brand: string;
  voice: Voice;
  /** Names of components by their ids. */
  names: ReadonlyMap<string, string>;
  clock: Clock;
  warn: (message: string, details: Readonly<Record<string, unknown>>) => void;
};
