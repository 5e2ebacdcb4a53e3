import type { DayPart, GivenPromise } from './day-part.ts';
import type { ComponentStatus, PromiseName, PromiseSource, SettledAs } from './entry.ts';
import { isPersons, type PromiseRow } from './incident.ts';
import { epochMs, type Instant, msBetween } from './instant.ts';
import { isLate } from './standing.ts';

/** An update that came late, or has not come: by how many milliseconds. */
export type LateUpdate = { incident: string; seq: number; lateMs: number };

/**
 * How often each value was there on one UTC day, by the name of what is counted. Values are milliseconds, of which the day
 * that was stored knows whole seconds; what is merely counted has the value 0. Sums are added and taken from one another,
 * so what an incident said of a day can be taken back; what would count as nothing is not in it.
 */
export type DaySum = {
  day: string;
  counts: ReadonlyMap<Counted, ReadonlyMap<number, number>>;
  /** Late updates by name. Of what is stored only the latest are kept. */
  late: readonly LateUpdate[];
};

/** Whose word a promise is. */
export type GivenBy = 'person' | Extract<PromiseSource, 'machine' | 'pipeline'>;

/**
 * `span:…`: a component was in that state; +1 where a stretch begins (milliseconds of the day), -1 where it ends. `brief:…`:
 * it was so for less than half a second, which is stored as no time at all. `state:…`
 * and `scored:…`: promises, and restore times that are scored; an open one by when it is due, from the start of the day.
 * `late`, `promised`, `actual`, `spare`: lengths of time. The rest are numbers of incidents, promises or relapses.
 */
export type Counted =
  | `span:${string}:${ComponentStatus}`
  | `brief:${string}:${ComponentStatus}`
  | `state:${PromiseName}:${GivenBy}:${SettledAs}`
  | `scored:${SettledAs}`
  | 'late'
  | 'promised'
  | 'actual'
  | 'spare'
  | 'given'
  | 'relapses'
  | 'judged'
  | 'missed'
  | 'retracted'
  | 'retracted promises'
  | 'merged'
  | 'merged promises';

/**
 * A share, and of which of its incident's days it is the last: of all, of those on which a promised update came due or was
 * answered, of those on which one was missed. An incident counts on the last such day: then it counts once in any stretch
 * of days that ends today, wherever that begins.
 */
export type DayShare = DayPart & { last: { ofAll: boolean; judged: boolean; missed: boolean } };

export const emptySum = (day: string): DaySum => ({ day, counts: new Map(), late: [] });

/** All parts of one incident as shares; `now` says which open times are late. */
export function sharesOf(parts: readonly DayPart[], now?: Instant): DayShare[] {
  const isMissedOn = (part: DayPart) => updatesIn(part).some((row) => isMissed(row, now));
  const isOver = parts.every((part) => part.phase !== 'open' && part.phase !== 'scheduled');
  const isJudgedOn = (part: DayPart) =>
    isMissedOn(part) || (isOver && updatesIn(part).some((row) => row.state === 'kept'));
  const days = parts.toSorted((a, b) => (a.day < b.day ? -1 : 1));
  const [ofAll, judged, missed] = [days.at(-1), days.findLast(isJudgedOn), days.findLast(isMissedOn)];
  return days.map((part) => ({
    ...part,
    last: { ofAll: part === ofAll, judged: part === judged, missed: part === missed },
  }));
}

/** What a share counts as. */
export function sumOf(share: DayShare, now?: Instant): DaySum {
  const sum = new Summing(share.day);
  const since = (at: Instant) => epochMs(at) - epochMs(`${share.day}T00:00:00.000Z`);
  const { phase, promises, last } = share;
  for (const { component, status, from, to } of share.spans) {
    sum.count(`span:${component}:${status}`, since(from));
    sum.count(`span:${component}:${status}`, since(to), -1);
    if (from === to) sum.count(`brief:${component}:${status}`);
  }
  sum.count('given', 0, promises.length);
  if (phase === 'retracted') {
    sum.count('retracted', 0, last.ofAll ? 1 : 0);
    sum.count('retracted promises', 0, promises.length);
    return sum.done();
  }
  sum.count('merged', 0, phase === 'merged' && last.ofAll ? 1 : 0);
  sum.count('relapses', 0, share.relapses);
  sum.count('judged', 0, last.judged ? 1 : 0);
  sum.count('missed', 0, last.missed ? 1 : 0);
  for (const row of updatesIn(share).filter((one) => isMissed(one, now))) {
    const lateMs = msBetween(row.at, row.answeredAt ?? row.settledAt ?? now ?? row.at);
    sum.count('late', lateMs);
    sum.late.push({ incident: share.incident, seq: row.seq, lateMs });
  }
  for (const row of promises) {
    // What a merge withdrew goes on in the other incident: it was not taken back from anybody.
    if (phase === 'merged' && row.state === 'withdrawn') {
      sum.count('merged promises');
      continue;
    }
    const due = row.state === 'open' ? since(row.at) : 0;
    sum.count(`state:${row.promise}:${givenBy(row)}:${row.state}`, due);
    if (row.promise !== 'restoreBy' || row.seq !== share.eta?.seq) continue;
    sum.count(`scored:${row.state}`, due);
    const { backAt } = share.eta;
    if (backAt === undefined) continue;
    sum.count('promised', msBetween(row.madeAt, row.at));
    sum.count('actual', msBetween(row.madeAt, backAt));
    if (row.state === 'kept') sum.count('spare', msBetween(backAt, row.at));
  }
  return sum.done();
}

/** The first with the others added, or with `times` -1 taken from it. All are of the same day. */
export function added(sum: DaySum, others: readonly DaySum[], times: 1 | -1 = 1): DaySum {
  if (others.length === 0) return sum;
  const all = new Summing(sum.day, sum);
  for (const other of others) all.add(other, times);
  return all.done();
}

/** The latest first; of those that are equally late always the same. */
export const latestFirst = (a: LateUpdate, b: LateUpdate): number =>
  b.lateMs - a.lateMs || (a.incident === b.incident ? a.seq - b.seq : a.incident < b.incident ? -1 : 1);

const givenBy = (row: PromiseRow): GivenBy => (isPersons(row) ? 'person' : (row.source as GivenBy));

const updatesIn = (part: DayPart): GivenPromise[] =>
  part.promises.filter((row) => row.promise === 'nextUpdateBy' && isPersons(row));

/** Rows of past days are known by their state alone; nothing that was due and met is among these. */
const isMissed = (row: GivenPromise, now: Instant | undefined): boolean =>
  row.state === 'slipped' || (now !== undefined && isLate(row, now));

class Summing {
  readonly late: LateUpdate[];
  readonly #day: string;
  readonly #counts: Map<Counted, Map<number, number>>;
  readonly #own = new Set<Counted>();

  constructor(day: string, from?: DaySum) {
    this.#day = day;
    this.late = [...(from?.late ?? [])];
    // What is not touched stays the sum's own map: a day has many, and a share changes few.
    this.#counts = new Map(from?.counts as Map<Counted, Map<number, number>> | undefined);
  }

  count(what: Counted, value = 0, by = 1): void {
    if (by === 0) return;
    const values = this.#valuesOf(what);
    const count = (values.get(value) ?? 0) + by;
    if (count === 0) values.delete(value);
    else values.set(value, count);
    if (values.size === 0) this.#counts.delete(what);
  }

  add(other: DaySum, times: 1 | -1): void {
    for (const [what, values] of other.counts) for (const [value, by] of values) this.count(what, value, by * times);
    if (times === 1) this.late.push(...other.late);
    else for (const gone of other.late) this.#forget(gone);
  }

  done = (): DaySum => ({ day: this.#day, counts: this.#counts, late: this.late });

  #forget(gone: LateUpdate): void {
    const at = this.late.findIndex((one) => one.incident === gone.incident && one.seq === gone.seq);
    if (at >= 0) this.late.splice(at, 1);
  }

  #valuesOf(what: Counted): Map<number, number> {
    const there = this.#counts.get(what);
    if (there && this.#own.has(what)) return there;
    const mine = new Map(there);
    this.#own.add(what);
    this.#counts.set(what, mine);
    return mine;
  }
}
