import type { DayPart } from '../core/day-part.ts';
import type { Instant } from '../core/instant.ts';
import type { PublicIncident } from '../core/public-incident.ts';

/** The site's view of all incidents, rebuildable from the log. `rev` orders what publishers write. */
export type BoardView = {
  rev: number;
  /** Everything that is not over: open incidents, and maintenances to come, under way or not confirmed. Newest first. */
  open: readonly PublicIncident[];
  /** The newest 50, open or not, newest first. */
  newest: readonly PublicIncident[];
  /** What incidents that are over left behind on the newest 91 days that have anything; open ones tell for themselves. */
  days: readonly DayPart[];
  /** Since when this board is kept; earlier days have no record. Absent if nobody ever said what time it was. */
  since?: Instant;
  /** Nobody else published between the look from which the update was asked for and this view. */
  undisturbed?: true;
};

/** The board at a glance: its `rev`, and what is open as far as it knows. */
export type BoardGlance = { rev: number; open: readonly { id: string; seq: number; openedAt: string }[] };

/** How far a rebuild of the site has come: `month` is next, behind its incident `after` if it has been begun. */
export type RebuildPoint = { of: string; month: string; after?: string; incidents: number; quiet: number };

export interface Board {
  /**
   * Puts one incident's row (kept if the stored one is of a later seq), adds one to `rev`, and reads the board back,
   * strongly consistent and bounded: the cost does not grow with history. Without a row: only counts and reads. An incident that is over leaves
   * its share in each day behind, in the same step. The first `now` (the publisher's clock) is kept as `since`.
   *
   * Quicker with `from`, a glance from before: if nobody publishes meanwhile, what is read beside the put is the view, and
   * says so. Nothing is counted before `alongside` is there, so what it reads is of the view as well.
   */
  update(
    row: PublicIncident | undefined,
    now?: Instant,
    from?: { glance: BoardGlance; alongside?: Promise<unknown> },
  ): Promise<BoardView>;
  glance(): Promise<BoardGlance>;
  read(): Promise<BoardView>;
  /** Where a rebuild stopped, for whoever goes on; undefined if none is under way. */
  rebuildPoint(): Promise<RebuildPoint | undefined>;
  noteRebuildPoint(point: RebuildPoint | undefined): Promise<void>;
}
