import type { PersonalChannel, Subscriber } from '../../core/subscribers/subscriber.ts';
import type { SubscriberPorts } from './ports.ts';

/** Others who changed the same subscriber in the same moment are tried to be overtaken so often. */
const ATTEMPTS = 4;

/** Keeps a subscriber as `next` makes them of who is there; the same one is left as it is. Throws if others kept changing it. */
export async function keep(
  { subscribers }: Pick<SubscriberPorts, 'subscribers'>,
  channel: PersonalChannel,
  id: string,
  next: (before: Subscriber | undefined) => Subscriber,
): Promise<Subscriber> {
  for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
    const before = await subscribers.of(channel, id);
    const person = next(before);
    if (person === before || (await subscribers.put(person, before?.version ?? 0))) return person;
  }
  throw new Error(`somebody else kept changing the subscriber ${id}`);
}
