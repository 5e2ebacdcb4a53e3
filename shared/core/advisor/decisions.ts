import { type Instant, MINUTE_MS, plus } from '../instant.ts';
import { type AdvisedStatus, firstEntryMs, type ResolvedIncident, statusAt } from './past.ts';

/** The moments of an incident at which a commander would ask. */
export const POINTS = ['first post', '+30', '+60', '+120', 'identified', 'monitoring'] as const;
export type Point = (typeof POINTS)[number];

/** A question that was open then, and what the answer would have been. */
export type Decision = {
  incident: number;
  point: Point;
  at: Instant;
  status: AdvisedStatus;
  elapsedMs: number;
  inStatusMs: number;
  leftMs: number;
};

const AGES_MS = [0, 30 * MINUTE_MS, 60 * MINUTE_MS, 120 * MINUTE_MS];

/** Every decision in the life of incident number `incident`: those that lie before its end. */
export function decisionsOf(past: ResolvedIncident, incident: number): Decision[] {
  const ages: (number | undefined)[] = [...AGES_MS, firstEntryMs(past, 'identified'), firstEntryMs(past, 'monitoring')];
  const end = past.durationMs;
  return POINTS.flatMap((point, index) => {
    const elapsedMs = ages[index];
    if (elapsedMs === undefined || (elapsedMs >= end && elapsedMs > 0) || (index > 0 && elapsedMs === 0)) return [];
    const status = statusAt(past, elapsedMs);
    const entered = past.phases.findLast((phase) => phase.fromMs <= elapsedMs)?.fromMs ?? 0;
    return [
      {
        incident,
        point,
        at: plus(past.openedAt, elapsedMs),
        status,
        elapsedMs,
        inStatusMs: elapsedMs - entered,
        leftMs: end - elapsedMs,
      },
    ];
  });
}
