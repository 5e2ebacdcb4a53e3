import type { Instant } from '../../core/instant.ts';
import { type Census, counting, isPresent, type SubscriberState } from '../../core/subscribers/census.ts';
import { beginningOf, nextChannel, nextShard, type Place } from '../../core/subscribers/place.ts';
import type { PersonalChannel, Subscriber } from '../../core/subscribers/subscriber.ts';
import type { Subscribers } from '../../ports/subscribers.ts';

/** So many are read from the table at once. */
const PAGE = 1_000;

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
  pageOf = PAGE,
): Promise<Place | undefined> {
  let place = from;
  for (let looked = 0; ; ) {
    const { channel, shard, after } = place;
    const people = await subscribers.page(channel, shard, { ...(after === undefined ? {} : { after }), limit: pageOf });
    for (const person of people) {
      looked += 1;
      place = { channel, shard, after: person.id };
      if (isPresent(person, now) && take(person) === 'enough') return place;
      if (looked >= LOOKED_AT) return place;
    }
    if (people.length === pageOf) continue;
    const next = nextShard(place);
    if (next === undefined) return undefined;
    place = next;
  }
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
  const next = await walk(subscribers, from, now, take, state === undefined ? Math.min(limit, PAGE) : PAGE);
  return { people, ...(next === undefined ? {} : { next }) };
}

/** How many of a part there are, and where the rest of them is. */
export type Counted = { census: Census; next?: Place };

/** Counts those of every channel from a place on, as many as can be looked at in one call. */
export async function countFrom(subscribers: Subscribers, from: Place, now: Instant): Promise<Counted> {
  let census: Census = {};
  let place: Place | undefined = from;
  let looked = 0;
  const take: Take = (person) => {
    census = counting(census, person);
    looked += 1;
    return looked >= LOOKED_AT ? 'enough' : 'go on';
  };
  while (place !== undefined) {
    const { channel }: { channel: PersonalChannel } = place;
    const next = await walk(subscribers, place, now, take);
    if (next !== undefined) return { census, next };
    const behind = nextChannel(channel);
    place = behind === undefined ? undefined : beginningOf(behind);
  }
  return { census };
}
