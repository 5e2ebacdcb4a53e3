import type { Instant } from '../../core/instant.ts';
import { subscriberId } from '../../core/subscribers/address.ts';
import { isPresent } from '../../core/subscribers/census.ts';
import {
  type Choice,
  type Consent,
  type Gone,
  type PersonalChannel,
  personalChannelOf,
  type Subscriber,
  type SubscriberKind,
} from '../../core/subscribers/subscriber.ts';
import type { Clock } from '../../ports/clock.ts';
import type { Subscribers } from '../../ports/subscribers.ts';

/** `subscriberKey`: what ids are made with. */
export type OutsidePorts = { subscribers: Subscribers; subscriberKey: () => Promise<string>; clock: Clock };

/** Somebody for whose consent the house stands. */
export type Vouched = { kind: SubscriberKind; address: string; choice: Choice; zone?: string; consent: Consent };

/** What came of it. `known`: they are there already, and stay as they are. `left`: they asked to be told no more. */
export type Vouching =
  | { is: 'added'; subscriber: Subscriber }
  | { is: 'known'; subscriber: Subscriber }
  | { is: 'left'; gone: Gone };

/**
 * Adds somebody who agreed elsewhere, as the house says. They are owed what is said from now on and nothing of the past.
 * Whoever left is never brought back by this: that they do themselves. Doing it twice changes nothing.
 */
export async function vouchFor(ports: OutsidePorts, { kind, address, ...said }: Vouched): Promise<Vouching> {
  const { subscribers, clock } = ports;
  const id = subscriberId(await ports.subscriberKey(), kind, address);
  const channel = personalChannelOf(kind);
  const before = await subscribers.gone(channel, id);
  if (before !== undefined) return { is: 'left', gone: before };
  // Mostly nobody is there: whether somebody is, the first put says.
  for (let there: Subscriber | undefined; ; there = await subscribers.of(channel, id)) {
    const now = clock.now();
    if (there !== undefined && there.state !== 'pending' && isPresent(there, now))
      return { is: 'known', subscriber: there };
    const version = (there?.version ?? 0) + 1;
    const subscriber: Subscriber = { id, kind, address, state: 'confirmed', ...said, confirmedAt: now, version };
    if (!(await subscribers.put(subscriber, version - 1))) continue;
    // They may have left in the same moment: leaving is noted first, so that one of us sees the other.
    const gone = await subscribers.gone(channel, id);
    if (gone === undefined) return { is: 'added', subscriber };
    await subscribers.remove(channel, gone);
    return { is: 'left', gone };
  }
}

/** What is known of an address. */
export type Found = { channel: PersonalChannel; id: string; subscriber?: Subscriber; gone?: Gone };

/** Whether somebody of this address is there, or left. */
export async function findByAddress(ports: OutsidePorts, kind: SubscriberKind, address: string): Promise<Found> {
  const id = subscriberId(await ports.subscriberKey(), kind, address);
  const channel = personalChannelOf(kind);
  const [subscriber, gone] = await Promise.all([
    ports.subscribers.of(channel, id),
    ports.subscribers.gone(channel, id),
  ]);
  return {
    channel,
    id,
    ...(subscriber !== undefined && isPresent(subscriber, ports.clock.now()) ? { subscriber } : {}),
    ...(gone === undefined ? {} : { gone }),
  };
}

/**
 * Deletes somebody with their address, and keeps that they are gone. Twice is harmless; undefined if nobody of this id was
 * ever there.
 */
export async function takeOut(
  { subscribers, clock }: Pick<OutsidePorts, 'subscribers' | 'clock'>,
  channel: PersonalChannel,
  id: string,
  why: 'left' | 'erased',
): Promise<Gone | undefined> {
  const there = await subscribers.of(channel, id);
  if (there === undefined) return subscribers.gone(channel, id);
  const at: Instant = clock.now();
  const gone: Gone = { id, why, at };
  await subscribers.remove(channel, gone);
  return gone;
}
