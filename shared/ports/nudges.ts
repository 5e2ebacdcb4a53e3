import type { ChannelName } from '../core/delivery.ts';
import type { Instant } from '../core/instant.ts';

/** Who may have something to do: `public` is the site and every channel, `people` whoever reminds; else one of them, by its name. */
export type Listener = 'public' | 'people' | ChannelName;

/** "Look at incident 42", and nothing else. Safe to lose, repeat or reorder. */
export interface Nudges {
  /** Asks whom it concerns, or everybody if that is not said, to look at these incidents. */
  nudge(incidents: readonly string[], whom?: readonly Listener[]): Promise<void>;
  /** Asks publish-site to look at the whole site: it is empty, or its config changed. */
  nudgeSite(): Promise<void>;
  /**
   * Asks the sweep to look at one incident at these times, as far as they are nearer than 15 minutes. `seq`: the entry
   * for whose sake; once there are others behind it, whose looks see the same, nobody need look.
   */
  lookAt(incident: string, at: readonly Instant[], now: Instant, seq?: number): Promise<void>;
}
