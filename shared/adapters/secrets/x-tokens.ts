import type { XTokens } from '../x/guarded-call.ts';
import { xTokensIn } from '../x/tokens.ts';
import { keptSecret } from './kept-secret.ts';

/** The tokens of the account on X. */
export const xTokensFromSecret = (ask: () => Promise<string | undefined>): (() => Promise<XTokens>) =>
  keptSecret(ask, (text) => xTokensIn(text, 'the X secret'));
