import { createHmac, timingSafeEqual } from 'node:crypto';

/** OAuth 1.0a user-context credentials, as X's developer portal hands them out. */
export type XTokens = { appKey: string; appSecret: string; accessToken: string; accessSecret: string };

export type SignedRequest = {
  method: string;
  /** Path and query as received. */
  target: string;
  /** Origins under which the client may have known us: the URL is part of what is signed. */
  origins: readonly string[];
  authorization: string | undefined;
  /** The parameters of a form-encoded body. They are signed too, unlike JSON. */
  form?: URLSearchParams | undefined;
};

const TOLERANCE_MS = 5 * 60_000;

/**
 * Checks OAuth 1.0a HMAC-SHA1 signatures as X does: known keys, a fresh timestamp, a nonce never seen, and the
 * signature over method, URL and every parameter. `check` returns why it refuses, or 'ok'.
 */
export class SignatureCheck {
  readonly #tokens: XTokens;
  readonly #seen = new Map<string, number>();

  constructor(tokens: XTokens) {
    this.#tokens = tokens;
  }

  check(request: SignedRequest, nowMs: number): 'ok' | string {
    const sent = oauthParameters(request.authorization);
    if (!sent) return 'no OAuth 1.0a authorization header';
    const { oauth_signature: signature, ...signed } = sent;
    if (signed.oauth_consumer_key !== this.#tokens.appKey) return 'unknown consumer key';
    if (signed.oauth_token !== this.#tokens.accessToken) return 'unknown token';
    if (signed.oauth_signature_method !== 'HMAC-SHA1') return 'signature method is not HMAC-SHA1';
    if ((signed.oauth_version ?? '1.0') !== '1.0') return 'version is not 1.0';
    if (!signature || !signed.oauth_nonce) return 'signature or nonce is missing';
    const sentMs = Number(signed.oauth_timestamp) * 1000;
    if (!(Math.abs(nowMs - sentMs) <= TOLERANCE_MS)) return 'timestamp is more than 5 minutes off';
    const genuine = request.origins.some((origin) => isEqual(signature, this.#signature(request, origin, signed)));
    if (!genuine) return 'signature does not match';
    // Only a genuine request may use up a nonce, else anybody could burn those of others.
    const nonce = `${signed.oauth_timestamp} ${signed.oauth_nonce}`;
    if (this.#seen.has(nonce)) return 'nonce was used before';
    this.#remember(nonce, sentMs, nowMs);
    return 'ok';
  }

  #signature({ method, target, form }: SignedRequest, origin: string, oauth: Record<string, string>): string {
    const url = new URL(`${origin}${target}`);
    const parameters = [...url.searchParams, ...(form ?? []), ...Object.entries(oauth)]
      .map(([name, value]) => [encoded(name), encoded(value)] as const)
      .sort(([a, x], [b, y]) => compare(a, b) || compare(x, y))
      .map(([name, value]) => `${name}=${value}`)
      .join('&');
    const base = [method.toUpperCase(), `${url.origin}${url.pathname}`, parameters].map(encoded).join('&');
    const key = `${encoded(this.#tokens.appSecret)}&${encoded(this.#tokens.accessSecret)}`;
    return createHmac('sha1', key).update(base).digest('base64');
  }

  #remember(nonce: string, sentMs: number, nowMs: number): void {
    for (const [old, atMs] of this.#seen) if (nowMs - atMs > 2 * TOLERANCE_MS) this.#seen.delete(old);
    this.#seen.set(nonce, sentMs);
  }
}

function oauthParameters(header: string | undefined): Record<string, string> | undefined {
  if (!header?.startsWith('OAuth ')) return undefined;
  const pairs = [...header.slice(6).matchAll(/([\w%]+)="([^"]*)"/g)];
  try {
    return Object.fromEntries(pairs.map(([, name, value]) => [name, decodeURIComponent(value ?? '')]));
  } catch {
    return undefined;
  }
}

/** RFC 3986, stricter than encodeURIComponent. */
const encoded = (text: string): string =>
  encodeURIComponent(text).replace(/[!'()*]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`);

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

function isEqual(a: string, b: string): boolean {
  const [left, right] = [Buffer.from(a), Buffer.from(b)];
  return left.length === right.length && timingSafeEqual(left, right);
}
