import type { Instant } from '../../core/instant.ts';
import type { Gate, PersonalAccount } from '../../core/subscribers/account.ts';

/** How a channel that tells each person stands with the far side, as the API answers it beside the modes. */
export type AccountState = {
  takesPosts: boolean;
  refusal?: { kind: Gate; reason: string; since: Instant; until: Instant };
  /** Why it tells of beginnings and ends only. */
  brake?: 'bounces' | 'complaints';
  /** Nothing is owed that was said before. */
  armedAt?: Instant;
};

/** What is said of an account at `now`: a gate that may be open again is none. */
export function accountState(
  { gate, armedAt }: PersonalAccount,
  brake: AccountState['brake'],
  now: Instant,
): AccountState {
  const refusal =
    gate !== undefined && gate.until > now
      ? { kind: gate.gate, reason: gate.reason, since: gate.since, until: gate.until }
      : undefined;
  return {
    takesPosts: refusal === undefined,
    ...(refusal === undefined ? {} : { refusal }),
    ...(brake === undefined ? {} : { brake }),
    ...(armedAt === undefined ? {} : { armedAt }),
  };
}
