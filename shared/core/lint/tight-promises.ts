import { type Instant, msBetween, plus } from '../instant.ts';
import type { Rule } from './finding.ts';

/** A time that half of all incidents like this one missed is not one to promise. */
export const tooTight: Rule = ({ newEta, now, odds }) => {
  if (newEta === undefined || odds === undefined || msBetween(now, newEta) >= odds.p50Ms) return [];
  return [
    {
      rule: 'promise-tighter-than-median',
      field: 'restoreBy',
      quote: newEta,
      reason: 'at this point, more than half of the incidents like this one took longer',
      ...(odds.p80Ms === undefined ? {} : accepting(plus(now, odds.p80Ms))),
    },
  ];
};

const accepting = (at: Instant) => ({ suggestion: at, accept: { field: 'restoreBy', value: at } });
