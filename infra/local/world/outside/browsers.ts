import { createDecipheriv, createECDH, createPublicKey, type ECDH, hkdfSync, randomBytes, verify } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';

/** What a page gives to the server after `pushManager.subscribe`. */
export type BrowserSubscription = { endpoint: string; keys: { p256dh: string; auth: string } };

type Browser = { name: string; ecdh: ECDH; auth: Buffer; ended: boolean };

/** Browsers that have subscribed, and how each reads what its push service hands it. They are gone with the process. */
export class Browsers {
  readonly #all = new Map<string, Browser>();

  subscribe(): BrowserSubscription & { name: string } {
    const name = randomBytes(9).toString('base64url');
    const ecdh = createECDH('prime256v1');
    const p256dh = ecdh.generateKeys('base64url');
    const auth = randomBytes(16);
    this.#all.set(name, { name, ecdh, auth, ended: false });
    return {
      name,
      endpoint: `https://updates.push.services.mozilla.com/wpush/v2/${name}`,
      keys: { p256dh, auth: auth.toString('base64url') },
    };
  }

  /** Its person has taken the permission back: its endpoint answers 410. False if there is none of that name. */
  end(name: string): boolean {
    const browser = this.#all.get(name);
    if (browser) browser.ended = true;
    return browser !== undefined;
  }

  /** Whether an endpoint is there: `unknown` to those whose keys are elsewhere, which are taken and not read. */
  standing(name: string): 'there' | 'ended' | 'unknown' {
    const browser = this.#all.get(name);
    if (browser === undefined) return 'unknown';
    return browser.ended ? 'ended' : 'there';
  }

  /** The message as the service worker gets it; undefined where it cannot be read. */
  read(name: string, body: Buffer): unknown {
    const browser = this.#all.get(name);
    if (browser === undefined) return undefined;
    try {
      return JSON.parse(decrypted(body, browser));
    } catch {
      return undefined;
    }
  }
}

/** RFC 8188 and 8291, from the reader's side. */
function decrypted(body: Buffer, { ecdh, auth }: Browser): string {
  const [salt, keyLength] = [body.subarray(0, 16), body[20]!];
  const theirs = body.subarray(21, 21 + keyLength);
  const sealed = body.subarray(21 + keyLength);
  const derived = (key: Buffer, from: Buffer, info: Buffer, bytes: number) =>
    Buffer.from(hkdfSync('sha256', key, from, info, bytes));
  const info = Buffer.concat([Buffer.from('WebPush: info\0'), ecdh.getPublicKey(), theirs]);
  const secret = derived(ecdh.computeSecret(theirs), auth, info, 32);
  const key = derived(secret, salt, Buffer.from('Content-Encoding: aes128gcm\0'), 16);
  const nonce = derived(secret, salt, Buffer.from('Content-Encoding: nonce\0'), 12);
  const decipher = createDecipheriv('aes-128-gcm', key, nonce).setAuthTag(sealed.subarray(-16));
  const padded = Buffer.concat([decipher.update(sealed.subarray(0, -16)), decipher.final()]);
  return padded.subarray(0, padded.lastIndexOf(2)).toString('utf8');
}

/** What a push service refuses before it looks at the message; undefined if nothing. */
export function pushRefusal(
  headers: IncomingHttpHeaders,
  body: Buffer,
  nowMs: number,
): [status: number, why: string] | undefined {
  if (headers.ttl === undefined) return [400, 'TTL is missing'];
  if (headers['content-encoding'] !== 'aes128gcm') return [400, 'only aes128gcm is taken'];
  if (headers.topic !== undefined && !/^[\w-]{1,32}$/.test(String(headers.topic))) return [400, 'bad Topic'];
  if (body.length > 4_096) return [413, 'the message is too long'];
  return isVapid(headers, nowMs) ? undefined : [403, 'the VAPID header does not hold'];
}

function isVapid({ authorization = '', host }: IncomingHttpHeaders, nowMs: number): boolean {
  const [, content, claims, signature, key] =
    /^vapid t=([\w-]+\.([\w-]+))\.([\w-]+), k=([\w-]+)$/.exec(authorization) ?? [];
  if (!content || !claims || !signature || !key) return false;
  const { aud, exp, sub } = JSON.parse(Buffer.from(claims, 'base64url').toString());
  const point = Buffer.from(key, 'base64url');
  const [x, y] = [point.subarray(1, 33), point.subarray(33)].map((half) => half.toString('base64url'));
  const publicKey = createPublicKey({ key: { kty: 'EC', crv: 'P-256', x: x!, y: y! }, format: 'jwk' });
  const isOurs =
    aud === `https://${host}` &&
    exp * 1000 > nowMs &&
    exp * 1000 <= nowMs + 86_400_000 &&
    /^(mailto:|https:)/.test(sub);
  return (
    isOurs &&
    verify(
      'sha256',
      Buffer.from(content),
      { key: publicKey, dsaEncoding: 'ieee-p1363' },
      Buffer.from(signature, 'base64url'),
    )
  );
}
