import { GetSecretValueCommand, type SecretsManagerClient } from '@aws-sdk/client-secrets-manager';

/** The text of a secret of Secrets Manager as it is now. */
export const secretText =
  (client: SecretsManagerClient, secretArn: string): (() => Promise<string | undefined>) =>
  async () =>
    (await client.send(new GetSecretValueCommand({ SecretId: secretArn }))).SecretString;
