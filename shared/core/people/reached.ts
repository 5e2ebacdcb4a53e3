import type { DutyReach } from './addressees.ts';
import type { PAGED_DUTIES } from './person.ts';

/** Whether somebody would be reached now, and so whether anything is said without them. */
export type Reached = {
  /** Automated apologies are said only then. */
  armed: boolean;
  /** Of the directory, per duty; undefined while nobody is in it and the targets of the config count. */
  duties?: Readonly<Record<(typeof PAGED_DUTIES)[number], DutyReach>>;
  /** How many subscriptions of the topic belong to nobody in the directory: they get what is for others. */
  strangers?: number;
};
