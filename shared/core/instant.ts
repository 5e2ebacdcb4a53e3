/** A point in time as `2026-11-22T18:40:00.000Z`: UTC, always with milliseconds, so that instants compare as strings. */
export type Instant = string;

export const SECOND_MS = 1000;
export const MINUTE_MS = 60 * SECOND_MS;
export const HOUR_MS = 60 * MINUTE_MS;
export const DAY_MS = 24 * HOUR_MS;

/** Milliseconds since the epoch as an instant. */
export const instant = (epochMs: number): Instant => new Date(epochMs).toISOString();

export const epochMs = (at: Instant): number => Date.parse(at);

export const plus = (at: Instant, ms: number): Instant => instant(epochMs(at) + ms);

/** How many milliseconds `later` is after `earlier`; negative if it is before. */
export const msBetween = (earlier: Instant, later: Instant): number => epochMs(later) - epochMs(earlier);

export const earliest = (...instants: readonly (Instant | undefined)[]): Instant | undefined =>
  instants.filter((at) => at !== undefined).toSorted()[0];

export const latest = (a: Instant, b: Instant): Instant => (a > b ? a : b);
