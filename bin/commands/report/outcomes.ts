import { epochMs, type Instant, MINUTE_MS } from '../../../shared/core/instant.ts';
import { ownsUp } from '../../../shared/core/recogniser/owned-up.ts';
import { type RecognisedPromise, recognisePromises } from '../../../shared/core/recogniser/promises.ts';
import type { Clocks } from '../../../shared/core/recogniser/zone-clocks.ts';
import type { PublicRecord } from '../history/history.ts';

/** A minute or two past the time is what readers forgive; the published measurements use the same. */
export const GRACE_MS = 5 * MINUTE_MS;

/** A time that a page gave, and what the page itself shows became of it. */
export type Outcome = {
  incident: string;
  promise: RecognisedPromise['kind'];
  /** When it was given, and for when; undefined if its zone or its day cannot be told without guessing. */
  madeAt: Instant;
  at: Instant | undefined;
  quote: string;
  state: 'kept' | 'missed' | 'revised' | 'unknown';
  /** For a missed one: how long after its time that which was promised came. */
  slipMs?: number;
  /** For a missed one: the first update after its time says so. */
  ownedUp?: boolean;
};

const BACK = ['monitoring', 'resolved', 'available', 'completed', 'postmortem'];
const OVER = ['resolved', 'completed', 'postmortem'];
const OPEN = ['investigating', 'identified', 'monitoring', 'scheduled', 'in_progress', 'verifying'];

/**
 * Every dated time in the updates of an incident, once each. A next-update time is kept by any later update, a restore
 * time by the first later update that says the service is back. One that was moved before it was due is revised. What
 * was promised when it was over, or for a time that nobody can read, is unknown: nothing on the page can show it.
 */
export function outcomesOf(record: PublicRecord, clocks: Clocks): Outcome[] {
  const given = record.updates.flatMap(({ at, body }, index) =>
    recognisePromises(body, { postedAt: at, clocks }).map((promise) => ({ index, promise })),
  );
  const first = given.filter(
    ({ promise, index }, place) =>
      !given.some((other, before) => before < place && other.index < index && sameTime(other.promise, promise)),
  );
  return first.map(({ index, promise }) => {
    const outcome = {
      incident: record.id,
      promise: promise.kind,
      madeAt: record.updates[index]!.at,
      at: promise.at,
      quote: promise.quote,
    };
    const { at: due } = promise;
    const actualMs = doneMs(record, index, promise.kind);
    const isLate = promise.kind !== 'reportBy' && isOverAt(record, index, promise.kind);
    if (due === undefined || actualMs === undefined || isLate) return { ...outcome, state: 'unknown' };
    const dueMs = epochMs(due);
    if (actualMs <= dueMs + GRACE_MS) return { ...outcome, state: 'kept' };
    const moved = first.some(
      (other) =>
        other.index > index &&
        other.promise.kind === promise.kind &&
        epochMs(record.updates[other.index]!.at) <= dueMs &&
        other.promise.at !== undefined &&
        other.promise.at > due,
    );
    if (moved) return { ...outcome, state: 'revised' };
    const next = record.updates.find(({ at }, place) => place > index && at > due);
    return { ...outcome, state: 'missed', slipMs: actualMs - dueMs, ownedUp: next !== undefined && ownsUp(next.body) };
  });
}

/** The same time, said again; of times that cannot be read, the same words. */
const sameTime = (a: RecognisedPromise, b: RecognisedPromise): boolean =>
  a.kind === b.kind && a.at === b.at && (a.at !== undefined || a.quote === b.quote);

/**
 * True of an update that says it is over, or comes after one that did, with nothing that opened it again. An end that a
 * page has dated back proves nothing: nobody had been told of it when the promise was made.
 */
function isOverAt({ updates, resolved_at }: PublicRecord, index: number, kind: RecognisedPromise['kind']): boolean {
  const last = updates.slice(0, index + 1).findLast(({ status }) => status !== 'update');
  if (last !== undefined && OVER.includes(last.status)) return true;
  // Some pages go on telling of a service that they call available: that it comes back, nothing can show any more.
  if (kind === 'restoreBy' && last?.status === 'available') return true;
  return updates[index]!.at === resolved_at && !OPEN.includes(updates[index]!.status);
}

/** When that which was promised in update `index` came, strictly after it; undefined if the record does not show it. */
function doneMs(record: PublicRecord, index: number, kind: RecognisedPromise['kind']): number | undefined {
  const madeAt = record.updates[index]!.at;
  const later = record.updates.slice(index + 1).filter(({ at }) => at > madeAt);
  switch (kind) {
    case 'nextUpdateBy':
      return later[0] ? epochMs(later[0].at) : undefined;
    case 'reportBy': {
      const report = later.find(({ status }) => status === 'postmortem');
      return report ? epochMs(report.at) : undefined;
    }
    case 'restoreBy': {
      const back = later.find(({ status }) => BACK.includes(status));
      const ends = [back?.at, record.resolved_at].flatMap((at) => (at && at > madeAt ? [epochMs(at)] : []));
      return ends.length === 0 ? undefined : Math.min(...ends);
    }
  }
}
