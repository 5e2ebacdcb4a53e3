import { addresseesOf } from '../../core/people/addressees.ts';
import { type Duty, type Person, personCalled } from '../../core/people/person.ts';
import type { Recipient } from '../../core/reminders/reminder.ts';
import type { Clock } from '../../ports/clock.ts';
import type { ReminderMessage, ReminderTarget } from '../../ports/reminders.ts';
import type { Action } from '../link-actions.ts';
import { type HouseNow, type HousePorts, houseNow } from '../people/house-now.ts';
import { sendToAll } from './send-to-all.ts';

export type DeliveryPorts = HousePorts & {
  /** The target behind the webhook of one person. */
  hookTo: (url: string) => ReminderTarget;
  /** What the config calls whoever is addressed, while nobody is in the directory; and rooms always. */
  recipients: Record<Recipient, string>;
  approver: string;
  clock: Clock;
};

/** Whom a message is for: whoever has a duty, or somebody whom the house calls so; a stranger's messages go to `duty`. */
export type Addressed = { duty: Duty; called?: string };

export type Delivered = {
  /** The links for one person, each signed for them. */
  actions?: (to: string, person: Person | undefined) => Promise<readonly Action[]>;
  /** A link may approve: only where nobody else gets the message. */
  approves?: boolean;
  /** What rooms read instead: of a restricted incident nothing of it. */
  inRooms?: Pick<ReminderMessage, 'subject' | 'text'>;
  /** What a person in a time zone reads below it: its times on their clock. */
  forZone?: (zone: string) => string;
  /** Who wrote what it is about. */
  except?: (person: Person) => boolean;
};

const NO_ACTIONS = async (): Promise<readonly Action[]> => [];

/**
 * Delivers one message: to each person whom it is for, signed for them, at their confirmed addresses, and once to every
 * room, without links that act. While nobody is in the directory it goes to the targets of the config, as one message for
 * the name that the config gives. Throws if nobody took it: then it is still owed.
 */
export async function deliver(
  ports: DeliveryPorts,
  whom: Addressed,
  message: Omit<ReminderMessage, 'to' | 'actions'>,
  { actions = NO_ACTIONS, approves = false, inRooms, forZone, except }: Delivered = {},
): Promise<void> {
  const label = labelOf(ports, whom);
  const house = await houseNow(ports);
  if (house === undefined) {
    const takes = ({ personal, addressed }: ReminderTarget) => personal && (!approves || addressed === true);
    const rooms = { ...message, ...inRooms, to: label };
    return sendToAll(ports.targets, { ...message, to: label }, await actions(label, undefined), takes, rooms);
  }
  const linked = !approves || house.strangers === 0;
  const toPeople = addressees(ports, whom, house, except).map(async (person) => {
    const links = linked ? await actions(person.id, person) : [];
    await sendToAll(
      targetsOf(ports, house, person),
      { ...message, text: textFor(message.text, person, forZone), to: person.id },
      links,
    );
  });
  const rooms = ports.targets.filter(({ personal }) => !personal);
  const toRooms = rooms.map((room) => room.send({ ...message, ...inRooms, to: label }));
  const outcomes = await Promise.allSettled([...toPeople, ...toRooms]);
  if (outcomes.some((one) => one.status === 'fulfilled')) return;
  const refusals = outcomes.flatMap((one) => (one.status === 'rejected' ? [one.reason] : []));
  throw new AggregateError(refusals, `nobody of the house could be told what is for ${label}`);
}

/** In a paragraph of its own: the text may end with words that somebody else wrote. */
function textFor(text: string, { zone }: Person, forZone: Delivered['forZone']): string {
  const below = zone === undefined ? undefined : forZone?.(zone);
  return below ? `${text}\n\n${below}` : text;
}

function addressees(
  { clock }: DeliveryPorts,
  { duty, called }: Addressed,
  { rota, reaches }: HouseNow,
  except?: (person: Person) => boolean,
): readonly Person[] {
  const named = called === undefined ? undefined : personCalled(rota.people, called);
  if (named !== undefined && reaches(named).length > 0) return [named];
  return addresseesOf(duty, clock.now(), rota, reaches, except);
}

/** The topic, whose filters let only this person have it, and their webhook: as far as each is confirmed. */
function targetsOf(
  { targets, hookTo }: Pick<DeliveryPorts, 'targets' | 'hookTo'>,
  { reaches }: HouseNow,
  person: Person,
): readonly ReminderTarget[] {
  const hook = person.addresses.hook?.to;
  return reaches(person).flatMap((kind) =>
    kind === 'mail' ? targets.filter(({ personal }) => personal) : hook === undefined ? [] : [hookTo(hook)],
  );
}

function labelOf({ recipients, approver }: DeliveryPorts, { duty, called }: Addressed): string {
  if (called !== undefined) return called;
  return duty === 'approver' ? approver : duty === 'desk' ? 'desk' : recipients[duty];
}
