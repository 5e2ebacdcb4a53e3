import { createLocalJWKSet, type JWK, type JWTPayload, jwtVerify } from 'jose';
import type { Properties } from './template.ts';

/** What an authorizer says of a request. `challenge` is the `WWW-Authenticate` header that API Gateway sends. */
export type Authorization =
  | { readonly ok: true; readonly claims: JWTPayload }
  | { readonly ok: false; readonly status: 401 | 403; readonly message: string; readonly challenge: string };

export type Authorize = (header: string | undefined, scopes: readonly string[]) => Promise<Authorization>;

/**
 * The JWT authorizer of an HTTP API: an RS256 token of the configured issuer, for one of the configured audiences
 * (`aud`, or Cognito's `client_id`), not expired, with one of the route's scopes if it names any.
 */
export function jwtAuthorizer(configuration: () => Properties, keysOf: (issuer: string) => readonly JWK[]): Authorize {
  const { Issuer: issuer } = configuration();
  const keys = createLocalJWKSet({ keys: [...keysOf(issuer)] });

  return async (header, scopes) => {
    const token = (header ?? '').replace(/^Bearer\s+/i, '');
    if (!token) return refuse(401, 'Bearer');
    let claims: JWTPayload;
    try {
      ({ payload: claims } = await jwtVerify(token, keys, { algorithms: ['RS256'], issuer, requiredClaims: ['exp'] }));
    } catch (error) {
      return refuse(
        401,
        `Bearer scope="" error="invalid_token" error_description="${(error as Error).message.replaceAll('"', "'")}"`,
      );
    }
    // The clients may change while it runs. `client_id` counts only where there is no `aud`.
    const audience = configuration().Audience;
    const meantFor = [claims.aud ?? claims.client_id].flat();
    if (!meantFor.some((one) => audience.includes(one))) {
      return refuse(
        401,
        'Bearer scope="" error="invalid_token" error_description="the token does not have a valid audience"',
      );
    }
    const granted = String(claims.scope ?? '').split(' ');
    if (scopes.length > 0 && !scopes.some((scope) => granted.includes(scope))) {
      return refuse(
        403,
        `Bearer scope="${scopes.join(' ')}" error="insufficient_scope" error_description="the token does not have any of the required scopes"`,
      );
    }
    return { ok: true, claims };
  };
}

function refuse(status: 401 | 403, challenge: string): Authorization {
  return { ok: false, status, message: status === 401 ? 'Unauthorized' : 'Forbidden', challenge };
}
