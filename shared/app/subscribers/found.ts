import { isPresent } from '../../core/subscribers/census.ts';
import type { PersonalChannel, Subscriber } from '../../core/subscribers/subscriber.ts';
import { type LinkPurpose, readSubscriberLink } from '../../core/subscribers/subscriber-link.ts';
import type { SubscriberPorts } from './ports.ts';

/** Why a link does nothing. `gone`: nobody is kept by it any more. */
export type LinkRefused =
  | { type: 'refused'; why: 'forged' | 'expired' }
  | { type: 'refused'; why: 'gone'; channel: PersonalChannel };

/** Whom a link is about, as they are kept now. One who never confirmed in time is nobody, also while still stored. */
export async function found(
  { subscribers, subscriberKey, clock }: SubscriberPorts,
  purpose: LinkPurpose,
  token: string,
): Promise<LinkRefused | { type: 'found'; person: Subscriber }> {
  const now = clock.now();
  const link = readSubscriberLink(token, purpose, await subscriberKey(), now);
  if (link === 'forged' || link === 'expired') return { type: 'refused', why: link };
  const person = await subscribers.of(link.channel, link.id);
  if (person === undefined || !isPresent(person, now)) return { type: 'refused', why: 'gone', channel: link.channel };
  return { type: 'found', person };
}
