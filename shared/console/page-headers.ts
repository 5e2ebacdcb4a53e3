import { STYLE_HASH } from './style.ts';

/**
 * What every page for people on duty is answered with: in no frame, with nothing from elsewhere, kept by nobody.
 * `more` is what its content may do besides being shown in our style; forms go to `formsTo`.
 */
export const pageHeaders = (formsTo = "'self'", more: readonly string[] = []): Record<string, string> => ({
  'content-security-policy': [
    "default-src 'none'",
    `style-src ${STYLE_HASH}`,
    ...more,
    'img-src data:',
    `form-action ${formsTo}`,
    "base-uri 'none'",
    "frame-ancestors 'none'",
  ].join('; '),
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'strict-transport-security': 'max-age=31536000',
  'cache-control': 'no-store',
});
