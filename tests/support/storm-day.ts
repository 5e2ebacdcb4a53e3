import { createHash } from 'node:crypto';
import type { Draft } from '../../shared/core/entry.ts';
import { type Instant, MINUTE_MS, plus, SECOND_MS } from '../../shared/core/instant.ts';
import { chainOf, draft, opening, resolution } from './entries.ts';

const DAY: Instant = '2026-11-22T00:00:00.000Z';

/** From 0 to so many, without a pattern that packing would find, and always the same. */
const varied = (nth: number, below: number): number =>
  createHash('sha256').update(`${nth}`).digest().readUInt32BE() % below;

/** An update of a person; the fourth and the ninth come late. */
const updateAfter = (nth: number, madeAt: Instant): Draft =>
  draft({
    promises: { nextUpdateBy: plus(madeAt, nth === 4 || nth === 9 ? 30 * SECOND_MS : 3 * MINUTE_MS) },
    settles: [{ seq: nth, promise: 'nextUpdateBy', as: nth === 5 ? 'slipped' : 'kept' }],
  });

/**
 * The chain of the nth of many incidents of one day, six seconds after the one before: eleven minutes long, with ten promised
 * updates of which two were missed, and a restore time.
 */
export function stormIncident(nth: number, id = `storm-${nth}`) {
  const at = plus(DAY, nth * 6_070 + varied(nth, 5) * SECOND_MS);
  const made = (entry: number) => plus(at, entry * MINUTE_MS);
  const first = opening({
    components: [{ id: nth % 2 === 0 ? 'api' : 'website', status: nth % 7 === 0 ? 'major_outage' : 'partial_outage' }],
    promises: {
      nextUpdateBy: plus(at, 2 * MINUTE_MS),
      restoreBy: plus(at, 601 * SECOND_MS + varied(nth + 7, 2_400) * SECOND_MS),
    },
  });
  const updates = Array.from({ length: 9 }, (_, n) => updateAfter(n + 1, made(n + 1)));
  const end = resolution({
    settles: [
      { seq: 10, promise: 'nextUpdateBy', as: 'slipped' },
      { seq: 1, promise: 'restoreBy', as: 'kept' },
    ],
  });
  return chainOf(id, [first, ...updates, end], at);
}
