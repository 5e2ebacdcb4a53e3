import type { Board } from '../../ports/site-index.ts';
import { packPart, unpackPart } from '../dynamodb/day-row.ts';
import { BOARD_ROW_PREFIX, boardRowKey } from '../dynamodb/keys.ts';
import { type BoardItem, type BoardSteps, boardOver } from '../dynamodb/site-index-protocol.ts';
import { packRow, unpackRow } from '../dynamodb/site-index-row.ts';
import { atOnce, type MemoryTable, memoryTable, stored } from './table.ts';

/** The board in memory: the protocol is the one that runs on DynamoDB, only its single steps are others. */
export const memoryBoard = (table: MemoryTable = memoryTable()): Board => boardOver(memorySteps(table));

/** The single steps of the board in memory. */
export function memorySteps({ board }: MemoryTable): BoardSteps {
  const newestRows = newestFirst(board.rows);
  const newestDays = newestFirst(board.days);
  const item = (): BoardItem => ({
    rev: board.rev,
    open: [...board.open.values()],
    months: [...board.months],
    ...(board.since === undefined ? {} : { since: board.since }),
  });
  return {
    putRow: (row) =>
      atOnce(() => {
        const { sk } = boardRowKey(row);
        const there = board.rows.get(sk);
        if (there && there.head.seq > row.head.seq) return 'older';
        board.rows.set(sk, stored(unpackRow(packRow(row))));
        return 'put';
      }),
    putDay: (part) =>
      atOnce(() => {
        const parts = board.days.get(part.day) ?? new Map();
        if ((parts.get(part.incident)?.seq ?? 0) > part.seq) return;
        board.days.set(part.day, parts.set(part.incident, stored(unpackPart(part.day, part.incident, packPart(part)))));
      }),
    days: (limit) =>
      atOnce(() => {
        return newestDays(limit).flatMap((day) => [...board.days.get(day)!.values()]);
      }),
    count: ({ pointer, now, month }) =>
      atOnce(() => {
        board.rev += 1;
        board.since ??= now;
        if (month !== undefined) board.months.add(month);
        if (pointer && (board.open.get(pointer.id)?.seq ?? 0) < pointer.seq) board.open.set(pointer.id, pointer);
        return item();
      }),
    board: () => atOnce(item),
    newest: (limit) =>
      atOnce(() => {
        return newestRows(limit).map((key) => board.rows.get(key)!);
      }),
    ofMonth: (month) =>
      atOnce(() => {
        const keys = newestRows(Number.POSITIVE_INFINITY);
        return keys.filter((key) => key.startsWith(BOARD_ROW_PREFIX + month)).map((key) => board.rows.get(key)!);
      }),
    rows: (pointers) => atOnce(() => pointers.flatMap((pointer) => board.rows.get(boardRowKey(pointer).sk) ?? [])),
    forget: ({ id, seq }) =>
      atOnce(() => {
        if (board.open.get(id)?.seq === seq) board.open.delete(id);
      }),
    rebuildPoint: () => atOnce(() => board.rebuildPoint),
    noteRebuildPoint: (point) =>
      atOnce(() => {
        board.rebuildPoint = point;
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
