import type { Instant } from '../../core/instant.ts';
import { byHook } from '../../core/subscribers/sign-up-limits.ts';
import { covers, isConfirmed, type Subscriber } from '../../core/subscribers/subscriber.ts';
import type { Carried } from '../../ports/carrier.ts';
import { overCalls } from './counting.ts';
import { firstCall } from './first-call.ts';
import { hostOf, sendHookLink } from './hook-link.ts';
import type { HookAsked, HookSignUpPorts, HookWish } from './hook-wish.ts';
import { keep } from './keep.ts';

/**
 * Somebody types the address of a room or a program that follows already. Choice, owner and format stay as they are, because
 * the address may have been typed by anybody who knows it. Where something else was asked for, it is sent the link by which
 * its own people change it. A program is asked whether it wants our calls each time, which is how it gets its secret once
 * more; and whoever was not called any more is called again once a call was taken.
 */
export async function signUpAgain(
  ports: HookSignUpPorts,
  key: string,
  before: Subscriber,
  wish: HookWish,
): Promise<HookAsked> {
  const { kind, address } = wish.hook;
  const { id, choice } = before;
  const hasIt = brings(before, wish);
  const isAsked = kind === 'webhook' || !isConfirmed(before);
  if (hasIt && !isAsked) return { is: 'already', person: before, hasIt };

  const over = await overCalls(ports, byHook(key, hostOf(wish.hook), wish));
  if (over) return over;
  let person = before;
  if (isAsked) {
    const first = await firstCall(ports, key, { id, kind, address, choice });
    if (first.is !== 'taken') return notTaken(kind, first);
    const now = ports.clock.now();
    person = await keep(ports, 'hooks', id, (found) => toldAgain(found ?? before, now));
  }
  const sent = hasIt ? undefined : await sendHookLink(ports, person, 'again');
  // To a room that takes nothing any more nobody can be sent a link; a program has just echoed.
  if (!isAsked && sent !== undefined && sent.is !== 'taken') return notTaken(kind, sent);
  return { is: 'already', person, hasIt };
}

/** Whether somebody gets all that is wished. The owner is not compared: the answer would tell who that is. */
const brings = ({ choice, format = 'candor' }: Subscriber, wish: HookWish): boolean =>
  covers(choice, wish.choice) && format === (wish.hook.format ?? 'candor');

/** The same one, told from `now` on if they were not, and with no failures behind them. */
export function toldAgain(before: Subscriber, now: Instant): Subscriber {
  if (isConfirmed(before) && before.failing === undefined) return before;
  const { failing: _failing, quarantined: _quarantined, ...rest } = before;
  const confirmedAt = isConfirmed(before) ? (before.confirmedAt ?? now) : now;
  return { ...rest, state: 'confirmed', confirmedAt, version: before.version + 1 };
}

export const notTaken = (
  kind: Subscriber['kind'],
  { is, reason }: Exclude<Carried, { is: 'taken' }>,
): Extract<HookAsked, { is: 'not-taken' }> => ({ is: 'not-taken', kind, reason, doubt: is === 'unknown' });
