import type { Instant } from '../../core/instant.ts';
import { type Census, counting, isPresent, type SubscriberState } from '../../core/subscribers/census.ts';
import { channelBehind, nextShard, type Place } from '../../core/subscribers/place.ts';
import type { Subscriber } from '../../core/subscribers/subscriber.ts';
import type { Subscribers } from '../../ports/subscribers.ts';
import { pagesOf, READ_TOGETHER } from './pages-of.ts';

/** So many are looked at in one call: a function answers within its time, whatever it looks for (docs/rules.md, Lists of subscribers). */
const LOOKED_AT = 20_000;

/** What of a walk is wanted: `take` sees everybody who is there, and says once that it has enough. */
type Take = (person: Subscriber) => 'go on' | 'enough';

/** Goes through a channel from a place on, shard by shard and by id. Where to go on, or undefined at its end. */
async function walk(
  subscribers: Subscribers,
  from: Place,
  now: Instant,
  take: Take,
  readTogether = READ_TOGETHER,
): Promise<Place | undefined> {
  let looked = 0;
  for (let place: Place | undefined = from; place !== undefined; place = nextShard(place)) {
    for await (const people of pagesOf(subscribers, place, readTogether)) {
      for (const person of people) {
        looked += 1;
        const isEnough = isPresent(person, now) && take(person) === 'enough';
        if (isEnough || looked >= LOOKED_AT) return { ...place, after: person.id };
      }
    }
  }
  return undefined;
}

/** Some of those of a channel, and where the rest of them is. */
export type Some = { people: readonly Subscriber[]; next?: Place };

/**
 * At most `limit` of a channel, or of those of them that are in a state. Fewer, or none, where many were looked at in vain:
 * go on then.
 */
export async function someOf(
  subscribers: Subscribers,
  from: Place,
  { limit, now, state }: { limit: number; now: Instant; state?: SubscriberState | undefined },
): Promise<Some> {
  const people: Subscriber[] = [];
  const take: Take = (person) => {
    if (state === undefined || person.state === state) people.push(person);
    return people.length === limit ? 'enough' : 'go on';
  };
  // Those in one state may lie far apart.
  const next = await walk(
    subscribers,
    from,
    now,
    take,
    state === undefined ? Math.min(limit, READ_TOGETHER) : READ_TOGETHER,
  );
  return { people, ...(next === undefined ? {} : { next }) };
}

/** How many of a part there are, and where the rest of them is. */
export type Counted = { census: Census; next?: Place };

/** Counts those of every channel from a place on, as many as can be looked at in one call. */
export async function countFrom(subscribers: Subscribers, from: Place, now: Instant): Promise<Counted> {
  let census: Census = {};
  let looked = 0;
  const take: Take = (person) => {
    census = counting(census, person);
    looked += 1;
    return looked >= LOOKED_AT ? 'enough' : 'go on';
  };
  for (let place: Place | undefined = from; place !== undefined; place = channelBehind(place)) {
    const next = await walk(subscribers, place, now, take);
    if (next !== undefined) return { census, next };
  }
  return { census };
}
