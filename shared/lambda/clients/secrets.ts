import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { DEADLINES, within } from '../../adapters/aws/deadlines.ts';
import { secretText } from '../../adapters/secrets/secret-text.ts';

export const secretAt = (secretArn: string) =>
  secretText(new SecretsManagerClient(within(DEADLINES.secrets)), secretArn);
