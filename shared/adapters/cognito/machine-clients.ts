import {
  AddUserPoolClientSecretCommand,
  type CognitoIdentityProviderClient,
  CreateUserPoolClientCommand,
  DeleteUserPoolClientCommand,
  DeleteUserPoolClientSecretCommand,
  ListUserPoolClientSecretsCommand,
  ListUserPoolClientsCommand,
  type ListUserPoolClientsCommandOutput,
  ResourceNotFoundException,
} from '@aws-sdk/client-cognito-identity-provider';
import type { MachineClient, MachineClients } from '../../ports/machines.ts';

/** What tells the clients of programs from those of the stack, which CloudFormation names. */
const PREFIX = 'candor-machine-';

/** The most that Cognito lists at once. */
const PAGE = 60;

/** A token is good for so long, as those of the stack's own client: so much it costs to be kept (ADR 39). */
const TOKEN_MINUTES = 60;

/** The clients of programs as app clients of one user pool. Cognito keeps at most two secrets of each. */
export function cognitoMachineClients(cognito: CognitoIdentityProviderClient, poolId: string): MachineClients {
  const pool = { UserPoolId: poolId };

  async function secretsOf(id: string): Promise<string[]> {
    const { ClientSecrets = [] } = await cognito.send(new ListUserPoolClientSecretsCommand({ ...pool, ClientId: id }));
    return ClientSecrets.toSorted((a, b) => Number(b.ClientSecretCreateDate) - Number(a.ClientSecretCreateDate)).map(
      ({ ClientSecretId = '' }) => ClientSecretId,
    );
  }

  const drop = (id: string, secrets: readonly string[]) =>
    Promise.all(
      secrets.map((secret) =>
        cognito.send(new DeleteUserPoolClientSecretCommand({ ...pool, ClientId: id, ClientSecretId: secret })),
      ),
    );

  return {
    async make(name, scopes) {
      const { UserPoolClient } = await cognito.send(
        new CreateUserPoolClientCommand({
          ...pool,
          ClientName: `${PREFIX}${name}`,
          GenerateSecret: true,
          AllowedOAuthFlowsUserPoolClient: true,
          AllowedOAuthFlows: ['client_credentials'],
          AllowedOAuthScopes: scopes.map((scope) => `candor/${scope}`),
          // Left out, Cognito lets people sign in through it with their passwords.
          ExplicitAuthFlows: ['ALLOW_REFRESH_TOKEN_AUTH'],
          AccessTokenValidity: TOKEN_MINUTES,
          TokenValidityUnits: { AccessToken: 'minutes' },
        }),
      );
      const { ClientId, ClientSecret } = UserPoolClient ?? {};
      if (ClientId === undefined || ClientSecret === undefined) throw new Error('Cognito made no client with a secret');
      return { id: ClientId, secret: ClientSecret };
    },

    async renew(id, alone) {
      try {
        // A third is refused, and so is to delete the last: the oldest goes first, and the rest afterwards.
        const [newest, ...older] = await secretsOf(id);
        await drop(id, older);
        const { ClientSecretDescriptor } = await cognito.send(
          new AddUserPoolClientSecretCommand({ ...pool, ClientId: id }),
        );
        if (ClientSecretDescriptor?.ClientSecretValue === undefined) throw new Error('Cognito made no secret');
        if (alone && newest !== undefined) await drop(id, [newest]);
        return { id, secret: ClientSecretDescriptor.ClientSecretValue };
      } catch (error) {
        if (error instanceof ResourceNotFoundException) return undefined;
        throw error;
      }
    },

    async end(id) {
      try {
        await cognito.send(new DeleteUserPoolClientCommand({ ...pool, ClientId: id }));
      } catch (error) {
        if (!(error instanceof ResourceNotFoundException)) throw error;
      }
    },

    async list() {
      const found: MachineClient[] = [];
      let next: string | undefined;
      do {
        const page: ListUserPoolClientsCommandOutput = await cognito.send(
          new ListUserPoolClientsCommand({ ...pool, MaxResults: PAGE, NextToken: next }),
        );
        for (const { ClientId = '', ClientName = '' } of page.UserPoolClients ?? [])
          if (ClientName.startsWith(PREFIX)) found.push({ id: ClientId, name: ClientName.slice(PREFIX.length) });
        next = page.NextToken;
      } while (next !== undefined);
      return found;
    },
  };
}
