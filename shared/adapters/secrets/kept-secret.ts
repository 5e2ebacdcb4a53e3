import { GetSecretValueCommand, type SecretsManagerClient } from '@aws-sdk/client-secrets-manager';

/** A cold sandbox reads a secret once; a new one is picked up within this time. */
const KEPT_MS = 5 * 60_000;

/** What `read` finds in a secret of Secrets Manager, when it is first needed and then for five minutes. */
export function keptSecret<T>(
  client: SecretsManagerClient,
  secretArn: string,
  read: (text: string | undefined) => T,
): () => Promise<T> {
  let kept: { value: T; untilMs: number } | undefined;
  return async () => {
    if (kept === undefined || Date.now() > kept.untilMs) {
      const { SecretString } = await client.send(new GetSecretValueCommand({ SecretId: secretArn }));
      kept = { value: read(SecretString), untilMs: Date.now() + KEPT_MS };
    }
    return kept.value;
  };
}

/** A key that we sign or derive with. A new one voids what the old one has signed. */
export const keyFromSecret = (client: SecretsManagerClient, secretArn: string): (() => Promise<string>) =>
  keptSecret(client, secretArn, (text) => text ?? '');
