import { dayOf, dayParts } from '../../core/day-part.ts';
import { type DayShare, sharesOf } from '../../core/day-sum.ts';
import type { Instant } from '../../core/instant.ts';
import { isUnfinished, type PublicIncident } from '../../core/public-incident.ts';
import type { RebuildPoint, SiteIndex, SiteIndexView } from '../../ports/site-index.ts';
import { packPart } from './day-row.ts';
import { type DayState, sumOfDay, type Waiting, withLasts } from './day-state.ts';
import { type DaySteps, daysOver } from './day-sums-protocol.ts';

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
  /** Those by which the shares of incidents in days are kept and summed. */
  days: DaySteps;
  /**
   * Adds one to `rev`; with a pointer, notes it in the same step if none is noted or one of an older seq. The first `now`
   * is kept, and so is every month. Answers the site index as it was left.
   */
  count(counted: Counted): Promise<SiteIndexItem>;
  item(): Promise<SiteIndexItem>;
  newest(limit: number): Promise<readonly PublicIncident[]>;
  /** These three as of the site index itself. */
  ofMonth: SiteIndex['ofMonth'];
  pagesOf: SiteIndex['pagesOf'];
  putPages: SiteIndex['putPages'];
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
 *   is open it tells for itself, so an incident that has run for weeks does not rewrite weeks with every update. One that
 *   was over and is open again takes its shares back, once.
 * - A pointer is forgotten by whoever sees its row closed, and only if it still has the seq that was seen: a reopening
 *   has noted a later one by then, or notes it afterwards.
 * - A view is only used if `rev` was the same before and after its reads. Then all reads of view n end before those of
 *   view n + 1 begin, and rows only go forward: a greater rev never shows an older state.
 * - Whoever published rev n and now counts n + 1 knows that nobody was counted in between. What it knew, with its own row
 *   laid over it, is view n + 1: whatever else was put meanwhile is counted later, by whoever put it.
 *
 * `mostWaitingBytes`: from which size on the shares that wait at a day are added up; for tests.
 */
export function siteIndexOver(steps: SiteIndexSteps, mostWaitingBytes?: number): SiteIndex {
  const days = daysOver(steps.days, mostWaitingBytes);

  async function readFrom(start: SiteIndexItem): Promise<{ read: Read; view: SiteIndexView }> {
    let before = start;
    for (let round = 0; round < ROUNDS; round++) {
      const read = { ...(await readRows(steps, before)), days: await days.newest(DAYS) };
      const view = await viewFrom(steps, before, read);
      const after = await steps.item();
      if (after.rev === before.rev) return { read, view };
      before = after;
    }
    throw new Error(`the site index changed ${ROUNDS} times while it was read; the queue brings this look again`);
  }

  /** The entry that last opened an incident again whose shares were taken back: that is looked at once. */
  const takenBack = new Map<string, number>();

  /** Puts row and days; the pointer is for the counting. `isNews` unless there is a later row. */
  async function put(row: PublicIncident | undefined): Promise<Put> {
    if (row === undefined || (await steps.putRow(row)) === 'older') return { isNews: false, days: [] };
    if (!isUnfinished(row)) return { isNews: true, days: await Promise.all(waitingOf(row).map(putShare)) };
    const again = row.entries.findLast(({ kind }) => kind === 'reopened');
    if (again === undefined || takenBack.get(row.id) === again.seq)
      return { isNews: true, pointer: pointerTo(row), days: [] };
    const left = waitingOf(row).filter(({ day }) => day <= dayOf(again.at));
    const gone = left.map(({ share, ...one }) => putShare({ ...one, share: { ...NO_SHARE, seq: share.seq } }));
    const touched = await Promise.all(gone);
    if (takenBack.size > MOST_REMEMBERED) takenBack.clear();
    takenBack.set(row.id, again.seq);
    return { isNews: true, pointer: pointerTo(row), days: touched };
  }

  const putShare = ({ day, incident, share }: { day: string; incident: string; share: Waiting }) =>
    days.putShare(day, incident, share);

  /** The last view that this process published, and what it was made from. */
  let last: { read: Read; view: SiteIndexView } | undefined;

  return {
    async update(row, now, alongside) {
      const before = last;
      const { open = [] } = before?.view ?? {};
      const beside = before && alongside?.([...new Set([...open, ...(row ? [row] : [])].map(({ id }) => id))]);
      const [{ isNews, pointer, days: touched }] = await Promise.all([put(row), beside]);
      const counted = await steps.count({ pointer, now, month: row?.openedAt.slice(0, 7) });
      const undisturbed = counted.rev - 1 === before?.view.rev && (isNews || row === undefined);
      if (!undisturbed) {
        last = await readFrom(counted);
        return last.view;
      }
      const read = withOwn(before!.read, row, touched);
      const view = await viewFrom(steps, counted, read);
      last = { read, view };
      return { ...view, undisturbed };
    },
    async note(row, now) {
      const { pointer } = await put(row);
      await steps.count({ pointer, now, month: row.openedAt.slice(0, 7) });
    },
    read: async () => (await readFrom(await steps.item())).view,
    ofMonth: (month, stretch) => steps.ofMonth(month, stretch),
    pagesOf: (month) => steps.pagesOf(month),
    putPages: (month, pages) => steps.putPages(month, pages),
    rebuildPoint: () => steps.rebuildPoint(),
    noteRebuildPoint: (point) => steps.noteRebuildPoint(point),
  };
}

type Put = { isNews: boolean; pointer?: Pointer; days: readonly DayState[] };

/** Takes the place of a share that was taken back. */
const NO_SHARE = { p: 1, s: '', m: '', gone: true } as const;

/** Incidents that were opened again, of which this process knows that their shares are gone. */
const MOST_REMEMBERED = 1_000;

const pointerTo = ({ id, openedAt, head }: PublicIncident): Pointer => ({ id, openedAt, seq: head.seq });

/** What lies in the rows and days, not yet a view. `open` are all that may be, also beyond the newest. */
type Read = Pick<SiteIndexView, 'newest' | 'open'> & { days: readonly DayState[] };

async function readRows(steps: SiteIndexSteps, { open: pointers }: SiteIndexItem): Promise<Omit<Read, 'days'>> {
  const newest = await steps.newest(NEWEST);
  const among = new Set(newest.map((row) => row.id));
  const beyond = pointers.filter((pointer) => !among.has(pointer.id));
  return { newest, open: beyond.length > 0 ? await steps.rows(beyond) : [] };
}

/** The same with a row that was put since, and the days as it left them. */
function withOwn(before: Read, row: PublicIncident | undefined, touched: readonly DayState[]): Read {
  if (row === undefined) return before;
  const { newest, open, days } = before;
  const others = (rows: readonly PublicIncident[]) => rows.filter(({ id }) => id !== row.id);
  const all = [row, ...others(newest)].toSorted(newestFirst);
  const isTouched = new Set(touched.map(({ day }) => day));
  return {
    newest: all.slice(0, NEWEST),
    open: [...all.slice(NEWEST), ...others(open)],
    days: [...touched, ...days.filter(({ day }) => !isTouched.has(day))].toSorted(newestDayFirst).slice(0, DAYS),
  };
}

const waitingOf = (row: PublicIncident): { day: string; incident: string; share: Waiting }[] =>
  sharesOf(dayParts(row, row.head.at)).map((share: DayShare) => ({
    day: share.day,
    incident: row.id,
    share: packPart(share),
  }));

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
  const left = withLasts(days)
    .map((state) => sumOfDay(state, (incident) => isOpen.has(incident)))
    .filter(({ counts }) => counts.size > 0);
  return {
    rev,
    open,
    newest,
    days: left,
    months: months.toSorted().toReversed(),
    ...(since === undefined ? {} : { since }),
  };
}

const newestFirst = (a: PublicIncident, b: PublicIncident): number => {
  if (a.openedAt !== b.openedAt) return a.openedAt < b.openedAt ? 1 : -1;
  return a.id < b.id ? 1 : -1;
};

const newestDayFirst = (a: { day: string }, b: { day: string }): number => (a.day < b.day ? 1 : -1);
