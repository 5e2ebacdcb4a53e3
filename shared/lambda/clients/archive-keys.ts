import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { DEADLINES, within } from '../../adapters/aws/deadlines.ts';
import { archiveKeysIn } from '../../adapters/secrets/archive-keys.ts';

export const archiveKeys = (arns: { intake: string; subscribers: string | undefined }) =>
  archiveKeysIn(new SecretsManagerClient(within(DEADLINES.secrets)), arns);
