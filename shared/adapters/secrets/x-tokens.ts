import { GetSecretValueCommand, type SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import type { XTokens } from '../x/guarded-call.ts';
import { xTokensIn } from '../x/tokens.ts';

/** A cold sandbox reads the secret once; new tokens are picked up within this time. */
const KEPT_MS = 5 * 60_000;

/** The account's tokens from Secrets Manager, read when they are first needed and kept for five minutes. */
export function xTokensFromSecret(client: SecretsManagerClient, secretArn: string): () => Promise<XTokens> {
  let kept: { tokens: XTokens; untilMs: number } | undefined;
  return async () => {
    if (kept === undefined || Date.now() > kept.untilMs) {
      const { SecretString } = await client.send(new GetSecretValueCommand({ SecretId: secretArn }));
      kept = { tokens: xTokensIn(SecretString, 'the X secret'), untilMs: Date.now() + KEPT_MS };
    }
    return kept.tokens;
  };
}
