import type { HttpResult } from '../../shared/lambda/http.ts';

/** A quarter of an hour: a browser asks again for a script that has changed, and not on every page. */
const SCRIPT_KEPT = 'public, max-age=900';

/** A script of ours as a function answers it. */
export const scriptAnswer = (body: string): HttpResult => ({
  statusCode: 200,
  headers: {
    'content-type': 'text/javascript; charset=utf-8',
    'cache-control': SCRIPT_KEPT,
    'x-content-type-options': 'nosniff',
    // What a worker may reach; the page that loads any other has its own.
    'content-security-policy': "default-src 'none'; base-uri 'none'; frame-ancestors 'none'",
  },
  body,
});
