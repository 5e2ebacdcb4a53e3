import type { Instant } from '../../core/instant.ts';
import { subscriberId } from '../../core/subscribers/address.ts';
import { byHook } from '../../core/subscribers/sign-up-limits.ts';
import { covers, isConfirmed, type Subscriber } from '../../core/subscribers/subscriber.ts';
import { CONSENT_WORDS } from '../../wording/follow.ts';
import { overCalls, refusedNetwork } from './counting.ts';
import { firstCall } from './first-call.ts';
import { hostOf } from './hook-link.ts';
import type { HookAsked, HookSignUpPorts, HookWish } from './hook-wish.ts';
import { keep } from './keep.ts';
import { notTaken, signUpAgain, toldAgain } from './sign-up-again.ts';

/**
 * Has an address be called from now on, once it has shown that it wants it: a program by echoing a challenge, a room by
 * taking its first message, which holds the link that ends it. A browser asked for itself, and gets what it asked for last:
 * nobody else knows its address. A room or a program that follows already is changed by its own people alone.
 */
export async function signUpHook(ports: HookSignUpPorts, wish: HookWish): Promise<HookAsked> {
  const { kind, address } = wish.hook;
  const key = await ports.subscriberKey();
  const tooMany = await refusedNetwork(ports, key, wish);
  if (tooMany) return tooMany;
  const id = subscriberId(key, kind, address);
  const before = await ports.subscribers.of('hooks', id);
  if (before !== undefined && kind !== 'push') return signUpAgain(ports, key, before, wish);
  // A program brings back nobody who left: that they do by the form.
  if (wish.door === 'api' && (await ports.subscribers.gone('hooks', id))) return { is: 'left' };
  if (before !== undefined && isConfirmed(before) && covers(before.choice, wish.choice))
    return { is: 'follows', person: before };

  const over = await overCalls(ports, byHook(key, hostOf(wish.hook), wish));
  if (over) return over;
  const first = await firstCall(ports, key, { id, kind, address, choice: wish.choice }, wish.title);
  if (first.is !== 'taken') return notTaken(kind, first);
  const now = ports.clock.now();
  const person = await keep(ports, 'hooks', id, (found) =>
    // Somebody was faster: theirs is the one that counts.
    found === undefined || kind === 'push' ? following(found, id, wish, now) : toldAgain(found, now),
  );
  await ports.subscribers.forgive('hooks', id);
  return { is: 'follows', person };
}

/** Told from `now` on; a browser that was told already misses nothing of what is under way. */
const following = (before: Subscriber | undefined, id: string, wish: HookWish, now: Instant): Subscriber => ({
  id,
  ...wish.hook,
  state: 'confirmed',
  choice: wish.choice,
  ...(wish.zone === undefined ? {} : { zone: wish.zone }),
  consent: { at: now, how: wish.door, words: CONSENT_WORDS },
  confirmedAt: before?.state === 'confirmed' ? (before.confirmedAt ?? now) : now,
  version: (before?.version ?? 0) + 1,
});
