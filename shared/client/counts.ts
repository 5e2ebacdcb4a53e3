import { addedUp, type Census } from '../core/subscribers/census.ts';
import type { CandorClient } from './client.ts';

/** How many subscribers there are; `all` is false if they are more than `calls` calls look at. */
export type Counted = { kinds: Census; all: boolean };

/** Counts the subscribers, part by part, in at most so many calls. */
export async function countAll(client: Pick<CandorClient, 'countSubscribers'>, calls = 1_000): Promise<Counted> {
  let kinds: Census = {};
  let after: string | undefined;
  for (let call = 0; call < calls; call += 1) {
    const part = await client.countSubscribers(after);
    kinds = addedUp(kinds, part.kinds as Census);
    after = part.next;
    if (after === undefined) return { kinds, all: true };
  }
  return { kinds, all: false };
}
