import { epochMs, type Instant, MINUTE_MS } from '../../../shared/core/instant.ts';
import { ownsUp } from '../../../shared/core/recogniser/owned-up.ts';
import { type RecognisedPromise, recognisePromises } from '../../../shared/core/recogniser/promises.ts';
import type { PublicRecord } from '../history/history.ts';

/** A minute or two past the time is what readers forgive; the published measurements use the same. */
export const GRACE_MS = 5 * MINUTE_MS;

/** A time that a page gave, and what the page itself shows became of it. */
export type Outcome = {
  incident: string;
  promise: RecognisedPromise['kind'];
  /** When it was given, and for when. */
  madeAt: Instant;
  at: Instant;
  quote: string;
  state: 'kept' | 'missed' | 'revised' | 'unknown';
  /** For a missed one: how long after its time that which was promised came. */
  slipMs?: number;
  /** For a missed one: the first update after its time says so. */
  ownedUp?: boolean;
};

const BACK = ['monitoring', 'resolved', 'available', 'completed', 'postmortem'];

/**
 * Every dated time in the updates of an incident, once each. A next-update time is kept by any later update, a restore
 * time by the first later update that says the service is back. One that was moved before it was due is revised.
 */
export function outcomesOf(record: PublicRecord): Outcome[] {
  const given = record.updates.flatMap(({ at, body }, index) =>
    recognisePromises(body, { postedAt: at }).map((promise) => ({ index, promise })),
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
    const actualMs = doneMs(record, index, promise.kind);
    const dueMs = epochMs(promise.at);
    if (actualMs === undefined) return { ...outcome, state: 'unknown' };
    if (actualMs <= dueMs + GRACE_MS) return { ...outcome, state: 'kept' };
    const moved = first.some(
      (other) =>
        other.index > index &&
        other.promise.kind === promise.kind &&
        epochMs(record.updates[other.index]!.at) <= dueMs &&
        other.promise.at > promise.at,
    );
    if (moved) return { ...outcome, state: 'revised' };
    const next = record.updates.find(({ at }, place) => place > index && at > promise.at);
    return { ...outcome, state: 'missed', slipMs: actualMs - dueMs, ownedUp: next !== undefined && ownsUp(next.body) };
  });
}

const sameTime = (a: RecognisedPromise, b: RecognisedPromise): boolean => a.kind === b.kind && a.at === b.at;

/** When that which was promised in update `index` came; undefined if the record does not show it. */
function doneMs(record: PublicRecord, index: number, kind: RecognisedPromise['kind']): number | undefined {
  const later = record.updates.slice(index + 1).filter(({ at }) => at > record.updates[index]!.at);
  switch (kind) {
    case 'nextUpdateBy':
      return later[0] ? epochMs(later[0].at) : undefined;
    case 'reportBy': {
      const report = later.find(({ status }) => status === 'postmortem');
      return report ? epochMs(report.at) : undefined;
    }
    case 'restoreBy': {
      const back = later.find(({ status }) => BACK.includes(status));
      const ends = [back?.at, record.resolved_at].flatMap((at) => (at ? [epochMs(at)] : []));
      return ends.length === 0 ? undefined : Math.min(...ends);
    }
  }
}
