import { createHash, createHmac, createSecretKey, type KeyObject, timingSafeEqual } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';

export interface Credentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken: string;
}

/** What an `Authorization` header claims; `verifySignature` says whether it is true. */
export interface Claim {
  readonly accessKeyId: string;
  readonly date: string;
  readonly region: string;
  readonly service: string;
  readonly signedHeaders: readonly string[];
  readonly signature: string;
}

export interface SignedRequest {
  readonly method: string;
  /** Path and query as received. */
  readonly url: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

const authorization =
  /^AWS4-HMAC-SHA256 Credential=([^/]+)\/(\d{8})\/([^/]+)\/([^/]+)\/aws4_request, ?SignedHeaders=([^,]+), ?Signature=([0-9a-f]{64})$/;

/** How far a request's clock may be off, as AWS has it. */
const toleratedSkewMs = 15 * 60_000;

/** Reads an `Authorization` header of Signature Version 4, or undefined if there is none. */
export function parseClaim(header: string | undefined): Claim | undefined {
  const [, accessKeyId, date, region, service, signedHeaders, signature] = authorization.exec(header ?? '') ?? [];
  if (!accessKeyId || !date || !region || !service || !signedHeaders || !signature) return undefined;
  return { accessKeyId, date, region, service, signedHeaders: signedHeaders.split(';'), signature };
}

/** Whether the holder of `credentials` signed exactly this request within the last quarter of an hour. */
export function verifySignature(
  request: SignedRequest,
  claim: Claim,
  credentials: Credentials,
  nowMs: number,
): boolean {
  const { headers, body } = request;
  const time = String(headers['x-amz-date'] ?? '');
  if (!time.startsWith(claim.date) || Math.abs(nowMs - basicTimeMs(time)) > toleratedSkewMs) return false;
  if (!claim.signedHeaders.includes('host') || headers['x-amz-security-token'] !== credentials.sessionToken)
    return false;

  const declaredHash = headers['x-amz-content-sha256'] as string | undefined;
  const bodyHash = sha256(body);
  // A streamed body is declared as such (STREAMING-..., UNSIGNED-PAYLOAD) instead of hashed.
  if (declaredHash && /^[0-9a-f]{64}$/.test(declaredHash) && declaredHash !== bodyHash) return false;

  const scope = `${claim.date}/${claim.region}/${claim.service}/aws4_request`;
  const canonical = canonicalRequest(request, claim, declaredHash ?? bodyHash);
  const toSign = ['AWS4-HMAC-SHA256', time, scope, sha256(canonical)].join('\n');
  const expected = hmac(signingKey(credentials.secretAccessKey, claim), toSign);
  return timingSafeEqual(expected, Buffer.from(claim.signature, 'hex'));
}

function canonicalRequest({ method, url, headers }: SignedRequest, claim: Claim, payloadHash: string): string {
  const { pathname, searchParams } = new URL(url, 'http://gateway');
  // S3 alone signs its path as it is sent; every other service encodes it once more.
  const path = claim.service === 's3' ? pathname : pathname.split('/').map(encode).join('/');
  const query = [...searchParams]
    .map(([name, value]) => `${encode(name)}=${encode(value)}`)
    .toSorted()
    .join('&');
  const lines = claim.signedHeaders.map(
    (name) =>
      `${name}:${String(headers[name] ?? '')
        .trim()
        .replace(/ +/g, ' ')}\n`,
  );
  return [method, path, query, lines.join(''), claim.signedHeaders.join(';'), payloadHash].join('\n');
}

/** Ready-made keys: importing the raw bytes again would be half the price of each signature. */
const signingKeys = new Map<string, KeyObject>();

function signingKey(secret: string, { date, region, service }: Claim): KeyObject {
  const name = [secret, date, region, service].join('/');
  let key = signingKeys.get(name);
  if (!key) {
    const bytes = [date, region, service, 'aws4_request'].reduce<Buffer>(hmac, Buffer.from(`AWS4${secret}`));
    key = createSecretKey(bytes);
    signingKeys.set(name, key);
  }
  return key;
}

const basicTime = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/;

function basicTimeMs(time: string): number {
  const [, year, month, day, hour, minute, second] = basicTime.exec(time) ?? [];
  return year === undefined ? 0 : Date.UTC(+year, +month! - 1, +day!, +hour!, +minute!, +second!);
}

function sha256(data: string | Buffer): string {
  return createHash('sha256').update(data).digest('hex');
}

function hmac(key: Buffer | KeyObject, data: string): Buffer {
  return createHmac('sha256', key).update(data).digest();
}

function encode(text: string): string {
  return encodeURIComponent(text).replace(/[!'()*]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`);
}
