import { ADDRESS_LINK_LIVES_MS, signAddressLink } from '../../core/address-link.ts';
import { plus } from '../../core/instant.ts';
import type { Address, AddressKind, Person } from '../../core/people/person.ts';
import type { Clock, Randomness } from '../../ports/clock.ts';
import type { MailSubscriptions, PeopleRecords } from '../../ports/people.ts';
import type { ReminderTarget } from '../../ports/reminders.ts';
import { hookQuestion } from '../../wording/people.ts';

export type AddressPorts = {
  people: PeopleRecords;
  subscriptions: MailSubscriptions;
  hookTo: (url: string) => ReminderTarget;
  /** The key that links are signed with. */
  linkKey: () => Promise<string>;
  /** Where links are answered, without a slash at the end. */
  opsUrl: string;
  brand: string;
  clock: Clock;
  randomness: Randomness;
  warn: (message: string, error: unknown) => void;
};

/**
 * Asks the owner of an address whether it is theirs, by a link that only they can follow to its end. Answers with the
 * address as it is kept until then; nothing is sent to it before. Throws if the far side does not take the question.
 */
export async function askOwner(
  ports: AddressPorts,
  person: Pick<Person, 'id' | 'name' | 'as'>,
  kind: AddressKind,
  to: string,
): Promise<Address> {
  const asked = ports.randomness.salt();
  if (kind === 'mail')
    return { to, asked, subscription: await ports.subscriptions.ask(person.id, to, person.as.includes('alarms')) };
  const address = { to, asked };
  const question = hookQuestion(ports.brand, person.name, await addressUrl(ports, person.id, kind, address));
  await ports.hookTo(to).send({ ...question, to: person.id });
  return address;
}

/** The page on which the owner confirms an address. Of mail it asks for the link of SNS's mail besides. */
export async function addressUrl(
  { linkKey, opsUrl, clock }: AddressPorts,
  person: string,
  kind: AddressKind,
  { asked }: Pick<Address, 'asked'>,
): Promise<string> {
  const expiresAt = plus(clock.now(), ADDRESS_LINK_LIVES_MS);
  return `${opsUrl}/c/${signAddressLink({ person, kind, asked, expiresAt }, await linkKey())}`;
}

/** Takes back what SNS was asked for. What it does not do now is said, and harms nobody: nothing is addressed there. */
export async function forget(ports: AddressPorts, address: Address | undefined): Promise<void> {
  if (address?.subscription === undefined) return;
  await ports.subscriptions
    .end(address.subscription)
    .catch((error) => ports.warn('a subscription could not be ended', error));
}
