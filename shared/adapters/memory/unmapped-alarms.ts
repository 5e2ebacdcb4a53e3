import { DAY_MS, plus } from '../../core/instant.ts';
import {
  placeOfUnmapped,
  UNMAPPED_DAYS,
  UNMAPPED_SHOWN,
  type Unmapped,
  type UnmappedAlarms,
} from '../../ports/unmapped-alarms.ts';
import { atOnce, stored } from './table.ts';

/** What came to nothing, in memory, as the table keeps it. */
export function memoryUnmappedAlarms(kept = new Map<number, Unmapped>()): UnmappedAlarms {
  return {
    note: (unmapped) => atOnce(() => void kept.set(placeOfUnmapped(unmapped), stored(unmapped))),
    newest: (now) =>
      atOnce(() =>
        [...kept.values()]
          .filter(({ at }) => at > plus(now, -UNMAPPED_DAYS * DAY_MS))
          .toSorted((a, b) => (a.at < b.at ? 1 : -1))
          .slice(0, UNMAPPED_SHOWN),
      ),
  };
}
