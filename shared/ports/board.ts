import type { PublicIncident } from '../core/public-incident.ts';

/** The site's view of all incidents, rebuildable from the log. `rev` orders what publishers write. */
export type BoardView = {
  rev: number;
  /** Everything that is not over: open incidents, and maintenances to come, under way or not confirmed. Newest first. */
  open: readonly PublicIncident[];
  /** The newest 50, open or not, newest first. */
  newest: readonly PublicIncident[];
};

export interface Board {
  /**
   * Puts one incident's row (kept if the stored one is of a later seq), adds one to `rev`, and reads the board back,
   * strongly consistent and bounded: the cost does not grow with history. Without a row: only counts and reads.
   */
  update(row: PublicIncident | undefined): Promise<BoardView>;
  read(): Promise<BoardView>;
}
