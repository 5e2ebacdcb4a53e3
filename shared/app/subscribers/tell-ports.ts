import type { ChannelFacts } from '../../core/channel/channel.ts';
import type { ChannelRules } from '../../core/channel/owed.ts';
import type { Entry } from '../../core/entry.ts';
import type { ReportedIncident } from '../../core/incident.ts';
import type { Gate, PersonalAccount } from '../../core/subscribers/account.ts';
import type { Pace } from '../../core/subscribers/pace.ts';
import type { PersonalChannel, Subscriber, SubscriberKind } from '../../core/subscribers/subscriber.ts';
import type { Manner } from '../../core/subscribers/telling.ts';
import type { Clock, Randomness } from '../../ports/clock.ts';
import type { ControlRecord } from '../../ports/control.ts';
import type { DeliveryRecords } from '../../ports/deliveries.ts';
import type { IncidentLog } from '../../ports/incident-log.ts';
import type { Carry } from '../../ports/letters.ts';
import type { Runs } from '../../ports/runs.ts';
import type { Subscribers } from '../../ports/subscribers.ts';
import type { Tellings } from '../../ports/tellings.ts';
import type { Versioned } from '../../ports/versioned.ts';

/** Why people are paged about a channel: it is closed to us, or too much comes back. */
export type Trouble = { is: 'closed'; gate: Gate; reason: string } | { is: 'brake'; of: 'bounces' | 'complaints' };

/** What a channel needs that tells each person for themselves. */
export type TellPorts = {
  is: ChannelFacts & { name: PersonalChannel };
  rules: ChannelRules;
  log: Pick<IncidentLog, 'load'>;
  control: Pick<ControlRecord, 'read'>;
  deliveries: Pick<DeliveryRecords, 'of' | 'put'>;
  subscribers: Subscribers;
  tellings: Tellings;
  runs: Runs;
  account: Versioned<PersonalAccount>;
  pace: Versioned<Pace>;
  /** How many the far side takes a second, from all workers together. */
  perSecond: () => Promise<number>;
  mannerOf: (kind: SubscriberKind) => Manner;
  carry: Carry;
  /** Puts a message of our own onto our queue, to go on with this incident. */
  again: (incident: string, afterMs: number) => Promise<void>;
  /** Shows people of the house what would have been told. */
  rehearse: (incident: ReportedIncident, entry: Entry) => Promise<void>;
  /** Tells people of the house what only they can mend. */
  page: (incident: ReportedIncident, what: Trouble) => Promise<void>;
  /** The owner of an address hears that it is given up. */
  quarantined: (person: Subscriber) => Promise<void>;
  clock: Clock;
  randomness: Randomness;
  pause: (ms: number) => Promise<void>;
};
