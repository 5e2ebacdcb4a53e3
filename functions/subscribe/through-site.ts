import type { MiddlewareObj } from '@middy/core';
import { sameSecret } from '../../shared/core/same-secret.ts';
import { type HttpEvent, type HttpResult, json } from '../../shared/lambda/http.ts';

/** What CloudFront alone adds to what it hands on (infra/constructs/follow-origin.ts). */
export const ORIGIN_HEADER = 'x-candor-origin';

/**
 * Lets in what came through the status site, and answers everything else with 403: on the API's own host anybody could say
 * whose address they come from, and every limit for a network would be none.
 */
export const throughSite = (originSecret: () => Promise<string>): MiddlewareObj<HttpEvent, HttpResult> => ({
  before: async ({ event }) => {
    const secret = await originSecret();
    // An empty secret would let in everybody.
    if (secret.length >= 32 && sameSecret(event.headers[ORIGIN_HEADER] ?? '', secret)) return undefined;
    return json(403, { message: 'This address is answered on the status site alone.' });
  },
});

/** Whose request it is, as CloudFront saw it: `198.51.100.7:4711` and `2001:db8::1:4711` without the port. */
export const viewerOf = ({ headers }: HttpEvent): string =>
  (headers['cloudfront-viewer-address'] ?? '').replace(/:\d+$/, '');
