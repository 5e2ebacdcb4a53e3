import { epochMs } from '../core/instant.ts';
import { systemClock } from './connect.ts';

/** What `ask` answers, asked again once `holdsMs` have passed. One that failed is asked again at once. */
export function remembered<T>(ask: () => Promise<T>, holdsMs: number): () => Promise<T> {
  let known: { answer: T; untilMs: number } | undefined;
  return async () => {
    const nowMs = epochMs(systemClock.now());
    if (known === undefined || known.untilMs <= nowMs) known = { answer: await ask(), untilMs: nowMs + holdsMs };
    return known.answer;
  };
}
