import type { Instant } from '../core/instant.ts';

/** A person is composing: the apology waits until then. One hold a silence, known by when that silence began. */
export type Hold = { until: Instant; silenceSince: Instant };

export interface HoldRecords {
  of(incident: string): Promise<Hold | undefined>;
  /** False if this silence was held before: then the first hold stands. */
  hold(incident: string, hold: Hold): Promise<boolean>;
}
