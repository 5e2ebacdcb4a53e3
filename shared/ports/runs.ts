import type { Run } from '../core/subscribers/run.ts';
import type { PersonalChannel } from '../core/subscribers/subscriber.ts';

/** How far the shards of an incident have been gone through. */
export interface Runs {
  /** Every shard, in order, also those that nobody began; strongly consistent. */
  of(incident: string, channel: PersonalChannel): Promise<Run[]>;
  /** Puts a run in the place of the version that it was made of, and answers with it. Undefined if somebody else was faster. */
  put(incident: string, channel: PersonalChannel, run: Run): Promise<Run | undefined>;
}
