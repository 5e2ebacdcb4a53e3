import { emptySum } from '../../core/day-sum.ts';
import { DAY_MS, plus } from '../../core/instant.ts';
import {
  bare,
  type DayState,
  isSame,
  type StoredSum,
  stepOf,
  type Tail,
  type Waiting,
  withSteps,
} from './day-state.ts';
import { asStored } from './day-sum-row.ts';

/** What becomes of one that waited, if it is still `seen`: it goes, or what the sum holds of it is noted with it. */
export type Settled = { incident: string; seen: Waiting; old?: Waiting };

/** The single steps that days are kept by. Each is atomic and strongly consistent; none is repeated. */
export interface DaySteps {
  tail(day: string): Promise<Tail>;
  /** Puts a share; false if `upTo` has changed or one of a later seq waits: then nothing was. */
  putShare(day: string, upTo: number, incident: string, share: Waiting): Promise<boolean>;
  /** What the sum holds of an incident, as far as it has been noted. */
  summed(day: string, incident: string): Promise<Waiting | undefined>;
  /** Notes that, unless it was noted by this version of the sum or a later one. */
  noteSummed(day: string, version: number, incident: string, share: Waiting): Promise<void>;
  sum(day: string): Promise<StoredSum | undefined>;
  /** Puts the sum if that of the version before is there; false otherwise. */
  putSum(day: string, sum: StoredSum): Promise<boolean>;
  /** Ends the adding up of this version; false if one of these is not as it was seen, or `upTo` not the version before. */
  settle(day: string, version: number, changes: readonly Settled[]): Promise<boolean>;
  /** The newest days that have anything, the newest first. */
  tails(limit: number): Promise<readonly (readonly [day: string, tail: Tail])[]>;
}

/** Above this many bytes the shares that wait at a day are added up: a put writes all of them (docs/rules.md, Sums of days). */
const MOST_WAITING_BYTES = 3_500;

/** Added up in one step; the conditions on more would not fit into one request. */
const MOST_AT_ONCE = 25;

/** How often a step is tried again because somebody else was faster. */
const ROUNDS = 30;

/**
 * Days, each a few shares that wait and the sum of all others, so that neither putting a share nor reading a day costs
 * more with the thousandth incident than with the first.
 *
 * Adding up is three steps, and whoever finds it begun ends it: the sum of the next version is put, with what it took
 * (`moved`); each share is noted as summed; those that waited go, and `upTo` is that version. In between a reader finds
 * a share in `moved` and among those that wait, and counts it once. A share is put only with the `upTo` under which it
 * was looked up whether the sum holds an earlier one of its incident: that one is taken from the sum when it is added.
 */
export function daysOver(steps: DaySteps, mostWaitingBytes = MOST_WAITING_BYTES) {
  const sums = new Map<string, StoredSum>();

  /** The sum that goes with what waits: of the same version, or of the next, which is not finished. */
  async function withSum(day: string, first: Tail): Promise<DayState> {
    let tail = first;
    for (let round = 0; round < ROUNDS; round += 1) {
      // Also while the first sum is begun: until that is finished, all that it counts still waits.
      if (tail.upTo === 0) return { day, tail, sum: undefined };
      const known = sums.get(day);
      const sum = known && fits(known, tail) ? known : await steps.sum(day);
      if (sum) sums.set(day, sum);
      if (sum && fits(sum, tail)) return { day, tail, sum };
      tail = await steps.tail(day);
    }
    throw new Error(`what happened on ${day} was added up ${ROUNDS} times while it was read`);
  }

  async function putShare(day: string, incident: string, share: Waiting): Promise<DayState> {
    for (let round = 0; round < ROUNDS; round += 1) {
      const tail = await notTooMuch(day);
      const waits = tail.shares.get(incident);
      const summed: Waiting | undefined = waits ? waits.old : await summedOf(day, incident, tail);
      const there = waits ?? summed;
      if (there && (there.seq > share.seq || isSame(there, share))) return withSum(day, tail);
      const old = summed && !summed.gone ? { old: bare(summed) } : {};
      const put = { ...share, ...old };
      if (!(await steps.putShare(day, tail.upTo, incident, put))) continue;
      return withSum(day, { ...tail, shares: new Map(tail.shares).set(incident, put) });
    }
    throw new Error(`a share in ${day} was put ${ROUNDS} times and not taken; the queue brings this look again`);
  }

  /** Looked up only where something was ever summed, or is being. */
  const summedOf = (day: string, incident: string, tail: Tail): Promise<Waiting | undefined> =>
    tail.upTo === 0 ? Promise.resolve(undefined) : steps.summed(day, incident);

  /** What waits, after enough of it was added up. */
  async function notTooMuch(day: string): Promise<Tail> {
    let tail = await steps.tail(day);
    // A day from before days were summed may have more than a thousand.
    while (bytesOf(tail.shares) > mostWaitingBytes && (await addUp(day, tail))) tail = await steps.tail(day);
    return tail;
  }

  /** False if none of them may go. */
  async function addUp(day: string, tail: Tail): Promise<boolean> {
    const known = sums.get(day);
    const before = (known?.version === tail.upTo ? known : await steps.sum(day)) ?? noSum(day);
    if (before.version > tail.upTo) return finish(day, before);
    const moved = new Map((await thatMayGo(day, tail)).slice(0, MOST_AT_ONCE));
    if (moved.size === 0) return false;
    const sum = asStored(withSteps(before, [...moved].map(stepOf)), before.unit);
    const next = { ...sum, version: before.version + 1, moved };
    const begun = (await steps.putSum(day, next)) ? next : await steps.sum(day);
    if (begun && begun.version > tail.upTo) {
      sums.set(day, begun);
      await finish(day, begun);
    }
    return true;
  }

  async function finish(day: string, { version, moved }: StoredSum): Promise<true> {
    await Promise.all([...moved].map(([incident, share]) => steps.noteSummed(day, version, incident, bare(share))));
    for (let round = 0; round < ROUNDS; round += 1) {
      const { upTo, shares } = await steps.tail(day);
      if (upTo !== version - 1) return true;
      const changes = [...moved].flatMap(([incident, added]): Settled[] => {
        const seen = shares.get(incident);
        if (seen === undefined) return [];
        return isSame(seen, added) ? [{ incident, seen }] : [{ incident, seen, old: bare(added) }];
      });
      if (await steps.settle(day, version, changes)) return true;
    }
    throw new Error(`what waits at ${day} changed ${ROUNDS} times while it was added up`);
  }

  /** A share that does not say of what it is the last is added up only if its incident has none beside this day. */
  async function thatMayGo(day: string, tail: Tail): Promise<[string, Waiting][]> {
    const all = [...tail.shares];
    if (all.every(([, share]) => share.l !== undefined || share.gone)) return all;
    const beside = await Promise.all([-1, 1].map((days) => steps.tail(dayFrom(day, days))));
    return all.filter(
      ([incident, share]) => share.l !== undefined || share.gone || !beside.some(({ shares }) => shares.has(incident)),
    );
  }

  return {
    putShare,
    /** Those of the newest days. Sums that this process has read are read again only if they have changed. */
    async newest(limit: number): Promise<DayState[]> {
      const states = await Promise.all((await steps.tails(limit)).map(([day, tail]) => withSum(day, tail)));
      const shown = new Set(states.map(({ day }) => day));
      for (const day of sums.keys()) if (!shown.has(day)) sums.delete(day);
      return states;
    },
  };
}

const noSum = (day: string): StoredSum => ({ version: 0, sum: emptySum(day), unit: 1, moved: new Map() });

/** Of the same version or of the next one, whose adding up is not finished. */
const fits = (sum: StoredSum, { upTo }: Tail): boolean => sum.version === upTo || sum.version === upTo + 1;

const bytesOf = (shares: ReadonlyMap<string, Waiting>): number => JSON.stringify([...shares]).length;

const dayFrom = (day: string, days: number): string => plus(`${day}T00:00:00.000Z`, days * DAY_MS).slice(0, 10);
