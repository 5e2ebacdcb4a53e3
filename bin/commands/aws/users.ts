import {
  AdminAddUserToGroupCommand,
  AdminCreateUserCommand,
  CognitoIdentityProviderClient,
} from '@aws-sdk/client-cognito-identity-provider';
import type { AwsSettings } from './settings.ts';
import { asked } from './trouble.ts';

/** Makes an account in the pool and puts it into groups; an account that is there stays as it is. Throws `AwsRefused`. */
export const invite = (
  settings: AwsSettings,
  pool: string,
  { name, mail, groups }: { name: string; mail: string; groups: readonly string[] },
): Promise<{ added: boolean }> =>
  asked(settings.region, async () => {
    const client = new CognitoIdentityProviderClient(settings);
    const attributes = [
      { Name: 'email', Value: mail },
      { Name: 'email_verified', Value: 'true' },
    ];
    const added = await client
      .send(new AdminCreateUserCommand({ UserPoolId: pool, Username: name, UserAttributes: attributes }))
      .then(() => true)
      .catch((error: Error) => {
        if (error.name === 'UsernameExistsException') return false;
        throw error;
      });
    for (const GroupName of groups)
      await client.send(new AdminAddUserToGroupCommand({ UserPoolId: pool, Username: name, GroupName }));
    return { added };
  });
