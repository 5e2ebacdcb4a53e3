import { added, type DayShare, type DaySum, emptySum, sharesOf, sumOf } from '../../core/day-sum.ts';
import { lastOf, type PackedPart, packPart, unpackPart } from './day-row.ts';
import { inUnit } from './day-sum-row.ts';

/**
 * An incident's share in a day as it waits to be added up. `gone`: the incident is open again, and tells for itself.
 * `old`: what the sum holds of it, which this replaces.
 */
export type Waiting = PackedPart & { gone?: true; old?: PackedPart };

/** The shares of a day that wait, and the number of the last sum that is finished: what it counts does not wait any more. */
export type Tail = { upTo: number; shares: ReadonlyMap<string, Waiting> };

/** A day's sum. `moved`: what was added last, which may still be among those that wait. */
export type StoredSum = { version: number; sum: DaySum; unit: 1 | 60; moved: ReadonlyMap<string, Waiting> };

/** What is known of one day. */
export type DayState = { day: string; tail: Tail; sum: StoredSum | undefined };

/** Everything that can differ between two shares of the same incident and day. */
export const isSame = (a: Waiting, b: Waiting): boolean =>
  a.seq === b.seq && a.m === b.m && a.l === b.l && a.gone === b.gone;

/** Without what it replaces. */
export const bare = ({ old: _old, ...share }: Waiting): Waiting => share;

/** What the day counts without the shares of those that are open: they tell for themselves. */
export function sumOfDay({ day, tail, sum: stored }: DayState, isOpen: (incident: string) => boolean): DaySum {
  const changes = [...tail.shares].flatMap(([incident, waiting]): Step[] => {
    const moved = stored && stored.version > tail.upTo ? stored.moved.get(incident) : undefined;
    const held: Waiting | undefined = moved ?? waiting.old;
    const gone = waiting.gone || isOpen(incident);
    if (moved && isSame(moved, waiting) && !gone) return [];
    return [{ incident, ...(held && !held.gone ? { minus: held } : {}), ...(gone ? {} : { plus: waiting }) }];
  });
  return withSteps(stored ?? { sum: emptySum(day), unit: 1 }, changes);
}

type Step = { incident: string; plus?: PackedPart; minus?: PackedPart };

export const stepOf = ([incident, { old, gone, ...share }]: [string, Waiting]): Step => ({
  incident,
  ...(old === undefined ? {} : { minus: old }),
  ...(gone ? {} : { plus: share }),
});

/** The sum with these shares added, and taken from it. */
export function withSteps({ sum, unit }: Pick<StoredSum, 'sum' | 'unit'>, changes: readonly Step[]): DaySum {
  const sumsOf = (which: 'plus' | 'minus') =>
    changes.flatMap((one) => {
      const packed = one[which];
      return packed === undefined ? [] : [inUnit(sumOf(shareOf(sum.day, one.incident, packed)), unit)];
    });
  return added(added(sum, sumsOf('minus'), -1), sumsOf('plus'));
}

/** One that does not say of what it is the last is the only one of its incident, or was told so by `withLasts`. */
function shareOf(day: string, incident: string, packed: PackedPart): DayShare {
  const part = unpackPart(day, incident, packed);
  const last = lastOf(packed);
  return last ? { ...part, last } : sharesOf([part])[0]!;
}

/** The same states, where the shares of an incident from before days were summed say of what each is the last. */
export function withLasts(states: readonly DayState[]): readonly DayState[] {
  const silent = states.flatMap(({ day, tail }) =>
    [...tail.shares].flatMap(([incident, share]) =>
      share.l === undefined && !share.gone ? [{ day, incident, part: unpackPart(day, incident, share) }] : [],
    ),
  );
  if (silent.length === 0) return states;
  const bits = new Map<string, number | undefined>();
  for (const [incident, all] of Map.groupBy(silent, (one) => one.incident)) {
    for (const share of sharesOf(all.map(({ part }) => part))) bits.set(`${share.day} ${incident}`, packPart(share).l);
  }
  return states.map(({ tail, ...state }) => ({
    ...state,
    tail: {
      ...tail,
      shares: new Map(
        [...tail.shares].map(([incident, share]) => {
          const l = bits.get(`${state.day} ${incident}`);
          return [incident, l === undefined ? share : { ...share, l }];
        }),
      ),
    },
  }));
}
