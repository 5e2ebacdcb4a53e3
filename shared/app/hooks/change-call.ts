import type { Instant } from '../../core/instant.ts';
import type { SignedCall } from '../../ports/carrier.ts';

/**
 * What a program is sent when the link to change what it gets was asked for: `url`, good until `expiresAt`, and
 * `unsubscribe`, which ends it for ever. Its secret stands in its challenge alone. `once`: names this one call.
 */
export const changeCall = (
  once: string,
  at: Instant,
  data: { url: string; expiresAt: Instant; unsubscribe: string },
): SignedCall => ({
  id: `change-${once}`,
  body: JSON.stringify({ type: 'subscription.change', timestamp: at, data }),
});
