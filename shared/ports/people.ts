import type { SaidOnDuty } from '../core/people/duty.ts';
import type { Person } from '../core/people/person.ts';

/** Who is in the house now, and who was said to be on duty. */
export type Directory = { people: readonly Person[]; said: readonly SaidOnDuty[] };

/** The people of the house. An address stands nowhere but here. */
export interface PeopleRecords {
  /** Everybody who is in the house, by id, and what was last said of each duty; strongly consistent. */
  read(): Promise<Directory>;
  /** One person, also one who was removed. */
  of(id: string): Promise<Person | undefined>;
  /** Puts a person in the place of version `over` of them, 0 for none. False if somebody else was faster. */
  put(person: Person, over: number): Promise<boolean>;
  /** Keeps who was said to be on duty, unless something newer was said of that duty. */
  sayOnDuty(said: SaidOnDuty): Promise<void>;
}

/** What stands on the topic: `confirmed` by the names of the subscriptions. */
export type StandingSubscriptions = { confirmed: ReadonlySet<string> };

/** The subscriptions that bring mail to people, one for each of them. */
export interface MailSubscriptions {
  /**
   * Has SNS ask the owner of `mail`, and answers with the name of the subscription. It brings what is addressed to
   * `person`, or with `alarms` the alarms of the stack and nothing else, and never changes.
   */
  ask(person: string, mail: string, alarms: boolean): Promise<string>;
  /** Confirms by the token of SNS's mail, so that no link in a mail ends it. The subscription, or undefined if it is refused. */
  confirm(token: string): Promise<string | undefined>;
  /** Ends a subscription; one that is gone is no error. */
  end(subscription: string): Promise<void>;
  standing(): Promise<StandingSubscriptions>;
}
