import { GetSecretValueCommand, type SecretsManagerClient } from '@aws-sdk/client-secrets-manager';

/** A cold sandbox reads the secret once; a new key is picked up within this time, and voids the links of the old one. */
const KEPT_MS = 5 * 60_000;

/** The key that action links are signed with, from Secrets Manager, read when it is first needed. */
export function linkKeyFromSecret(client: SecretsManagerClient, secretArn: string): () => Promise<string> {
  let kept: { key: string; untilMs: number } | undefined;
  return async () => {
    if (kept === undefined || Date.now() > kept.untilMs) {
      const { SecretString } = await client.send(new GetSecretValueCommand({ SecretId: secretArn }));
      kept = { key: SecretString ?? '', untilMs: Date.now() + KEPT_MS };
    }
    return kept.key;
  };
}
