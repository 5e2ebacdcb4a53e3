import type { Instant } from '../core/instant.ts';

/** Where time and chance come from; in a simulation, from a seed. */
export interface Clock {
  now(): Instant;
}

export interface Randomness {
  /** 128 random bits as hex. */
  salt(): string;
}
