import { type DayPart, dayParts } from '../../core/day-part.ts';
import type { Instant } from '../../core/instant.ts';
import { isUnfinished, type PublicIncident } from '../../core/public-incident.ts';
import type { RebuildPoint, SiteIndex, SiteIndexView } from '../../ports/site-index.ts';
import { packPart, unpackPart } from './day-row.ts';

/** Where an open incident's row is, and the seq that was open when this was noted. */
export type Pointer = { id: string; seq: number; openedAt: string };

/** The site index's own item: a counter, pointers to the incidents that are open as far as it knows, and every month that has any. */
export type SiteIndexItem = { rev: number; open: readonly Pointer[]; months: readonly string[]; since?: Instant };

/** What is noted with the counting: who is open, what time it is, and in which month a row was first reported. */
export type Counted = { pointer?: Pointer | undefined; now?: Instant | undefined; month?: string | undefined };

/** The single steps that the site index's protocol is made of. Each is atomic and strongly consistent; none is repeated. */
export interface SiteIndexSteps {
  /** Puts the row unless the stored one is of a later seq. */
  putRow(row: PublicIncident): Promise<'put' | 'older'>;
  /** Puts an incident's share in one day unless the stored one is of a later seq. */
  putDay(part: DayPart): Promise<void>;
  /** The parts of the newest days that have any. */
  days(limit: number): Promise<readonly DayPart[]>;
  /**
   * Adds one to `rev`; with a pointer, notes it in the same step if none is noted or one of an older seq. The first `now`
   * is kept, and so is every month. Answers the site index as it was left.
   */
  count(counted: Counted): Promise<SiteIndexItem>;
  item(): Promise<SiteIndexItem>;
  newest(limit: number): Promise<readonly PublicIncident[]>;
  /** Newest first. */
  ofMonth(month: string): Promise<readonly PublicIncident[]>;
  rows(pointers: readonly Pointer[]): Promise<readonly PublicIncident[]>;
  /** Forgets the pointer if its seq still is the one given. */
  forget(pointer: Pointer): Promise<void>;
  rebuildPoint(): Promise<RebuildPoint | undefined>;
  noteRebuildPoint(point: RebuildPoint | undefined): Promise<void>;
}

const NEWEST = 50;

/** Ninety days of history, and today. */
const DAYS = 91;

/** How often a view is read again because somebody published meanwhile. Each round is a few milliseconds. */
const ROUNDS = 30;

/**
 * The site index, step by step. The order is what makes it right without transactions:
 *
 * - The row is put before its pointer, and the pointer in the same step as `rev`, so a view of rev n holds every row
 *   that was counted up to n. A crash in between is mended by the next nudge, which does all of it again.
 * - The days of an incident that is over are put behind its row and before the counting, for the same reason. While it
 *   is open it tells for itself, so an incident that has run for weeks does not rewrite weeks with every update.
 * - A pointer is forgotten by whoever sees its row closed, and only if it still has the seq that was seen: a reopening
 *   has noted a later one by then, or notes it afterwards.
 * - A view is only used if `rev` was the same before and after its reads. Then all reads of view n end before those of
 *   view n + 1 begin, and rows only go forward: a greater rev never shows an older state.
 * - Whoever published rev n and now counts n + 1 knows that nobody was counted in between. What it knew, with its own row
 *   laid over it, is view n + 1: whatever else was put meanwhile is counted later, by whoever put it.
 */
export function siteIndexOver(steps: SiteIndexSteps): SiteIndex {
  async function readFrom(start: SiteIndexItem): Promise<SiteIndexView> {
    let before = start;
    for (let round = 0; round < ROUNDS; round++) {
      const view = await viewOf(steps, before);
      const after = await steps.item();
      if (after.rev === before.rev) return view;
      before = after;
    }
    throw new Error(`the site index changed ${ROUNDS} times while it was read; the queue brings this look again`);
  }

  /** Puts row and days; the pointer is for the counting. `isNews` unless there is a later row. */
  async function put(row: PublicIncident | undefined): Promise<{ isNews: boolean; pointer?: Pointer }> {
    if (row === undefined || (await steps.putRow(row)) === 'older') return { isNews: false };
    if (isUnfinished(row)) return { isNews: true, pointer: pointerTo(row) };
    await Promise.all(sharesOf(row).map((part) => steps.putDay(part)));
    return { isNews: true };
  }

  /** The last view that this process published. */
  let last: SiteIndexView | undefined;

  return {
    async update(row, now, alongside) {
      const before = last;
      const beside = before && alongside?.([...new Set([...before.open, ...(row ? [row] : [])].map(({ id }) => id))]);
      const [{ isNews, pointer }] = await Promise.all([put(row), beside]);
      const counted = await steps.count({ pointer, now, month: row?.openedAt.slice(0, 7) });
      const undisturbed = counted.rev - 1 === before?.rev && (isNews || row === undefined);
      const view = undisturbed ? await viewFrom(steps, counted, withOwn(before!, row)) : await readFrom(counted);
      last = view;
      return undisturbed ? { ...view, undisturbed } : view;
    },
    async note(row, now) {
      const { pointer } = await put(row);
      await steps.count({ pointer, now, month: row.openedAt.slice(0, 7) });
    },
    read: async () => readFrom(await steps.item()),
    ofMonth: (month) => steps.ofMonth(month),
    rebuildPoint: () => steps.rebuildPoint(),
    noteRebuildPoint: (point) => steps.noteRebuildPoint(point),
  };
}

const pointerTo = ({ id, openedAt, head }: PublicIncident): Pointer => ({ id, openedAt, seq: head.seq });

/** What lies in the rows and days, not yet a view. `open` are all that may be, also beyond the newest. */
type Read = Pick<SiteIndexView, 'newest' | 'open' | 'days'>;

async function readRows(steps: SiteIndexSteps, { open: pointers }: SiteIndexItem): Promise<Read> {
  const [newest, days] = await Promise.all([steps.newest(NEWEST), steps.days(DAYS)]);
  const among = new Set(newest.map((row) => row.id));
  const beyond = pointers.filter((pointer) => !among.has(pointer.id));
  return { newest, open: beyond.length > 0 ? await steps.rows(beyond) : [], days };
}

/** The same with a row that was put since. */
function withOwn({ newest, open, days }: Read, row: PublicIncident | undefined): Read {
  if (row === undefined) return { newest, open, days };
  const others = (rows: readonly PublicIncident[]) => rows.filter(({ id }) => id !== row.id);
  const all = [row, ...others(newest)].toSorted(newestFirst);
  const shares = isUnfinished(row) ? [] : sharesOf(row).map(asKept);
  return {
    newest: all.slice(0, NEWEST),
    open: [...all.slice(NEWEST), ...others(open)],
    days: [...shares, ...days.filter(({ incident }) => incident !== row.id)],
  };
}

const sharesOf = (row: PublicIncident): DayPart[] => dayParts(row, row.head.at);

/** As it would be read back. */
const asKept = (part: DayPart): DayPart => unpackPart(part.day, part.incident, packPart(part));

const viewOf = async (steps: SiteIndexSteps, item: SiteIndexItem): Promise<SiteIndexView> =>
  viewFrom(steps, item, await readRows(steps, item));

async function viewFrom(
  steps: SiteIndexSteps,
  { rev, open: pointers, months, since }: SiteIndexItem,
  { newest, open: beyond, days }: Read,
): Promise<SiteIndexView> {
  const seen = new Map([...newest, ...beyond].map((row) => [row.id, row]));
  const over = pointers.filter((pointer) => {
    const row = seen.get(pointer.id);
    return row !== undefined && !isUnfinished(row);
  });
  await Promise.all(over.map((pointer) => steps.forget(pointer)));

  // A row says for itself whether it is open; pointers only lead to those that are not among the newest.
  const open = [...seen.values()].filter(isUnfinished).toSorted(newestFirst);
  const isOpen = new Set(open.map((row) => row.id));
  const left = days.filter((part) => !isOpen.has(part.incident)).toSorted(newestDayFirst);
  const first = [...new Set(left.map((part) => part.day))].at(DAYS - 1) ?? '';
  const shown = left.filter((part) => part.day >= first);
  return {
    rev,
    open,
    newest,
    days: shown,
    months: months.toSorted().toReversed(),
    ...(since === undefined ? {} : { since }),
  };
}

const newestFirst = (a: PublicIncident, b: PublicIncident): number => {
  if (a.openedAt !== b.openedAt) return a.openedAt < b.openedAt ? 1 : -1;
  return a.id < b.id ? 1 : -1;
};

const newestDayFirst = (a: DayPart, b: DayPart): number => {
  if (a.day !== b.day) return a.day < b.day ? 1 : -1;
  return a.incident < b.incident ? 1 : -1;
};
