import { isPersonalChannel, PERSONAL_CHANNELS, type PersonalChannel, SHARDS } from './subscriber.ts';

/** Where a walk over subscribers stands: in a shard of a channel, behind the one of id `after`, or at its beginning. */
export type Place = { channel: PersonalChannel; shard: number; after?: string };

/** True of what can be the id of a subscriber. */
export const isSubscriberId = (text: string): boolean => /^[0-9a-z]{20}$/.test(text);

/** Where a walk over a channel begins. */
export const beginningOf = (channel: PersonalChannel): Place => ({ channel, shard: 0 });

/** The next shard of the same channel; undefined behind the last. */
export const nextShard = ({ channel, shard }: Place): Place | undefined =>
  shard + 1 < SHARDS[channel] ? { channel, shard: shard + 1 } : undefined;

/** Where the channel behind this one begins; undefined behind the last. */
export function channelBehind({ channel }: Place): Place | undefined {
  const next = PERSONAL_CHANNELS[PERSONAL_CHANNELS.indexOf(channel) + 1];
  return next && beginningOf(next);
}

/** A place as it stands in an address: `mail.03.` and an id. */
export const placeText = ({ channel, shard, after = '' }: Place): string =>
  `${channel}.${String(shard).padStart(2, '0')}.${after}`;

/** The place that a text of `placeText` names; undefined for any other. */
export function placeFrom(text: string): Place | undefined {
  const [channel = '', digits = '', after = '', ...more] = text.split('.');
  if (!isPersonalChannel(channel) || more.length > 0 || !/^\d\d$/.test(digits)) return undefined;
  const shard = Number(digits);
  if (shard >= SHARDS[channel] || (after !== '' && !isSubscriberId(after))) return undefined;
  return { channel, shard, ...(after === '' ? {} : { after }) };
}
