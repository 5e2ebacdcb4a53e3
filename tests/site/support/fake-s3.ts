import { createHash } from 'node:crypto';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { S3Client } from '@aws-sdk/client-s3';

type StoredObject = { body: string; etag: string; headers: Record<string, string> };

export type FakeS3 = {
  client: S3Client;
  objects: ReadonlyMap<string, StoredObject>;
  /** `PUT index.html`, in the order in which they came. */
  requests: string[];
  /** The next PUTs are answered with this status and error code, and change nothing. */
  refuseNext: (times: number, status: number, code: string) => void;
  stop: () => Promise<void>;
};

/** As much of S3 as a conditional write needs: PUT with If-Match and If-None-Match, HEAD and GET with metadata. */
export async function fakeS3(): Promise<FakeS3> {
  const objects = new Map<string, StoredObject>();
  const requests: string[] = [];
  let refusal = { times: 0, status: 0, code: '' };

  const server = createServer(async (request, response) => {
    const key = decodeURIComponent(new URL(request.url!, 'http://s3').pathname.replace('/bucket/', ''));
    const stored = objects.get(key);
    requests.push(`${request.method} ${key}`);
    const fail = (status: number, code: string) =>
      response.writeHead(status, { 'content-type': 'application/xml' }).end(`<Error><Code>${code}</Code></Error>`);
    if (request.method === 'HEAD') {
      if (!stored) return response.writeHead(404).end();
      return response.writeHead(200, { ...stored.headers, etag: stored.etag }).end();
    }
    if (request.method === 'GET') {
      if (!stored) return fail(404, 'NoSuchKey');
      return response.writeHead(200, { ...stored.headers, etag: stored.etag }).end(stored.body);
    }
    const body = await text(request);
    if (refusal.times > 0) {
      refusal.times -= 1;
      return fail(refusal.status, refusal.code);
    }
    const { 'if-match': match, 'if-none-match': noneMatch } = request.headers;
    if (match !== undefined && !stored) return fail(404, 'NoSuchKey');
    if ((match !== undefined && stored?.etag !== match) || (noneMatch === '*' && stored)) {
      return fail(412, 'PreconditionFailed');
    }
    const etag = `"${createHash('md5').update(body).digest('hex')}"`;
    objects.set(key, {
      body,
      etag,
      headers: { ...keptHeaders(request), 'last-modified': new Date().toUTCString() },
    });
    return response.writeHead(200, { etag }).end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const client = new S3Client({
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    region: 'eu-central-1',
    forcePathStyle: true,
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
    requestChecksumCalculation: 'WHEN_REQUIRED',
    maxAttempts: 1,
  });
  return {
    client,
    objects,
    requests,
    refuseNext: (times, status, code) => {
      refusal = { times, status, code };
    },
    stop: () => stopped(server, client),
  };
}

const keptHeaders = (request: IncomingMessage): Record<string, string> =>
  Object.fromEntries(
    Object.entries(request.headers).flatMap(([name, value]) =>
      /^(x-amz-meta-.*|content-type|cache-control)$/.test(name) ? [[name, String(value)]] : [],
    ),
  );

async function text(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8');
}

async function stopped(server: Server, client: S3Client): Promise<void> {
  client.destroy();
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
}
