import {
  type Gone,
  type PersonalChannel,
  personalChannelOf,
  type Subscriber,
  shardOf,
} from '../../core/subscribers/subscriber.ts';
import type { Subscribers } from '../../ports/subscribers.ts';
import { atOnce, stored } from './table.ts';

/** Those who asked to be told, in memory. */
export function memorySubscribers(): Subscribers {
  const people = new Map<string, Subscriber>();
  const left = new Map<string, Gone>();
  /** The ids of each shard, in order; made again behind a change. */
  let sorted = new Map<string, string[]>();
  const key = (channel: PersonalChannel, id: string) => `${channel}#${id}`;

  function idsOf(channel: PersonalChannel, shard: number): string[] {
    const name = `${channel}#${shard}`;
    const known = sorted.get(name);
    if (known !== undefined) return known;
    const ids = [...people.values()]
      .filter(({ id, kind }) => personalChannelOf(kind) === channel && shardOf(id, channel) === shard)
      .map(({ id }) => id)
      .toSorted();
    sorted.set(name, ids);
    return ids;
  }

  return {
    of: (channel, id) => atOnce(() => people.get(key(channel, id))),
    put: (subscriber, over) =>
      atOnce(() => {
        const at = key(personalChannelOf(subscriber.kind), subscriber.id);
        const before = people.get(at);
        if ((before?.version ?? 0) !== over) return false;
        if (before === undefined) sorted = new Map();
        people.set(at, stored(subscriber));
        return true;
      }),
    remove: (channel, gone) =>
      atOnce(() => {
        left.set(key(channel, gone.id), stored(gone));
        people.delete(key(channel, gone.id));
        sorted = new Map();
      }),
    gone: (channel, id) => atOnce(() => left.get(key(channel, id))),
    forgive: (channel, id) =>
      atOnce(() => {
        left.delete(key(channel, id));
      }),
    page: (channel, shard, { after, upTo, limit }) =>
      atOnce(() => {
        const ids = idsOf(channel, shard);
        const first = after === undefined ? 0 : firstBehind(ids, after);
        const page: Subscriber[] = [];
        for (let at = first; at < ids.length && page.length < limit; at += 1) {
          if (upTo !== undefined && ids[at]! > upTo) break;
          page.push(people.get(key(channel, ids[at]!))!);
        }
        return page;
      }),
  };
}

/** Where the first id behind `after` stands in a sorted list. */
function firstBehind(ids: readonly string[], after: string): number {
  let [low, high] = [0, ids.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (ids[middle]! <= after) low = middle + 1;
    else high = middle;
  }
  return low;
}
