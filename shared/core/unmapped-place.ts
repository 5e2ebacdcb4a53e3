import { createHash } from 'node:crypto';

/** There is room for this many that differ (docs/rules.md, Alarms). */
const PLACES = 200;

/** Where what is told by these parts is kept: the same whenever it comes. */
export const placeFor = (parts: readonly string[]): number =>
  createHash('sha256').update(JSON.stringify(parts)).digest().readUInt32BE(0) % PLACES;
