import type { ApiRoute } from './guarded.ts';
import { json } from './http.ts';
import { once } from './when-used.ts';

const reference = once(() => import('../api/reference/reference.ts'));

/** It changes with a deployment only. */
const cached = { 'cache-control': 'public, max-age=300' };

const pageHeaders = (styleHash: string) => ({
  ...cached,
  'content-type': 'text/html; charset=utf-8',
  'content-security-policy': `default-src 'none'; style-src ${styleHash}; img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`,
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
});

/** What the API says about itself, to programs and to people; public. */
export const referenceRoutes = (brand: string): ApiRoute[] => [
  {
    method: 'GET',
    path: '/openapi.json',
    handler: async () => json(200, (await reference()).openApiDocument(), cached),
  },
  {
    method: 'GET',
    path: '/docs',
    handler: async () => {
      const { DOCS_STYLE_HASH, docsPage } = await reference();
      return { statusCode: 200, headers: pageHeaders(DOCS_STYLE_HASH), body: docsPage(brand) };
    },
  },
];
