import { xTokensIn } from '../../../shared/adapters/x/tokens.ts';
import { X } from '../../../shared/core/x/facts.ts';
import type { Poster } from '../channels/poster.ts';
import { accountOf } from './tokens.ts';

/** The account on X, whose id its tokens tell. */
export const X_POSTER: Poster = {
  channel: X.name,
  label: X.label,
  output: 'XTokensArn',
  async accountIn(text) {
    try {
      return accountOf(xTokensIn(text, 'the secret'));
    } catch {
      return undefined;
    }
  },
  shown: (id) => `${id} on X (https://x.com/i/user/${id})`,
};
