import type { DaySum } from '../core/day-sum.ts';
import type { Instant } from '../core/instant.ts';
import type { PublicIncident } from '../core/public-incident.ts';

/** The site's view of all incidents, rebuildable from the log. `rev` orders what publishers write. */
export type SiteIndexView = {
  rev: number;
  /** Everything that is not over: open incidents, and maintenances to come, under way or not confirmed. Newest first. */
  open: readonly PublicIncident[];
  /** The newest 50, open or not, newest first. */
  newest: readonly PublicIncident[];
  /** What incidents that are over left behind on the newest 91 days that have anything, the newest first; open ones tell for themselves. */
  days: readonly DaySum[];
  /** Every month in which something was first reported, newest first: `2026-11`. */
  months: readonly string[];
  /** Since when this site index is kept; earlier days have no record. Absent if nobody ever said what time it was. */
  since?: Instant;
  /** Nobody else published since this process last did: what it read alongside the put belongs to this view as well. */
  undisturbed?: true;
};

/**
 * How far a rebuild of the site has come: `month` is next, behind its incident `after` if it has been begun. With
 * `doneAt` it has come to its end.
 */
export type RebuildPoint = {
  of: string;
  month: string;
  after?: string;
  incidents: number;
  quiet: number;
  /** Its time was up: nobody is at it until somebody looks again. */
  waits?: true;
  doneAt?: Instant;
};

/** The same for people: `month` is the one that it is at; it goes from the present backwards. */
export type RebuildProgress = {
  state: 'none' | 'running' | 'done';
  incidents: number;
  month?: string;
  /** Nobody is at it until it is asked to go on, or the sweep does. */
  waits?: true;
  doneAt?: Instant;
};

/**
 * A page of a month with the incidents that were first reported from this instant on. It keeps its number for ever.
 * `unwritten`: it is not on the site as it is, because the month has just been cut here.
 */
export type PageStart = { number: number; from: Instant; unwritten?: true };

/** Where the pages of a month begin, oldest first. There are never fewer. */
export type MonthPages = { version: number; starts: readonly PageStart[] };

export interface SiteIndex {
  /**
   * Puts one incident's row (kept if the stored one is of a later seq), adds one to `rev`, and reads the site index back,
   * strongly consistent and bounded: the cost does not grow with history. Without a row: only counts and reads. An incident that is over leaves
   * its share in each day behind, in the same step. The first `now` (the publisher's clock) is kept as `since`.
   *
   * A process that published last, and again without anybody in between, need not read what it knows. `alongside` is
   * called with what is open then, in time for what it reads to be of the same view; nothing is counted before it is done.
   */
  update(
    row: PublicIncident | undefined,
    now?: Instant,
    alongside?: (open: readonly string[]) => Promise<unknown>,
  ): Promise<SiteIndexView>;
  /** Does as `update` does with a row, and reads nothing back: for whoever puts thousands of them. */
  note(row: PublicIncident, now: Instant): Promise<void>;
  read(): Promise<SiteIndexView>;
  /**
   * All that was first reported in a month, newest first, also far behind the newest 50; or of it what was `from` an instant
   * on and before `to`. Costs what it answers.
   */
  ofMonth(month: string, stretch?: { from: Instant; to?: Instant | undefined }): Promise<readonly PublicIncident[]>;
  /** Where the pages of a month begin; of version 0 and without a start if it was never cut, and is one page. */
  pagesOf(month: string): Promise<MonthPages>;
  /** Has a month begin its pages here, if what is there is of the version before; false otherwise. */
  putPages(month: string, pages: MonthPages): Promise<boolean>;
  /** Where the last rebuild stands, for whoever goes on; undefined if there was none. */
  rebuildPoint(): Promise<RebuildPoint | undefined>;
  noteRebuildPoint(point: RebuildPoint): Promise<void>;
}
