import { createHmac } from 'node:crypto';
import { sameSecret } from '../core/same-secret.ts';

/** What one source is told, so that one that leaks opens no other. Derived, so that there is one secret to keep. */
export const secretOf = (source: string, key: string): string => {
  // An empty key would let everybody in.
  if (key.length < 32) throw new Error('the key of the intake is missing or too short');
  return createHmac('sha256', key).update(`candor intake v1\n${source}`).digest('base64url');
};

/**
 * Whether a webhook comes from who knows the source's secret: it carries it (`Authorization: Bearer`, or as the
 * password of `Basic`), or it has signed the body with it (HMAC-SHA256 in hex, as `X-Candor-Signature: sha256=` or
 * `X-Hub-Signature-256: sha256=`).
 */
export function isAuthentic(
  headers: Readonly<Record<string, string | undefined>>,
  body: string,
  secret: string,
): boolean {
  const [scheme = '', credentials = ''] = (headers.authorization ?? '').split(' ');
  if (/^bearer$/i.test(scheme)) return sameSecret(credentials, secret);
  if (/^basic$/i.test(scheme)) {
    const [, ...password] = Buffer.from(credentials, 'base64').toString('utf8').split(':');
    return sameSecret(password.join(':'), secret);
  }
  const signature = createHmac('sha256', secret).update(body).digest('hex');
  return SIGNATURES.some((name) => sameSecret((headers[name] ?? '').replace(/^sha256=/, ''), signature));
}

const SIGNATURES = ['x-candor-signature', 'x-hub-signature-256'];
