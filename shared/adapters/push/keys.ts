import { createECDH, createHmac } from 'node:crypto';
import type { PushKeys } from '../../ports/carrier.ts';

/**
 * What push services know the house by (RFC 8292), made from the house's own secret, so that nothing of it is stored and
 * browsers that subscribed stay subscribed. `contact`: `mailto:` or `https:`, where a push service may complain.
 */
export function pushKeysOf(houseKey: string, contact: string): PushKeys {
  const pair = createECDH('prime256v1');
  for (let turn = 0; ; turn += 1) {
    const seed = createHmac('sha256', houseKey).update(`candor-push-key\n${turn}`).digest();
    try {
      pair.setPrivateKey(seed);
    } catch {
      // One seed of four billion is above the order of the curve.
      continue;
    }
    return { publicKey: pair.getPublicKey('base64url'), privateKey: seed.toString('base64url'), contact };
  }
}
