import { type ResolvedIncident, resolvedIncident } from '../../shared/core/advisor/past.ts';
import { type Instant, instant, MINUTE_MS } from '../../shared/core/instant.ts';

/** Numbers between 0 and 1, the same for the same seed. */
export function chance(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}

const MONDAY = Date.parse('2026-01-05T00:00:00.000Z');

/** An incident that began `startMinutes` into the year's first Monday, with its phases in minutes. */
export function past(
  startMinutes: number,
  minutes: number,
  phases: { identified?: number; monitoring?: number } = {},
): ResolvedIncident {
  const { identified, monitoring } = phases;
  return resolvedIncident(instantAt(startMinutes), instantAt(startMinutes + minutes), [
    { status: 'investigating', fromMs: 0 },
    ...(identified === undefined ? [] : [{ status: 'identified' as const, fromMs: identified * MINUTE_MS }]),
    ...(monitoring === undefined ? [] : [{ status: 'monitoring' as const, fromMs: monitoring * MINUTE_MS }]),
  ]);
}

const instantAt = (minutes: number): Instant => instant(MONDAY + minutes * MINUTE_MS);

/**
 * A team's year: half a day apart, most incidents an hour or two, some a day; a fix is out when a tenth of the time is
 * left, so that *monitoring* says much about what remains.
 */
export function year(count: number, seed: number): ResolvedIncident[] {
  const random = chance(seed);
  return Array.from({ length: count }, (_, index) => {
    const minutes = Math.round(20 * Math.exp(3 * random() ** 1.5 + random()));
    return past(index * 720, minutes, {
      identified: Math.round(minutes * (0.3 + 0.3 * random())),
      monitoring: Math.round(minutes * 0.9),
    });
  });
}
