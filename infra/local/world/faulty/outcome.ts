import type { Answer } from './answer.ts';

/** How much of an answer reaches the client. `mangled` says gzip and sends something else. */
export type Arrival = 'whole' | 'nothing' | 'head' | 'empty' | 'half' | 'half gzip' | 'mangled' | 'dribbling' | 'never';

/**
 * What came of a request. `answer` is what the far side says and `arrives` how much of it the client gets to see, with
 * `nothing` and `never` meaning that the client learns nothing. `later`: the far side goes on working; once `settle` was
 * called at or after `atMs`, `result` has the outcome.
 */
export type Outcome =
  | { type: 'answered'; answer: Answer; arrives: Arrival; overMs?: number }
  | { type: 'later'; atMs: number; result: () => Outcome | undefined };

export const whole = (answer: Answer): Outcome => ({ type: 'answered', answer, arrives: 'whole' });
