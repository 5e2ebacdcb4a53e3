import { type ApiGatewayV2Client, GetAuthorizerCommand, UpdateAuthorizerCommand } from '@aws-sdk/client-apigatewayv2';
import type { MachineDoor } from '../../ports/machines.ts';

/**
 * The authorizer of the HTTP API. It lets in the clients that it lists and cannot be told to let in all of a pool, so
 * that each program is put on its list. Whoever is taken off is refused at once, although their token lives on.
 */
export function authorizerDoor(
  gateway: ApiGatewayV2Client,
  { apiId, authorizerId }: { apiId: string; authorizerId: string },
): MachineDoor {
  const which = { ApiId: apiId, AuthorizerId: authorizerId };
  const configured = async () => (await gateway.send(new GetAuthorizerCommand(which))).JwtConfiguration ?? {};
  return {
    letIn: async () => new Set((await configured()).Audience ?? []),
    async change(these, those) {
      const { Issuer, Audience = [] } = await configured();
      const next = [...new Set([...Audience, ...these])].filter((id) => !those.includes(id));
      if (next.length === Audience.length && next.every((id) => Audience.includes(id))) return;
      await gateway.send(
        new UpdateAuthorizerCommand({ ...which, JwtConfiguration: { ...(Issuer ? { Issuer } : {}), Audience: next } }),
      );
    },
  };
}
