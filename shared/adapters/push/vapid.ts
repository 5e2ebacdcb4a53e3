import { createPrivateKey, sign } from 'node:crypto';
import { HOUR_MS } from '../../core/instant.ts';
import type { PushKeys } from '../../ports/carrier.ts';

/** RFC 8292 allows 24 hours; a token serves one call. */
const VALID_MS = 12 * HOUR_MS;

/** The header by which the push service of `endpoint` knows whose message it is. */
export function vapidHeader(endpoint: string, { publicKey, privateKey, contact }: PushKeys, nowMs: number): string {
  const header = { typ: 'JWT', alg: 'ES256' };
  const claims = {
    aud: new URL(endpoint).origin,
    exp: Math.floor((nowMs + VALID_MS) / 1000),
    sub: contact,
  };
  const content = [header, claims].map((part) => Buffer.from(JSON.stringify(part)).toString('base64url')).join('.');
  const point = Buffer.from(publicKey, 'base64url');
  const jwk = {
    kty: 'EC',
    crv: 'P-256',
    d: privateKey,
    x: point.subarray(1, 33).toString('base64url'),
    y: point.subarray(33).toString('base64url'),
  };
  const key = createPrivateKey({ key: jwk, format: 'jwk' });
  const signature = sign('sha256', Buffer.from(content), { key, dsaEncoding: 'ieee-p1363' }).toString('base64url');
  return `vapid t=${content}.${signature}, k=${publicKey}`;
}
