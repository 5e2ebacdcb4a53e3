import type { Instant } from '../core/instant.ts';
import type { CountedBy } from '../core/subscribers/sign-up-limits.ts';

/** `again`: when one more may pass; undefined if never. */
export type SignUpPass = { passes: true } | { passes: false; again?: Instant };

/** How often something happened of late that must not happen often. Exact: of two at once that only one may, one passes. */
export interface SignUpCounts {
  /** Counts one more, if it may happen. */
  take(by: CountedBy, now: Instant): Promise<SignUpPass>;
  /** The newest one did not happen after all. */
  giveBack(by: CountedBy): Promise<void>;
  /** Nothing of this is counted any more. */
  forget(what: string, now: Instant): Promise<void>;
}
