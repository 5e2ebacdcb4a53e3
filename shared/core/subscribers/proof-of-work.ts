import { MINUTE_MS } from '../instant.ts';
import type { CountedBy } from './sign-up-limits.ts';

/**
 * The task that a browser solves while somebody fills in the form: it tries the numbers from 0 on, each with `iterations`
 * of PBKDF2, until one fits, below `tries`. Every number is as likely as any other, so that whoever begins elsewhere
 * gains nothing. Where these come from: docs/rules.md, Sign-up.
 */
export const TASK = { iterations: 5_000, tries: 2_000 };

/** How long a task is good for. */
export const TASK_LIVES_MS = 20 * MINUTE_MS;

/** A browser asks for another one when its own is older: before the end, because solving and typing take their time. */
export const TASK_ASKED_ANEW_MS = 15 * MINUTE_MS;

/** No proof of ours is longer (about 800), and none that is is read. */
export const PROOF_CHARACTERS = 2_000;

/** That a task was shown as solved, which it may be once. `task` is its name, a hash. */
export const byProof = (task: string): CountedBy => ({
  what: `proof#${task}`,
  limits: [{ most: 1, withinMs: TASK_LIVES_MS }],
});
