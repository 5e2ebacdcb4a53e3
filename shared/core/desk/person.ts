import { DAY_MS, type Instant, plus } from '../instant.ts';
import type { DeskSource } from './mention.ts';

/** A mute ends by itself after so long (docs/rules.md, Desk). */
export const MUTED_FOR_MS = 90 * DAY_MS;

/**
 * What is kept of somebody: that a person of ours hides what they say, or that they asked to hear nothing more. Nothing
 * else, and nobody is here of whom neither holds.
 */
export type DeskPerson = {
  source: DeskSource;
  person: string;
  muted?: { by: string; at: Instant; until: Instant };
  optedOut?: { at: Instant };
  /** When this last changed. */
  changedAt: Instant;
  version: number;
};

/** Muted for 90 days, by somebody: visible, and undone by one click. */
export const muted = (one: DeskPerson, by: string, at: Instant): DeskPerson => ({
  ...one,
  muted: { by, at, until: plus(at, MUTED_FOR_MS) },
  changedAt: at,
  version: one.version + 1,
});

export const unmuted = ({ muted: _muted, ...one }: DeskPerson, at: Instant): DeskPerson => ({
  ...one,
  changedAt: at,
  version: one.version + 1,
});

/** They asked to be left alone, and stay so for as long as they are remembered: nobody of us ends it. */
export const optedOut = (one: DeskPerson, at: Instant): DeskPerson => ({
  ...one,
  optedOut: one.optedOut ?? { at },
  changedAt: at,
  version: one.version + 1,
});

export const isMuted = (one: DeskPerson | undefined, now: Instant): boolean =>
  one?.muted !== undefined && one.muted.until > now;

/** Somebody of whom nothing is kept yet. */
export const nobody = (source: DeskSource, person: string, now: Instant): DeskPerson => ({
  source,
  person,
  changedAt: now,
  version: 0,
});
