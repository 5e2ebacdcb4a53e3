import type { LearnedLimits } from '../../core/keyed/account.ts';
import type { KeyedFacts } from '../../core/keyed/facts.ts';
import type { Fit } from './fit.ts';
import { graphemesAtMost } from './graphemes.ts';
import { countingAddresses } from './with-addresses.ts';

/** So far below a limit in bytes we stay: facets and what a server adds are none of them, but nobody says so of each server. */
const BYTES_BELOW = 100;

/**
 * What a network lets through, with the limits that its server says it has. We stay a little below: newer emoji are one
 * letter to some servers and several to others, whose Unicode and ours need not be of one year
 * (docs/rules.md, Posts that fit).
 */
export function fitOf(
  { name, limit, below, limitBytes, perUrl, link }: KeyedFacts,
  learned?: Omit<LearnedLimits, 'at'>,
): Fit {
  return {
    name,
    length: perUrl === undefined ? graphemesAtMost : countingAddresses(learned?.perUrl ?? perUrl),
    most: (learned?.limit ?? limit) - below,
    ...(limitBytes === undefined ? {} : { mostBytes: limitBytes - BYTES_BELOW }),
    link,
  };
}
