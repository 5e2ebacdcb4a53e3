import type { Instant } from '../../core/instant.ts';
import { emptied } from '../../core/redaction.ts';
import type { Clock } from '../../ports/clock.ts';
import type { IncidentLog } from '../../ports/incident-log.ts';
import { cursorAfter, cursorFrom } from '../dynamodb/history-cursor.ts';
import { laggingIndex } from './lagging-index.ts';
import { atOnce, type MemoryTable, memoryTable, partitionOf, stored } from './table.ts';

export type MemoryLogOptions = {
  table?: MemoryTable;
  /** The index's own clock; workers may have others. */
  clock: Clock;
  /** How long, in ms, until the index shows a change; asked anew for each. Without it the index is always current. */
  indexLagMs?: () => number;
};

type Watched = { incident: string; seq: number; watchAt: Instant };
type Opened = { incident: string; openedAt: Instant };

/** The log in memory, with indexes that lag. Make one per table: the indexes belong to it. */
export function memoryLog({ table = memoryTable(), clock, indexLagMs = () => 0 }: MemoryLogOptions): IncidentLog {
  const watches = laggingIndex<Watched>(clock, indexLagMs);
  const openings = laggingIndex<Opened>(clock, indexLagMs);
  const rowOf = (incident: string, seq: number) => partitionOf(table, incident).entries.get(seq);

  function setWatch(incident: string, seq: number, watchAt: Instant | undefined) {
    const row = rowOf(incident, seq);
    if (row) row.watchAt = watchAt;
    watches.set(`${incident}#${seq}`, watchAt === undefined ? undefined : { incident, seq, watchAt });
  }

  return {
    load: (incident) =>
      atOnce(() => {
        const rows = [...partitionOf(table, incident).entries.values()];
        return rows.map((row) => row.entry).toSorted((a, b) => a.seq - b.seq);
      }),

    append: (entry, watchAt) =>
      atOnce(() => {
        const { entries } = partitionOf(table, entry.incident);
        const there = entries.get(entry.seq);
        if (there) return there.entry.hash === entry.hash ? 'appended' : 'conflict';
        entries.set(entry.seq, { entry: stored(entry), watchAt: undefined });
        if (watchAt !== undefined) setWatch(entry.incident, entry.seq, watchAt);
        if (entry.seq === 1) openings.set(entry.incident, { incident: entry.incident, openedAt: entry.at });
        return 'appended';
      }),

    redact: (incident, seq) =>
      atOnce(() => {
        const row = rowOf(incident, seq);
        if (!row) throw new RangeError(`incident ${incident} has no entry ${seq} to redact`);
        row.entry = stored(emptied(row.entry));
      }),

    due: (now, limit) =>
      atOnce(() => {
        const due = watches.rows().filter((row) => row.watchAt <= now);
        return due.toSorted(by((row) => row.watchAt)).slice(0, limit);
      }),

    watched: (incident, seq) => atOnce(() => rowOf(incident, seq)?.watchAt),

    rewatch: (incident, seq, from, to) =>
      atOnce(() => {
        const row = rowOf(incident, seq);
        if (!row || row.watchAt !== from) return false;
        setWatch(incident, seq, to);
        return true;
      }),

    unwatch: (incident, seq) => atOnce(() => setWatch(incident, seq, undefined)),

    openedIn: (month, page = { limit: 100 }) =>
      atOnce(() => {
        const place = (row: Opened) => `${row.openedAt}~${row.incident}`;
        const all = openings.rows().filter((row) => row.openedAt.startsWith(month));
        const ordered = all.toSorted(by(place)).toReversed();
        const after = page.after === undefined ? undefined : cursorFrom(page.after);
        const rest = after ? ordered.filter((row) => place(row) < cursorAfter(after)) : ordered;
        const shown = rest.slice(0, page.limit);
        const last = shown.at(-1);
        const ids = shown.map((row) => row.incident);
        if (!last || rest.length === shown.length) return { ids };
        return { ids, next: cursorAfter({ openedAt: last.openedAt, id: last.incident }) };
      }),
  };
}

const by =
  <Row>(key: (row: Row) => string) =>
  (a: Row, b: Row) =>
    key(a) < key(b) ? -1 : 1;
