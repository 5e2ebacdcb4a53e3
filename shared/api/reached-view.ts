import type * as z from 'zod';
import type * as answers from '../contract/people-answers.ts';
import type { Reached } from '../core/people/reached.ts';
import { readAlong, whyDisarmed } from '../wording/people.ts';

/** How it stands with reaching people, in words; unknown where nobody has looked yet. */
export function reachedView(reach: Reached | undefined): z.output<typeof answers.reached> {
  if (reach === undefined) return { armed: null, why: 'no sweep has looked yet' };
  const why = whyDisarmed(reach);
  const others = readAlong(reach);
  return {
    armed: reach.armed,
    ...(why === undefined ? {} : { why }),
    ...(others === undefined ? {} : { readAlong: others }),
  };
}
