import http from 'node:http';
import { GetObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { beforeAll, describe, expect, it } from 'vitest';
import { close, listen, readBody } from '../../../infra/local/cloud/listen.ts';
import { type Credentials, parseClaim, type SignedRequest, verifySignature } from '../../../infra/local/cloud/sigv4.ts';

const credentials: Credentials = { accessKeyId: 'ASIAEXAMPLE', secretAccessKey: 'secret', sessionToken: 'session' };
const requests: SignedRequest[] = [];

beforeAll(async () => {
  // AWS's own SDK signs; what it sends is kept.
  const server = http.createServer(async (request, response) => {
    const body = (await readBody(request, 1e6)) as Buffer;
    requests.push({ method: request.method!, url: request.url!, headers: request.headers, body });
    response.writeHead(200).end('{}');
  });
  const endpoint = `http://127.0.0.1:${await listen(server)}`;
  const config = { region: 'us-east-1', endpoint, credentials, maxAttempts: 1 };
  const sqs = new SQSClient({ ...config, md5: false });
  await sqs.send(new SendMessageCommand({ QueueUrl: `${endpoint}/000000000000/look`, MessageBody: 'hello' }));
  const s3 = new S3Client(config);
  await s3.send(
    new GetObjectCommand({ Bucket: 'site', Key: "a key/with +(odd)'signs!.json", ResponseContentType: 'a/b c' }),
  );
  sqs.destroy();
  s3.destroy();
  await close(server);
});

const isGood = (request: SignedRequest, by: Credentials = credentials, nowMs = Date.now()) =>
  verifySignature(request, parseClaim(request.headers.authorization)!, by, nowMs);
const withHeaders = (request: SignedRequest, headers: http.IncomingHttpHeaders) => ({
  ...request,
  headers: { ...request.headers, ...headers },
});

describe('a signature of the SDK', () => {
  it('proves its sender, for JSON bodies and for objects with odd names', () => {
    expect(requests.map((request) => isGood(request))).toEqual([true, true]);
  });

  it('does not prove another sender', () => {
    for (const request of requests) {
      expect(isGood(request, { ...credentials, secretAccessKey: 'other' })).toBe(false);
      expect(isGood(request, { ...credentials, sessionToken: 'other' })).toBe(false);
    }
  });

  it('does not cover a changed body, path, method or header', () => {
    const [send, get] = requests as [SignedRequest, SignedRequest];
    expect(isGood({ ...send, body: Buffer.from(send.body.toString().replace('hello', 'hullo')) })).toBe(false);
    expect(isGood({ ...get, url: get.url.replace('odd', 'other') })).toBe(false);
    expect(isGood({ ...get, url: get.url.replace('a%2Fb', 'x%2Fb') })).toBe(false);
    expect(isGood({ ...get, method: 'DELETE' })).toBe(false);
    expect(isGood(withHeaders(send, { 'x-amz-target': 'AmazonSQS.DeleteQueue' }))).toBe(false);
    expect(isGood(withHeaders(get, { host: 'elsewhere' }))).toBe(false);
  });

  it('is good for a quarter of an hour', () => {
    const minutes = (count: number) => Date.now() + count * 60_000;
    expect(requests.map((request) => isGood(request, credentials, minutes(14)))).toEqual([true, true]);
    expect(requests.map((request) => isGood(request, credentials, minutes(16)))).toEqual([false, false]);
  });

  it('is only read in the form that the SDK writes', () => {
    expect(parseClaim(undefined)).toBeUndefined();
    expect(parseClaim('Bearer abc')).toBeUndefined();
    expect(parseClaim('AWS4-HMAC-SHA256 Credential=a/b/c, SignedHeaders=host, Signature=00')).toBeUndefined();
  });
});
