import type { Instant } from '../../core/instant.ts';
import { subscriberId } from '../../core/subscribers/address.ts';
import { byHook, type Comer } from '../../core/subscribers/sign-up-limits.ts';
import { type Choice, covers, type Subscriber, type SubscriberKind } from '../../core/subscribers/subscriber.ts';
import type { Carried, Carrier, HookKeys } from '../../ports/carrier.ts';
import type { Randomness } from '../../ports/clock.ts';
import { CONSENT_WORDS, choiceWords } from '../../wording/follow.ts';
import { firstRoomWords } from '../../wording/follow-hooks.ts';
import { countOne, refusedNetwork, type TooMany } from './counting.ts';
import { keep } from './keep.ts';
import { linkTo } from './letters.ts';
import type { SubscriberPorts } from './ports.ts';

/** What signing up by an address that we call takes. */
export type HookSignUpPorts = Pick<
  SubscriberPorts,
  'subscribers' | 'signUpCounts' | 'subscriberKey' | 'siteUrl' | 'brand' | 'names' | 'clock'
> & {
  carrier: Pick<Carrier, 'challenge' | 'slack' | 'teams' | 'discord'>;
  /** What the calls of one endpoint are signed with. */
  keysOf: (houseKey: string, endpoint: string) => HookKeys;
  randomness: Randomness;
};

/** The address of a room, a program or a browser, and what goes with its kind. */
export type HookAddress = { kind: Exclude<SubscriberKind, 'mail'>; address: string } & Pick<
  Subscriber,
  'owner' | 'format' | 'keys'
>;

/** What somebody asks for. `viewer`: their address on the net. `title`: of the one incident that they follow. */
export type HookWish = Comer & {
  viewer: string;
  hook: HookAddress;
  choice: Choice;
  zone?: string;
  title?: string;
};

/**
 * What became of it. `not-taken`: nothing is kept, because the far side did not take the call that proves that it wants
 * more; `doubt` says that it may have. `left`: whoever has this address asked to be told no more, and a program asks.
 */
export type HookAsked =
  | { is: 'follows'; person: Subscriber }
  | { is: 'not-taken'; kind: SubscriberKind; reason: string; doubt: boolean }
  | { is: 'left' }
  | TooMany;

/**
 * Has an address be called from now on, once it has shown that it wants it: a program by echoing a challenge, a room by
 * taking its first message, which holds the link that ends it. A browser asked for itself. Whoever knows a room's address may
 * post there, and a program answers for itself, so that what is asked for last is what they get.
 */
export async function signUpHook(ports: HookSignUpPorts, wish: HookWish): Promise<HookAsked> {
  const { kind, address } = wish.hook;
  const key = await ports.subscriberKey();
  const tooMany = await refusedNetwork(ports, key, wish);
  if (tooMany) return tooMany;
  const id = subscriberId(key, kind, address);
  const before = await ports.subscribers.of('hooks', id);
  // A program brings back nobody who left: that they do by the form.
  if (wish.door === 'api' && before === undefined && (await ports.subscribers.gone('hooks', id))) return { is: 'left' };
  // Only a program is asked again: that is how it is sent its secret once more.
  if (kind !== 'webhook' && before !== undefined && isToldSo(before, wish)) return { is: 'follows', person: before };

  const by = byHook(key, kind === 'webhook' ? new URL(address).hostname : undefined, wish);
  const over = await countOne(ports, by);
  if (over !== undefined)
    return { is: 'too-many', of: over.place === by.length - 1 ? 'all' : 'domain', again: over.again };
  const proof = await proven(ports, key, id, wish);
  if (proof.is !== 'taken') return { is: 'not-taken', kind, reason: proof.reason, doubt: proof.is === 'unknown' };
  return { is: 'follows', person: await keepFollowing(ports, id, wish) };
}

const isToldSo = ({ state, choice }: Subscriber, wish: HookWish): boolean =>
  state === 'confirmed' && covers(choice, wish.choice);

/** What the far side says to the first call; a browser is called by nobody, because it asked for itself. */
async function proven(ports: HookSignUpPorts, key: string, id: string, wish: HookWish): Promise<Carried> {
  const { kind, address } = wish.hook;
  if (kind === 'push') return { is: 'taken', receipt: '' };
  const stopUrl = await linkTo(ports, 'leave', id, undefined, 'hooks');
  if (kind === 'webhook') {
    const { randomness } = ports;
    const challenge = { id: `challenge-${randomness.salt()}`, challenge: randomness.salt(), unsubscribe: stopUrl };
    return ports.carrier.challenge(address, challenge, ports.keysOf(key, id));
  }
  const choice = choiceWords(ports.names, wish.choice, wish.title);
  return ports.carrier[kind](address, firstRoomWords({ brand: ports.brand, choice, pageUrl: ports.siteUrl, stopUrl }));
}

/** Keeps them as confirmed. What is said from here on is owed to them, and to whoever was told already no less than before. */
async function keepFollowing(ports: HookSignUpPorts, id: string, wish: HookWish): Promise<Subscriber> {
  const person = await keep(ports, 'hooks', id, (before) => following(before, id, wish, ports.clock.now()));
  await ports.subscribers.forgive('hooks', id);
  return person;
}

const following = (before: Subscriber | undefined, id: string, wish: HookWish, now: Instant): Subscriber => ({
  id,
  ...wish.hook,
  state: 'confirmed',
  choice: before !== undefined && isToldSo(before, wish) ? before.choice : wish.choice,
  ...(wish.zone === undefined ? {} : { zone: wish.zone }),
  consent: { at: now, how: wish.door, words: CONSENT_WORDS },
  confirmedAt: before?.state === 'confirmed' ? (before.confirmedAt ?? now) : now,
  version: (before?.version ?? 0) + 1,
});
