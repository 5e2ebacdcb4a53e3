import { ApiGatewayV2Client, UpdateAuthorizerCommand } from '@aws-sdk/client-apigatewayv2';
import {
  CognitoIdentityProviderClient,
  CreateUserPoolClientCommand,
  type CreateUserPoolClientCommandInput,
} from '@aws-sdk/client-cognito-identity-provider';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { authorizerDoor } from '../../../shared/adapters/apigateway/machine-door.ts';
import { cognitoMachineClients } from '../../../shared/adapters/cognito/machine-clients.ts';
import { memoryMachineClients, memoryMachineDoor } from '../../../shared/adapters/memory/machines.ts';
import { machineClientsContract, machineDoorContract } from '../../contracts/machines.contract.ts';
import { apiStack, claimsOf, clientOf, withToken } from './support/api-stack.ts';
import { asOperator, discard, type RunningStack, runStack } from './support/small-stack.ts';

let cloud: RunningStack;
let cognito: CognitoIdentityProviderClient;
let gateway: ApiGatewayV2Client;
beforeAll(async () => {
  cloud = await runStack(apiStack('http://127.0.0.1:1'));
  cognito = new CognitoIdentityProviderClient(asOperator(cloud));
  gateway = new ApiGatewayV2Client(asOperator(cloud));
});
afterAll(async () => {
  cognito.destroy();
  gateway.destroy();
  await discard(cloud);
});

const { call, tokenRequest } = clientOf(() => cloud);
const nameOf = (type: string) => cloud.template.ofType(type)[0]!.name;
const poolId = () => nameOf('AWS::Cognito::UserPool');
const door = () =>
  authorizerDoor(gateway, {
    apiId: nameOf('AWS::ApiGatewayV2::Api'),
    authorizerId: nameOf('AWS::ApiGatewayV2::Authorizer'),
  });

async function tokenOf(id: string, secret: string): Promise<string | undefined> {
  const answer = await tokenRequest({ grant_type: 'client_credentials' }, `${id}:${secret}`);
  return answer.ok ? ((await answer.json()) as { access_token: string }).access_token : undefined;
}

describe('in memory', () => {
  machineClientsContract(async () => {
    const clients = memoryMachineClients();
    return {
      clients,
      granted: async (id, secret) => {
        const one = clients.clients.get(id);
        return one?.secrets.includes(secret) ? one.scopes.map((scope) => `candor/${scope}`).join(' ') : undefined;
      },
    };
  });
  machineDoorContract(async () => memoryMachineDoor(new Set(['console'])));
});

describe('at AWS, as it is played here', () => {
  machineClientsContract(async () => {
    const clients = cognitoMachineClients(cognito, poolId());
    for (const { id } of await clients.list()) await clients.end(id);
    return {
      clients,
      granted: async (id, secret) => {
        const token = await tokenOf(id, secret);
        return token && String(claimsOf(token).scope);
      },
    };
  });
  machineDoorContract(async () => door());
});

describe('a program', () => {
  it('is taken by the gateway once it was let in, and no longer with the same token once it was not', async () => {
    const { id, secret } = await cognitoMachineClients(cognito, poolId()).make('cron', ['read']);
    const token = (await tokenOf(id, secret)) ?? '';
    const status = async () => (await call('/v1/incidents', withToken(token))).status;
    expect(await status()).toBe(401);
    await door().change([id], []);
    expect(await status()).toBe(200);
    await door().change([], [id]);
    expect(await status()).toBe(401);
  });
});

describe('Cognito and API Gateway', () => {
  const asked: CreateUserPoolClientCommandInput = {
    UserPoolId: undefined,
    ClientName: 'x',
    GenerateSecret: true,
    AllowedOAuthFlowsUserPoolClient: true,
    AllowedOAuthFlows: ['client_credentials'],
    AllowedOAuthScopes: ['candor/read'],
  };
  it.each<[string, Partial<CreateUserPoolClientCommandInput>, string]>([
    ['without a secret', { GenerateSecret: false }, 'InvalidOAuthFlowException'],
    ['with another flow beside', { AllowedOAuthFlows: ['client_credentials', 'code'] }, 'InvalidOAuthFlowException'],
    ['with a flow and no word of it', { AllowedOAuthFlowsUserPoolClient: false }, 'InvalidParameterException'],
    ['with a scope that is not there', { AllowedOAuthScopes: ['candor/all'] }, 'ScopeDoesNotExistException'],
    ['with tokens for two days', { AccessTokenValidity: 48 }, 'InvalidParameterException'],
    ['of a name with other signs', { ClientName: 'a/b' }, 'InvalidParameterException'],
  ])('refuse a client %s', async (_what, wrong, name) => {
    const input = { ...asked, UserPoolId: poolId(), ...wrong };
    await expect(cognito.send(new CreateUserPoolClientCommand(input))).rejects.toMatchObject({ name });
  });

  it('refuse an authorizer for nobody, and for more than fifty', async () => {
    const which = {
      ApiId: nameOf('AWS::ApiGatewayV2::Api'),
      AuthorizerId: nameOf('AWS::ApiGatewayV2::Authorizer'),
    };
    for (const Audience of [[], Array.from({ length: 51 }, (_, index) => `c${index}`)])
      await expect(
        gateway.send(new UpdateAuthorizerCommand({ ...which, JwtConfiguration: { Audience } })),
      ).rejects.toMatchObject({ name: 'BadRequestException' });
  });
});
