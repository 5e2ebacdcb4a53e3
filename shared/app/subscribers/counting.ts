import type { Instant } from '../../core/instant.ts';
import { byNetwork, type Comer, type CountedBy } from '../../core/subscribers/sign-up-limits.ts';
import type { SubscriberPorts } from './ports.ts';

type CountPorts = Pick<SubscriberPorts, 'signUpCounts' | 'clock'>;

/** What was not done because of how many others there are, and when it is worth another try. */
export type TooMany = { is: 'too-many'; of: 'network' | 'domain' | 'all'; again: Instant };

/** By network every attempt is counted, whatever becomes of it. */
export async function refusedNetwork(
  { signUpCounts, clock }: CountPorts,
  key: string,
  { viewer, ...comer }: { viewer: string } & Comer,
): Promise<TooMany | undefined> {
  const pass = await signUpCounts.take(byNetwork(key, viewer, comer), clock.now());
  return pass.passes ? undefined : { is: 'too-many', of: 'network', again: pass.again ?? clock.now() };
}

/** Counts one more by all of `by`, or by nothing; then at which place it is too much. */
export async function countOne(
  { signUpCounts, clock }: CountPorts,
  by: readonly CountedBy[],
): Promise<{ place: number; again: Instant } | undefined> {
  const now = clock.now();
  for (const [place, one] of by.entries()) {
    const pass = await signUpCounts.take(one, now);
    if (pass.passes) continue;
    await giveBack({ signUpCounts }, by.slice(0, place));
    return { place, again: pass.again ?? now };
  }
  return undefined;
}

/** Counts one call by all of `by`, of which the last is for all together; then what it is too many of. */
export async function overCalls(ports: CountPorts, by: readonly CountedBy[]): Promise<TooMany | undefined> {
  const over = await countOne(ports, by);
  if (over === undefined) return undefined;
  return { is: 'too-many', of: over.place === by.length - 1 ? 'all' : 'domain', again: over.again };
}

/** What did not happen after all is not counted either. */
export async function giveBack({ signUpCounts }: Pick<CountPorts, 'signUpCounts'>, by: readonly CountedBy[]) {
  for (const one of by) await signUpCounts.giveBack(one);
}
