import type { SiteIndex } from '../../ports/site-index.ts';
import { SITE_INDEX_ROW_PREFIX, siteIndexRowKey } from '../dynamodb/keys.ts';
import { type SiteIndexItem, type SiteIndexSteps, siteIndexOver } from '../dynamodb/site-index-protocol.ts';
import { packRow, unpackRow } from '../dynamodb/site-index-row.ts';
import { memoryDays } from './days.ts';
import { atOnce, type MemoryTable, memoryTable, stored } from './table.ts';

/** The site index in memory: the protocol is the one that runs on DynamoDB, only its single steps are others. */
export const memorySiteIndex = (table: MemoryTable = memoryTable()): SiteIndex => siteIndexOver(memorySteps(table));

/** The single steps of the site index in memory. */
export function memorySteps({ siteIndex }: MemoryTable): SiteIndexSteps {
  const newestRows = newestFirst(siteIndex.rows);
  const newestDays = newestFirst(siteIndex.days);
  const item = (): SiteIndexItem => ({
    rev: siteIndex.rev,
    open: [...siteIndex.open.values()],
    months: [...siteIndex.months],
    ...(siteIndex.since === undefined ? {} : { since: siteIndex.since }),
  });
  return {
    putRow: (row) =>
      atOnce(() => {
        const { sk } = siteIndexRowKey(row);
        const there = siteIndex.rows.get(sk);
        if (there && there.head.seq > row.head.seq) return 'older';
        siteIndex.rows.set(sk, stored(unpackRow(packRow(row))));
        return 'put';
      }),
    days: memoryDays(siteIndex.days, newestDays),
    count: ({ pointer, now, month }) =>
      atOnce(() => {
        siteIndex.rev += 1;
        siteIndex.since ??= now;
        if (month !== undefined) siteIndex.months.add(month);
        if (pointer && (siteIndex.open.get(pointer.id)?.seq ?? 0) < pointer.seq)
          siteIndex.open.set(pointer.id, pointer);
        return item();
      }),
    item: () => atOnce(item),
    newest: (limit) =>
      atOnce(() => {
        return newestRows(limit).map((key) => siteIndex.rows.get(key)!);
      }),
    ofMonth: (month, stretch) =>
      atOnce(() => {
        const first = SITE_INDEX_ROW_PREFIX + (stretch?.from ?? month);
        const last = SITE_INDEX_ROW_PREFIX + (stretch?.to ?? `${month}~`);
        const keys = newestRows(Number.POSITIVE_INFINITY);
        return keys.filter((key) => key >= first && key <= last).map((key) => siteIndex.rows.get(key)!);
      }),
    pagesOf: (month) => atOnce(() => siteIndex.pages.get(month) ?? { version: 0, starts: [] }),
    putPages: (month, pages) =>
      atOnce(() => {
        if ((siteIndex.pages.get(month)?.version ?? 0) !== pages.version - 1) return false;
        siteIndex.pages.set(month, stored(pages));
        return true;
      }),
    rows: (pointers) =>
      atOnce(() => pointers.flatMap((pointer) => siteIndex.rows.get(siteIndexRowKey(pointer).sk) ?? [])),
    forget: ({ id, seq }) =>
      atOnce(() => {
        if (siteIndex.open.get(id)?.seq === seq) siteIndex.open.delete(id);
      }),
    rebuildPoint: () => atOnce(() => siteIndex.rebuildPoint),
    noteRebuildPoint: (point) =>
      atOnce(() => {
        siteIndex.rebuildPoint = point;
      }),
  };
}

/** The newest sort keys of what only grows: an index, as a table has one, and no sorting of everything at every read. */
function newestFirst(rows: ReadonlyMap<string, unknown>): (limit: number) => readonly string[] {
  let sorted: readonly string[] = [];
  return (limit) => {
    if (sorted.length !== rows.size) sorted = [...rows.keys()].toSorted().toReversed();
    return sorted.slice(0, limit);
  };
}
