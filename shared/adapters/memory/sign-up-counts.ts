import { epochMs, instant } from '../../core/instant.ts';
import { type Counted, oneLess, oneMore } from '../../core/subscribers/sign-up-limits.ts';
import type { SignUpCounts } from '../../ports/sign-up-counts.ts';
import { atOnce } from './table.ts';

/** Counts of sign-ups, in memory. */
export function memorySignUpCounts(): SignUpCounts {
  const counts = new Map<string, Counted>();
  return {
    take: ({ what, limits }, now) =>
      atOnce(() => {
        const next = oneMore(counts.get(what) ?? [], limits, epochMs(now));
        if ('againMs' in next)
          return { passes: false, ...(Number.isFinite(next.againMs) ? { again: instant(next.againMs) } : {}) };
        counts.set(what, next.counted);
        return { passes: true };
      }),
    giveBack: ({ what }) =>
      atOnce(() => {
        counts.set(what, oneLess(counts.get(what) ?? []));
      }),
    forget: (what) =>
      atOnce(() => {
        counts.delete(what);
      }),
  };
}
