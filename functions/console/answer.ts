import type { APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import { SCRIPT } from '../../shared/console/script.ts';
import { STYLE_HASH } from '../../shared/console/style.ts';

export type Answer = APIGatewayProxyStructuredResultV2;

/**
 * No frame, nothing from elsewhere, and the one script that we serve ourselves. Forms go to us; the sign-in service is named because browsers hold a
 * form's redirects against this list too, and signing out ends there.
 */
const securityHeaders = (signInUrl: string): Record<string, string> => ({
  'content-security-policy': [
    "default-src 'none'",
    `style-src ${STYLE_HASH}`,
    "script-src 'self'",
    "connect-src 'self'",
    'img-src data:',
    `form-action 'self' ${new URL(signInUrl).origin}`,
    "base-uri 'none'",
    "frame-ancestors 'none'",
  ].join('; '),
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  // Not "no-referrer": browsers would then send forms with an Origin of null, and we could not tell ours from others'.
  'referrer-policy': 'same-origin',
  'strict-transport-security': 'max-age=31536000',
  'cross-origin-opener-policy': 'same-origin',
  'permissions-policy': 'camera=(), geolocation=(), microphone=(), payment=()',
  'cache-control': 'no-store',
});

/** The two kinds of answers that the console gives, each with every security header. */
export function answers(signInUrl: string) {
  const headers = securityHeaders(signInUrl);
  return {
    page: (statusCode: number, body: string, cookies: string[] = []): Answer => ({
      statusCode,
      headers: { ...headers, 'content-type': 'text/html; charset=utf-8' },
      cookies,
      body,
    }),
    /** The console's script; its name changes with it. */
    script: (): Answer => ({
      statusCode: 200,
      headers: {
        ...headers,
        'content-type': 'text/javascript; charset=utf-8',
        'cache-control': 'public, max-age=31536000, immutable',
      },
      body: SCRIPT,
    }),
    /** 303: whatever was asked, the browser now gets `location`. */
    redirect: (location: string, cookies: string[] = []): Answer => ({
      statusCode: 303,
      headers: { ...headers, location },
      cookies,
      body: '',
    }),
  };
}
