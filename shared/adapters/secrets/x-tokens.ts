import { GetSecretValueCommand, type SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import * as z from 'zod';
import type { XTokens } from '../x/guarded-call.ts';

const tokensSchema = z.object({
  appKey: z.string().min(1),
  appSecret: z.string().min(1),
  accessToken: z.string().min(1),
  accessSecret: z.string().min(1),
});

/** A cold sandbox reads the secret once; new tokens are picked up within this time. */
const KEPT_MS = 5 * 60_000;

/** The account's tokens from Secrets Manager, read when they are first needed and kept for five minutes. */
export function xTokensFromSecret(client: SecretsManagerClient, secretArn: string): () => Promise<XTokens> {
  let kept: { tokens: XTokens; untilMs: number } | undefined;
  return async () => {
    if (kept === undefined || Date.now() > kept.untilMs) {
      const { SecretString } = await client.send(new GetSecretValueCommand({ SecretId: secretArn }));
      kept = { tokens: parsed(SecretString), untilMs: Date.now() + KEPT_MS };
    }
    return kept.tokens;
  };
}

/** The secret's value is never part of an error: errors are logged. */
function parsed(value: string | undefined): XTokens {
  let json: unknown;
  try {
    json = JSON.parse(value ?? '');
  } catch {
    throw new Error('the X secret is not JSON; it must hold appKey, appSecret, accessToken and accessSecret');
  }
  const tokens = tokensSchema.safeParse(json);
  if (tokens.success) return tokens.data;
  const wrong = tokens.error.issues.map((issue) => issue.path.join('.')).join(', ');
  throw new Error(`the X secret lacks ${wrong}`);
}
