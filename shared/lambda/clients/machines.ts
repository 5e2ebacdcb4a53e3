import { ApiGatewayV2Client } from '@aws-sdk/client-apigatewayv2';
import { CognitoIdentityProviderClient } from '@aws-sdk/client-cognito-identity-provider';
import { authorizerDoor } from '../../adapters/apigateway/machine-door.ts';
import { DEADLINES, within } from '../../adapters/aws/deadlines.ts';
import { cognitoMachineClients } from '../../adapters/cognito/machine-clients.ts';

export const machineClients = (userPool: string) =>
  cognitoMachineClients(new CognitoIdentityProviderClient(within(DEADLINES.signIn)), userPool);

export const machineDoor = (at: Parameters<typeof authorizerDoor>[1]) =>
  authorizerDoor(new ApiGatewayV2Client(within(DEADLINES.gateway)), at);
