import { GetSecretValueCommand, PutSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import type { AwsSettings } from './settings.ts';
import { asked } from './trouble.ts';

/** The text of a secret. Throws `AwsRefused`. */
export const secretOf = (settings: AwsSettings, id: string): Promise<string> =>
  asked(settings.region, async () => {
    const { SecretString = '' } = await new SecretsManagerClient(settings).send(
      new GetSecretValueCommand({ SecretId: id }),
    );
    return SecretString;
  });

export const putSecret = (settings: AwsSettings, id: string, text: string): Promise<void> =>
  asked(settings.region, async () => {
    await new SecretsManagerClient(settings).send(new PutSecretValueCommand({ SecretId: id, SecretString: text }));
  });
