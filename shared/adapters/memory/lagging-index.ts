import { epochMs } from '../../core/instant.ts';
import type { Clock } from '../../ports/clock.ts';

/** An index that shows what was written some time ago, as a global secondary index does. */
export interface LaggingIndex<Row> {
  /** Notes what the index will show for `key`, or with undefined that it will show nothing. */
  set(key: string, row: Row | undefined): void;
  /** What the index shows now. */
  rows(): Row[];
}

/** Changes of one key are shown in the order in which they were made; those of different keys may overtake. */
export function laggingIndex<Row>(clock: Clock, lagMs: () => number): LaggingIndex<Row> {
  const shown = new Map<string, Row>();
  let coming: { key: string; row: Row | undefined; fromMs: number }[] = [];
  const lastFromMs = new Map<string, number>();

  return {
    set(key, row) {
      const fromMs = Math.max(epochMs(clock.now()) + lagMs(), lastFromMs.get(key) ?? 0);
      lastFromMs.set(key, fromMs);
      coming.push({ key, row, fromMs });
    },
    rows() {
      const nowMs = epochMs(clock.now());
      for (const { key, row } of coming.filter((change) => change.fromMs <= nowMs)) {
        if (row === undefined) shown.delete(key);
        else shown.set(key, row);
      }
      coming = coming.filter((change) => change.fromMs > nowMs);
      return [...shown.values()];
    },
  };
}
