import type { Instant } from '../core/instant.ts';

/** A task that costs whoever solves it a second or so of a processor, and the house next to nothing to check. */
export interface ProofOfWork {
  /** A new one, as a browser is sent it (JSON). Nothing of it is kept: it is signed. */
  task(now: Instant): Promise<unknown>;
  /** The name of the task of ours that `proof` solves; undefined if it solves none, or one whose time is over. `proof` may be anything. */
  solved(proof: string, now: Instant): Promise<string | undefined>;
}
