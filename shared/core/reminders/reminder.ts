import type { PromiseRow } from '../incident.ts';
import type { Instant } from '../instant.ts';

/** Who in the house is addressed; the config names them. */
export type Recipient = 'commander' | 'deputy' | 'escalation';

/** One message to a person that an incident implies, and when it goes out. */
export type Reminder = {
  /** Names this reminder for ever, so that it is sent once: `0007#restoreBy#PT15M#commander`. */
  key: string;
  at: Instant;
  to: Recipient;
} & (
  | { about: 'promise'; row: PromiseRow; leadMs: number }
  | { about: 'apology'; seq: number; last: boolean }
  /** `unattended`: a monitor has spoken, nobody has confirmed it, and no next update is promised. */
  | { about: 'silence'; since: Instant; round: number; unattended?: true }
  | { about: 'beginning'; scheduledFor: Instant }
  | { about: 'unconfirmed'; endedAt: Instant }
);
