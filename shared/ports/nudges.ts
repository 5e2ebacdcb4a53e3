import type { Instant } from '../core/instant.ts';

/** "Look at incident 42", and nothing else. Safe to lose, repeat or reorder. */
export interface Nudges {
  /** Asks every channel to look at these incidents. */
  nudge(incidents: readonly string[]): Promise<void>;
  /** Asks publish-site to look at the whole site: it is empty, or its config changed. */
  nudgeSite(): Promise<void>;
  /** Asks the sweep to look at one incident at these times, as far as they are nearer than 15 minutes. */
  lookAt(incident: string, at: readonly Instant[], now: Instant): Promise<void>;
}
