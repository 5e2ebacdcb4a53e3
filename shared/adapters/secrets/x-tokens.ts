import type { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import type { XTokens } from '../x/guarded-call.ts';
import { xTokensIn } from '../x/tokens.ts';
import { keptSecret } from './kept-secret.ts';

/** The tokens of the account on X. */
export const xTokensFromSecret = (client: SecretsManagerClient, secretArn: string): (() => Promise<XTokens>) =>
  keptSecret(client, secretArn, (text) => xTokensIn(text, 'the X secret'));
