import { plus } from '../../core/instant.ts';
import { subscriberId } from '../../core/subscribers/address.ts';
import { byHook, byTold, type Comer } from '../../core/subscribers/sign-up-limits.ts';
import type { Subscriber } from '../../core/subscribers/subscriber.ts';
import { CHANGE_LIVES_MS } from '../../core/subscribers/subscriber-link.ts';
import type { Carried, Carrier, HookKeys } from '../../ports/carrier.ts';
import type { Randomness } from '../../ports/clock.ts';
import { changeLinkRoomWords } from '../../wording/change-hooks.ts';
import { choiceWords } from '../../wording/follow.ts';
import { changeCall } from '../hooks/change-call.ts';
import { countOne, overCalls, refusedNetwork, type TooMany } from './counting.ts';
import { changeLinkOf, linkTo } from './letters.ts';
import type { SubscriberPorts } from './ports.ts';

/** What sending a link into a room or to a program takes. */
export type HookLinkPorts = Pick<
  SubscriberPorts,
  'subscribers' | 'signUpCounts' | 'subscriberKey' | 'siteUrl' | 'brand' | 'voice' | 'names' | 'clock' | 'warn'
> & {
  /** In less time than whoever asked for the link waits for an answer, so that the answer comes alike for all. */
  linkCarrier: Pick<Carrier, 'webhook' | 'slack' | 'teams' | 'discord'>;
  /** What the calls of one endpoint are signed with. */
  keysOf: (houseKey: string, endpoint: string) => HookKeys;
  randomness: Randomness;
};

/** A room or a program by its address. A browser gets its link where it follows: nobody else knows its address. */
export type HookPlace = Pick<Subscriber, 'address'> & { kind: 'webhook' | 'slack' | 'teams' | 'discord' };

/** What whoever typed an address is told: never whether it follows. */
export type HookLinkAsked = { is: 'asked' } | TooMany;

/**
 * Sends the link with which it is changed to a room or a program that follows, and nothing to any other. Whoever reads there
 * has it; whoever typed the address is told the same in both cases. So all calls are counted before anybody is looked for.
 * `work`: as for the link that is mailed (`askForLink`).
 */
export async function askForHookLink(
  ports: HookLinkPorts,
  { viewer, place, work }: { viewer: string; place: HookPlace } & Pick<Comer, 'work'>,
): Promise<HookLinkAsked> {
  const key = await ports.subscriberKey();
  const comer: Comer = { door: 'form', ...(work === undefined ? {} : { work }) };
  const tooMany = await refusedNetwork(ports, key, { viewer, ...comer });
  if (tooMany) return tooMany;
  const over = await overCalls(ports, byHook(key, hostOf(place), comer));
  if (over) return over;
  const person = await ports.subscribers.of('hooks', subscriberId(key, place.kind, place.address));
  if (person !== undefined) await sendHookLink(ports, person, 'asked');
  return { is: 'asked' };
}

/** Of a program, which may be anybody's; rooms share their hosts. */
export const hostOf = ({ kind, address }: Pick<Subscriber, 'kind' | 'address'>): string | undefined =>
  kind === 'webhook' ? new URL(address).hostname : undefined;

/**
 * Sends somebody who follows the link with which that is changed; undefined if they had as many today as they may. `why`:
 * `again` if somebody signed their address up once more, for something else.
 */
export async function sendHookLink(
  ports: HookLinkPorts,
  person: Subscriber,
  why: 'asked' | 'again',
): Promise<Carried | undefined> {
  if (await countOne(ports, [byTold(person.id)])) return undefined;
  const carried = await sent(ports, person, why);
  if (carried.is !== 'taken')
    ports.warn('a link to change was not taken', { kind: person.kind, subscriber: person.id, ...carried });
  return carried;
}

async function sent(ports: HookLinkPorts, person: Subscriber, why: 'asked' | 'again'): Promise<Carried> {
  const { linkCarrier, randomness, names, brand, voice } = ports;
  const { id, kind, address, choice } = person;
  const now = ports.clock.now();
  const until = plus(now, CHANGE_LIVES_MS);
  const url = await changeLinkOf(ports, person);
  const unsubscribe = await linkTo(ports, 'leave', id, undefined, 'hooks');
  if (kind === 'webhook') {
    const call = changeCall(randomness.salt(), now, { url, expiresAt: until, unsubscribe });
    return linkCarrier.webhook(address, [call], ports.keysOf(await ports.subscriberKey(), id));
  }
  if (kind === 'mail' || kind === 'push') throw new TypeError(`subscriber ${id} is sent no link by a call`);
  const said = choiceWords(names, choice);
  const words = changeLinkRoomWords(voice, { brand, choice: said, why, url, until, now, stopUrl: unsubscribe });
  return linkCarrier[kind](address, words);
}
