import { PutSecretValueCommand, type SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import type { ArchiveKeyStore, ArchiveKeys } from '../../ports/archive.ts';
import { secretText } from './secret-text.ts';

/** The keys of an export in Secrets Manager. A key for which there is no secret here is left out. */
export function archiveKeysIn(
  client: SecretsManagerClient,
  arns: { intake: string; subscribers: string | undefined },
): ArchiveKeyStore {
  const named = Object.entries(arns).flatMap(([name, arn]) =>
    arn === undefined ? [] : [[name as keyof ArchiveKeys, arn] as const],
  );
  return {
    async read() {
      const keys = await Promise.all(
        named.map(async ([name, arn]) => [name, await secretText(client, arn)()] as const),
      );
      return Object.fromEntries(keys.filter(([, text]) => text !== undefined));
    },
    async replace(keys) {
      for (const [name, SecretId] of named) {
        const SecretString = keys[name];
        if (SecretString !== undefined) await client.send(new PutSecretValueCommand({ SecretId, SecretString }));
      }
    },
  };
}
