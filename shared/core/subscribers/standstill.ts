import { type Instant, MINUTE_MS, msBetween } from '../instant.ts';
import type { PersonalAccount } from './account.ts';
import { nextLookAt, type Run } from './run.ts';

/** Nobody is told for so long although somebody is owed: people are woken (docs/rules.md, Standstill). */
export const STANDS_STILL_AFTER_MS = 10 * MINUTE_MS;

/** True while the far side has taken nothing from us for too long, for everybody. */
export const isShut = ({ gate }: Pick<PersonalAccount, 'gate'>, now: Instant): boolean =>
  gate !== undefined && gate.until > now && msBetween(gate.since, now) >= STANDS_STILL_AFTER_MS;

/** `owedSince`: when statement `seq` was made. `lastAt`: when the channel last took on anybody, of whatever incident. */
export type Standing = { owedSince: Instant; seq: number; runs: readonly Run[]; lastAt: Instant | undefined };

/**
 * True if nobody works on what is owed, although it could be worked on and has been for too long. Whoever waits for a time
 * of their own, as a webhook that failed does, is not kept waiting by us.
 */
export function standsStill({ owedSince, seq, runs, lastAt }: Standing, now: Instant): boolean {
  if (msBetween(owedSince, now) < STANDS_STILL_AFTER_MS) return false;
  if (lastAt !== undefined && msBetween(lastAt, now) < STANDS_STILL_AFTER_MS) return false;
  const next = nextLookAt(runs, seq, now);
  return next !== undefined && next <= now;
}
