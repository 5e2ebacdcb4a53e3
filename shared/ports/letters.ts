import type { Entry } from '../core/entry.ts';
import type { ReportedIncident } from '../core/incident.ts';
import type { Instant } from '../core/instant.ts';
import type { Gate } from '../core/subscribers/account.ts';
import type { Subscriber } from '../core/subscribers/subscriber.ts';
import type { Heard } from '../core/subscribers/telling.ts';
import type { Carried } from './carrier.ts';

/**
 * What one person is handed of an incident: `entry` is the newest statement of it that the channel says. `before`: what
 * they were told. `pausedUntil`: instead they are told that nothing more comes before then, because they had so much.
 */
export type Letter = {
  person: Subscriber;
  incident: ReportedIncident;
  entry: Entry;
  before: readonly Heard[];
  attempt: string;
  pausedUntil?: Instant;
};

/** What became of it: of this address, or `closed`, if nothing is taken from us at all. */
export type HandedOver = Carried | { is: 'closed'; gate: Gate; reason: string };

/** Hands a letter over, once. It rejects for nothing that the far side does. */
export type Carry = (letter: Letter) => Promise<HandedOver>;
