import { createHash } from 'node:crypto';
import { styleSheet } from './style.ts';

/** The style sheet's hash in the form that a Content-Security-Policy wants it. */
export const styleHash = (accent: string): string =>
  `'sha256-${createHash('sha256').update(styleSheet(accent)).digest('base64')}'`;

/** What the site's pages may do: show themselves, run the one script, and fetch from their own host. */
export const contentSecurityPolicy = (accent: string): string =>
  [
    "default-src 'none'",
    "script-src 'self'",
    `style-src ${styleHash(accent)}`,
    "img-src 'self' data:",
    "connect-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; ');
