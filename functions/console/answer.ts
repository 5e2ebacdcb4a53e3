import type { APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import { pageHeaders } from '../../shared/console/page-headers.ts';
import { SCRIPT } from '../../shared/console/script.ts';

export type Answer = APIGatewayProxyStructuredResultV2;

/**
 * The one script that we serve ourselves may run. Forms go to us; the sign-in service is named because browsers hold a
 * form's redirects against this list too, and signing out ends there.
 */
const securityHeaders = (signInUrl: string): Record<string, string> => ({
  ...pageHeaders(`'self' ${new URL(signInUrl).origin}`, ["script-src 'self'", "connect-src 'self'"]),
  // Not "no-referrer": browsers would then send forms with an Origin of null, and we could not tell ours from others'.
  'referrer-policy': 'same-origin',
  'cross-origin-opener-policy': 'same-origin',
  'permissions-policy': 'camera=(), geolocation=(), microphone=(), payment=()',
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
    /** A script of the console; its name changes with it. */
    script: (body = SCRIPT): Answer => ({
      statusCode: 200,
      headers: {
        ...headers,
        'content-type': 'text/javascript; charset=utf-8',
        'cache-control': 'public, max-age=31536000, immutable',
      },
      body,
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
