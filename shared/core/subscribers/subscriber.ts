import type { Impact } from '../entry.ts';
import type { Instant } from '../instant.ts';

/** How somebody outside is told. A kind belongs to one channel, and decides what an address is. */
export const SUBSCRIBER_KINDS = ['mail', 'webhook', 'slack', 'teams', 'discord', 'push'] as const;
export type SubscriberKind = (typeof SUBSCRIBER_KINDS)[number];

/** The channels that tell each person for themselves: by mail, and by a call to an address of theirs. */
export const PERSONAL_CHANNELS = ['mail', 'hooks'] as const;
export type PersonalChannel = (typeof PERSONAL_CHANNELS)[number];

/** True of a channel that tells each person for themselves. */
export const isPersonalChannel = (name: string): name is PersonalChannel =>
  PERSONAL_CHANNELS.some((channel) => channel === name);

export const personalChannelOf = (kind: SubscriberKind): PersonalChannel => (kind === 'mail' ? 'mail' : 'hooks');

/** `ends`: openings and resolutions only. */
export const LEVELS = ['all', 'ends'] as const;
export type Level = (typeof LEVELS)[number];

/**
 * What somebody asked to be told of. `components`: only incidents that ever named one of these; left out, all.
 * `incident`: this one alone, whatever the rest says of components.
 */
export type Choice = {
  components?: readonly string[];
  incident?: string;
  level: Level;
  minImpact: Impact;
  maintenance: boolean;
};

/** Everything, as somebody gets who chooses nothing. */
export const EVERYTHING: Choice = { level: 'all', minImpact: 'none', maintenance: true };

/** True if whoever gets `has` hears all that `asked` would bring, so that asking for it changes nothing. */
export function covers(has: Choice, asked: Choice): boolean {
  if (asked.incident === undefined || has.incident !== undefined) return isSameChoice(has, asked);
  const isAll = has.components === undefined && has.minImpact === 'none' && has.maintenance;
  return isAll && (has.level === 'all' || asked.level === 'ends');
}

const isSameChoice = (a: Choice, b: Choice): boolean =>
  a.incident === b.incident &&
  a.level === b.level &&
  a.minImpact === b.minImpact &&
  a.maintenance === b.maintenance &&
  a.components?.toSorted().join() === b.components?.toSorted().join();

/** When and how somebody agreed, and in which version of the words. `api` and `import`: what its caller vouched for. */
export type Consent = { at: Instant; how: 'form' | 'api' | 'import'; words: string; proof?: string };

/** How often an address has failed in a row, and since when. */
export type Failing = { since: Instant; times: number };

/**
 * Somebody who asked to be told. The address stands here and nowhere else; everything else knows them by `id`.
 * `asked`: a choice that was asked for by whoever typed the address into a form, and counts once its owner confirms.
 */
export type Subscriber = {
  /** 20 characters of base 36, from an HMAC of kind and address: two sign-ups of one address are one subscriber. */
  id: string;
  kind: SubscriberKind;
  address: string;
  state: 'pending' | 'confirmed' | 'quarantined';
  choice: Choice;
  asked?: { choice: Choice; at: Instant; until: Instant };
  /** An IANA zone, as the browser said or the person chose. */
  zone?: string;
  consent: Consent;
  /** Told of what is said from here on. */
  confirmedAt?: Instant;
  /** Of a webhook: whose it is, who hears that it is ended, and how its body is made. */
  owner?: string;
  format?: 'candor' | 'statuspage';
  /** Of web push: what the browser encrypts with. */
  keys?: { p256dh: string; auth: string };
  failing?: Failing;
  quarantined?: { at: Instant; reason: string };
  /** Rises with each change; what is put stands in the place of the one before. */
  version: number;
  /** Of one who has not confirmed: gone by then, also while the table still holds it. */
  pendingUntil?: Instant;
};

/** Why somebody is not a subscriber any more. Whoever left is not brought back but by themselves. */
export type Gone = { id: string; why: 'left' | 'complained' | 'bounced' | 'gone' | 'erased'; at: Instant };

/** True of one who may be told: a sign-up that was never confirmed is nothing, also while it is still stored. */
export const isConfirmed = ({ state }: Pick<Subscriber, 'state'>): boolean => state === 'confirmed';

/** How many partitions the subscribers of a channel lie in: at a million, 15 MB each (docs/rules.md, Telling each person). */
export const SHARDS: Readonly<Record<PersonalChannel, number>> = { mail: 16, hooks: 4 };

/** The shard of a subscriber, from 0: their id is evenly spread. */
export const shardOf = (id: string, channel: PersonalChannel): number =>
  Number.parseInt(id.slice(-3), 36) % SHARDS[channel];
