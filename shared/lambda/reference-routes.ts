import { DOCS_STYLE_HASH, docsPage } from '../api/reference/docs-page.ts';
import { openApiDocument } from '../api/reference/openapi.ts';
import type { ApiRoute } from './guarded.ts';
import { json } from './http.ts';

/** It changes with a deployment only. */
const cached = { 'cache-control': 'public, max-age=300' };

const page = {
  ...cached,
  'content-type': 'text/html; charset=utf-8',
  'content-security-policy': `default-src 'none'; style-src ${DOCS_STYLE_HASH}; img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`,
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
};

/** What the API says about itself, to programs and to people; public. */
export const referenceRoutes = (brand: string): ApiRoute[] => [
  { method: 'GET', path: '/openapi.json', handler: async () => json(200, openApiDocument(), cached) },
  { method: 'GET', path: '/docs', handler: async () => ({ statusCode: 200, headers: page, body: docsPage(brand) }) },
];
