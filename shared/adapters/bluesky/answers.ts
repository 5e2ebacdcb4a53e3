import type { Closing } from '../../core/channel/gate.ts';
import { epochMs, instant } from '../../core/instant.ts';
import type { KeyedGateKind } from '../../core/keyed/account.ts';
import type { Clock } from '../../ports/clock.ts';
import { type Answered, closingOf } from '../networks/asking.ts';

/** What a server of Bluesky calls an error, such as `InvalidSwap`; empty where it says nothing. */
export const errorIn = ({ json }: Answered): string => (typeof json?.error === 'string' ? json.error : '');

export function reasonIn(answer: Answered): string {
  const message = answer.json?.message;
  const said = [errorIn(answer), typeof message === 'string' ? message : ''].filter((part) => part !== '');
  return [`Bluesky answered ${answer.status}`, ...said].join(': ').slice(0, 300);
}

/** Tokens that are not taken any more: another session is needed, and nothing was done. */
export const wantsNewSession = (answer: Answered): boolean =>
  answer.status === 401 || ['ExpiredToken', 'InvalidToken'].includes(errorIn(answer));

const OF_THE_ACCOUNT: Readonly<Record<string, KeyedGateKind>> = {
  AccountTakedown: 'suspended',
  AccountSuspended: 'suspended',
  AccountDeactivated: 'suspended',
  RepoNotFound: 'gone',
  ExpiredToken: 'unauthorized',
  InvalidToken: 'unauthorized',
};

/** What an answer says about the account; undefined if it says nothing. */
export function closingIn(answer: Answered, clock: Clock): Closing<KeyedGateKind> | undefined {
  const reason = reasonIn(answer);
  const kind = OF_THE_ACCOUNT[errorIn(answer)];
  if (kind !== undefined) return { kind, reason };
  const reset = Number(answer.headers['ratelimit-reset']);
  const resetAt = Number.isFinite(reset) && reset > 0 ? instant(reset * 1000) : undefined;
  return closingOf(answer, reason, resetAt, epochMs(clock.now()));
}
