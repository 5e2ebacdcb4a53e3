import type { AlarmState } from '../core/alarm.ts';
import type { Instant } from '../core/instant.ts';
import { placeFor } from '../core/unmapped-place.ts';

/**
 * What a monitor sent that came to nothing: an alarm that no rule is for, or a body that holds no alarm, as a test or a
 * ping. `fields`: the names at the top of such a body; what stands in them is not kept.
 */
export type Unmapped = { source: string; at: Instant } & (
  | { is: 'alarm'; check: string; state: AlarmState; labels: Readonly<Record<string, string>>; link?: string }
  | { is: 'no-alarm'; fields: readonly string[] }
);

/** The last of them, for two weeks: enough to write a rule of, and never more than there is room for. */
export interface UnmappedAlarms {
  /** What is like one that is kept takes its place. */
  note(unmapped: Unmapped): Promise<void>;
  /** Newest first, at most 50. */
  newest(now: Instant): Promise<readonly Unmapped[]>;
}

/** How many are shown, and for how long they are kept (docs/rules.md, Alarms). */
export const UNMAPPED_SHOWN = 50;
export const UNMAPPED_DAYS = 14;

/** Where one is kept: what is like it is kept there too. */
export const placeOfUnmapped = (one: Unmapped): number =>
  placeFor(one.is === 'alarm' ? [one.source, one.check] : [one.source, '', ...one.fields]);
