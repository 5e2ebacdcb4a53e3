import { readJsonFile, writeJsonFile } from './durable-file.ts';
import { answerError, type Service } from './gateway.ts';
import type { Properties, Template } from './template.ts';

export interface Authorizers {
  /** What an authorizer asks of a token now. */
  configurationOf(id: string): Properties;
  /** The calls of API Gateway about authorizers. */
  readonly service: Service;
}

/** `template`: the audience that it had when the other one was given; where the template has a new one, that counts. */
type Changed = { readonly template: readonly string[]; readonly audience: readonly string[] };

/** As API Gateway has it: audiences of one authorizer. */
const MOST_AUDIENCES = 50;

/** The JWT authorizers of the template, and what calls have made of their audiences, which is kept in `file`. */
export function createAuthorizers(template: Template, file: string): Authorizers {
  const resources = template.ofType('AWS::ApiGatewayV2::Authorizer');
  const changed = readJsonFile<Record<string, Changed>>(file, {});

  const configurationOf = (id: string): Properties => {
    const configured = resources.find(({ name }) => name === id)!.properties.JwtConfiguration;
    const since = changed[id];
    // A deployment that changes the authorizer takes back what was changed by hand.
    return since !== undefined && String(since.template) === String(configured.Audience)
      ? { ...configured, Audience: since.audience }
      : configured;
  };

  return {
    configurationOf,
    service({ method, url, body }, response) {
      const [, api, id = ''] = /^\/v2\/apis\/([^/]+)\/authorizers\/([^/?]+)$/.exec(url) ?? [];
      const found = resources.find(({ name, properties }) => name === id && properties.ApiId === api);
      if (found === undefined)
        return answerError(response, 'apigateway', 404, 'NotFoundException', `no authorizer is at ${url}`);
      if (method === 'PATCH') {
        const { jwtConfiguration, ...others } = JSON.parse(body.toString() || '{}');
        const audience = jwtConfiguration?.audience ?? [];
        if (Object.keys(others).length > 0 || audience.length === 0 || audience.length > MOST_AUDIENCES)
          return answerError(
            response,
            'apigateway',
            400,
            'BadRequestException',
            `Audience list must have 1 to ${MOST_AUDIENCES} items for JWT Authorizer, and nothing else is modelled`,
          );
        changed[id] = { template: found.properties.JwtConfiguration.Audience, audience };
        writeJsonFile(file, changed);
      } else if (method !== 'GET')
        return answerError(response, 'apigateway', 501, 'NotImplemented', `${method} is not modelled`);
      const { Issuer, Audience } = configurationOf(id);
      const answer = { authorizerId: id, jwtConfiguration: { issuer: Issuer, audience: Audience } };
      response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(answer));
    },
  };
}
