import { onDuty } from '../../core/people/duty.ts';
import { ADDRESS_KINDS, type AddressKind, DUTIES, type Duty, type Person } from '../../core/people/person.ts';
import type { Clock } from '../../ports/clock.ts';
import type { ReminderTarget } from '../../ports/reminders.ts';
import { trialMessage } from '../../wording/people.ts';
import { type HousePorts, houseNow } from './house-now.ts';

export type TryPorts = HousePorts & { clock: Clock; brand: string; hookTo: (url: string) => ReminderTarget };

/** Somebody on duty, and by which of their addresses a message to try them went out. */
export type Tried = {
  person: Person;
  as: readonly Duty[];
  /** Taken by SNS or the webhook; whether it arrives only they can tell. */
  sent: readonly AddressKind[];
  failed: readonly AddressKind[];
  /** Nothing went there: its owner has not said that it is theirs. */
  unconfirmed: readonly AddressKind[];
};

/** Sends a message to each person who is on duty for something, at each address that is confirmed. */
export async function tryReminders(ports: TryPorts): Promise<Tried[]> {
  const house = await houseNow(ports);
  if (house === undefined) return [];
  const { rota, reaches } = house;
  const now = ports.clock.now();
  const duties = DUTIES.map((as) => ({ as, people: onDuty(as, now, rota).people }));
  const people = rota.people.filter((person) => duties.some((duty) => duty.people.includes(person)));
  return Promise.all(
    people.map(async (person) => {
      const as = duties.filter((duty) => duty.people.includes(person)).map((duty) => duty.as);
      const confirmed = reaches(person);
      const went = await Promise.all(
        confirmed.map(async (kind) => ({ kind, sent: await sent(ports, person, as, kind) })),
      );
      return {
        person,
        as,
        sent: went.flatMap((one) => (one.sent ? [one.kind] : [])),
        failed: went.flatMap((one) => (one.sent ? [] : [one.kind])),
        unconfirmed: ADDRESS_KINDS.filter((kind) => kind in person.addresses && !confirmed.includes(kind)),
      };
    }),
  );
}

async function sent(ports: TryPorts, person: Person, as: readonly Duty[], kind: AddressKind): Promise<boolean> {
  const hook = person.addresses.hook?.to;
  const personal = ports.targets.filter((target) => target.personal);
  const targets = kind === 'mail' ? personal : hook === undefined ? [] : [ports.hookTo(hook)];
  const message = { ...trialMessage(ports.brand, as), to: person.id };
  const outcomes = await Promise.allSettled(targets.map((target) => target.send(message)));
  for (const one of outcomes)
    if (one.status === 'rejected') ports.warn(`${person.id} could not be sent a message to try it`, one.reason);
  return outcomes.length > 0 && outcomes.every((one) => one.status === 'fulfilled');
}
