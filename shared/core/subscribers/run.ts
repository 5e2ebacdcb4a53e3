import { earliest, type Instant } from '../instant.ts';

/** What became of those whom an incident concerns, of one shard. `of`: all of them. */
export type Counts = { of: number; told: number; unknown: number; refused: number; quarantined: number };

export const NOBODY: Counts = { of: 0, told: 0, unknown: 0, refused: 0, quarantined: 0 };

/** Two counts together. */
export const together = (a: Counts, b: Counts): Counts => ({
  of: a.of + b.of,
  told: a.told + b.told,
  unknown: a.unknown + b.unknown,
  refused: a.refused + b.refused,
  quarantined: a.quarantined + b.quarantined,
});

/** A worker that is at it, until when, unless it says so again. */
export type Lease = { by: string; until: Instant };

/**
 * How far the people of one shard have been gone through for the sake of statement `seq`. It says where to go on, and
 * never whom to tell: that is in each person's row. `from` and `at` are ids: where this round began, and the last one that
 * was looked at. A ring: newer words go on from `at`, so whoever has waited longest is next.
 */
export type Run = {
  shard: number;
  seq: number;
  round: 'under way' | 'over';
  from?: string;
  at?: string;
  /** The round has passed the end of the shard, and goes on from its beginning up to `from`. */
  wrapped: boolean;
  /** Somebody has to wait: once the round is over, the shard is gone through again by then. */
  lookAt?: Instant;
  /** Of the last round for `seq` that is over, and of the one under way. */
  counts?: Counts;
  counting: Counts;
  lease?: Lease;
  /** Rises with each change. */
  version: number;
};

/** A shard that nobody has looked at for this incident. */
export const unbegun = (shard: number): Run => ({
  shard,
  seq: 0,
  round: 'over',
  wrapped: false,
  counting: NOBODY,
  version: 0,
});

/** The run as a worker takes it on for `seq`: a ring with newer words, a round that goes on, or one more for who waited. */
export function begun(run: Run, seq: number, lease: Lease): Run {
  if (run.seq >= seq && run.round === 'under way') return { ...run, lease };
  const { counts, lookAt: _lookAt, from: _from, ...rest } = run;
  const next = { ...rest, round: 'under way', wrapped: false, counting: NOBODY, lease } as const;
  if (run.seq >= seq) return counts === undefined ? next : { ...next, counts };
  return { ...next, seq, ...(run.at === undefined ? {} : { from: run.at }) };
}

/** What of the shard is to be read next: ids after `after`, up to `upTo`, where there is one. */
export const ahead = ({ at, from, wrapped }: Run): { after?: string; upTo?: string } => ({
  ...(at === undefined ? {} : { after: at }),
  ...(wrapped && from !== undefined ? { upTo: from } : {}),
});

/** What a page of people came to. `last`: the last id that was looked at. `more`: there may be others behind it. */
export type Page = { last?: string; more: boolean; counts: Counts; waits?: Instant };

/** The run behind a page. At the end of the shard, a round that began in its midst goes on from the beginning. */
export function turned(run: Run, { last, more, counts, waits }: Page): Run {
  const lookAt = earliest(run.lookAt, waits);
  const counting = together(run.counting, counts);
  const on = { ...run, counting, ...(lookAt === undefined ? {} : { lookAt }) };
  if (more) return { ...on, ...(last === undefined ? {} : { at: last }) };
  const { at: _at, ...atItsEnd } = on;
  if (!run.wrapped && run.from !== undefined) return { ...atItsEnd, wrapped: true };
  const { from: _from, ...whole } = atItsEnd;
  return { ...whole, round: 'over', wrapped: false, counts: counting };
}

/** The run once its worker leaves it. */
export const left = ({ lease: _lease, ...run }: Run): Run => run;

/** Whether a worker is at it. */
const isHeld = ({ lease }: Run, now: Instant): boolean => lease !== undefined && lease.until > now;

/** True once nobody of the shard is left to be told of `seq`. */
const isThrough = (run: Run, seq: number): boolean =>
  run.seq >= seq && run.round === 'over' && run.lookAt === undefined;

/** Whether nobody is at it, and there is something to do in it now. */
function isOpen(run: Run, seq: number, now: Instant): boolean {
  if (isHeld(run, now) || isThrough(run, seq)) return false;
  return run.seq < seq || run.round === 'under way' || run.lookAt === undefined || run.lookAt <= now;
}

/**
 * The next shard to work on: where somebody was in the midst of it, and else where people have waited longest for a word.
 * What is left of a round that began in the midst of a shard comes last: those have heard something. Undefined if none is open.
 */
export const nextOpen = (runs: readonly Run[], seq: number, now: Instant): Run | undefined =>
  runs.filter((run) => isOpen(run, seq, now)).toSorted((a, b) => turnOf(a) - turnOf(b))[0];

const turnOf = ({ round, wrapped, seq }: Run): number => (round === 'under way' && !wrapped ? 0 : seq + 1);

/** How many workers are at it. */
export const atWork = (runs: readonly Run[], now: Instant): number => runs.filter((run) => isHeld(run, now)).length;

/** True once nobody is left to be told of `seq`. */
export const isDone = (runs: readonly Run[], seq: number): boolean => runs.every((run) => isThrough(run, seq));

/** When something is to be done again if nobody says anything new: `now`, when a lease ends, or when somebody has waited. */
export const nextLookAt = (runs: readonly Run[], seq: number, now: Instant): Instant | undefined =>
  earliest(
    ...runs
      .filter((run) => !isThrough(run, seq))
      .map((run) => (isHeld(run, now) ? run.lease!.until : isOpen(run, seq, now) ? now : run.lookAt)),
  );

/** How those whom an incident concerns stand, as far as they have been looked at for the sake of `seq`. */
export const counted = (runs: readonly Run[], seq: number): Counts =>
  runs
    .filter((run) => run.seq === seq)
    .map(({ counts, counting }) => counts ?? counting)
    .reduce(together, NOBODY);
