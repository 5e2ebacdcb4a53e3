import { type Instant, MINUTE_MS, msBetween } from '../instant.ts';
import type { Flood } from './flood.ts';
import { nothingUsual, type Usual } from './usual-rate.ts';

/** A flood is over, and may ring again, once it has been quiet for so long (docs/rules.md, Flood). */
export const FLOOD_QUIET_MS = 15 * MINUTE_MS;

/**
 * A flood that people were told of. `seenAt`: when it was last there. `by`: different people whom we heard, or posts that
 * only were counted. `draft`: what a person is asked to decide; `incident`: the open one that it is said on, because that is
 * about another part.
 */
export type KnownFlood = Flood & {
  id: string;
  by: 'people' | 'posts';
  seenAt: Instant;
  draft?: string;
  incident?: string;
};

/** What the desk knows of the house as a whole. One record, changed by compare-and-swap only. */
export type DeskHouse = {
  /** Complaints that we heard, and posts that only were counted. */
  complaints: Usual;
  posts: Usual;
  /** Until when posts were counted, and those of the last minutes. */
  countedUntil?: Instant;
  minutes: readonly { at: Instant; count: number }[];
  floods: readonly KnownFlood[];
};

export const newHouse = (now: Instant): DeskHouse => ({
  complaints: nothingUsual(now),
  posts: nothingUsual(now),
  minutes: [],
  floods: [],
});

/** The floods that are not over at `now`. */
export const present = (floods: readonly KnownFlood[], now: Instant): readonly KnownFlood[] =>
  floods.filter(({ seenAt }) => msBetween(seenAt, now) < FLOOD_QUIET_MS);

/** The flood among those that are known, by what it is about; another name while it is not known. */
export const knownAs = (floods: readonly KnownFlood[], { component }: Pick<Flood, 'component'>, now: Instant) =>
  present(floods, now).find((one) => one.component === component);
