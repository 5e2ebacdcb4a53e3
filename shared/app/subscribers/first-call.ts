import type { Choice, Subscriber } from '../../core/subscribers/subscriber.ts';
import type { Carried } from '../../ports/carrier.ts';
import { choiceWords } from '../../wording/follow.ts';
import { firstRoomWords } from '../../wording/follow-hooks.ts';
import type { HookAddress, HookSignUpPorts } from './hook-wish.ts';
import { linkTo } from './letters.ts';

/**
 * What the far side says to the first call, by which it shows that it wants more; a browser is called by nobody, because it
 * asked for itself. `title`: of the one incident that it follows.
 */
export async function firstCall(
  ports: HookSignUpPorts,
  key: string,
  { id, kind, address, choice }: Pick<Subscriber, 'id'> & Pick<HookAddress, 'kind' | 'address'> & { choice: Choice },
  title?: string,
): Promise<Carried> {
  if (kind === 'push') return { is: 'taken', receipt: '' };
  const stopUrl = await linkTo(ports, 'leave', id, undefined, 'hooks');
  if (kind === 'webhook') {
    const { randomness } = ports;
    const challenge = { id: `challenge-${randomness.salt()}`, challenge: randomness.salt(), unsubscribe: stopUrl };
    return ports.carrier.challenge(address, challenge, ports.keysOf(key, id));
  }
  const said = choiceWords(ports.names, choice, title);
  const words = firstRoomWords({ brand: ports.brand, choice: said, pageUrl: ports.siteUrl, stopUrl });
  return ports.carrier[kind](address, words);
}
