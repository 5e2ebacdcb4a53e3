import type http from 'node:http';
import { expect, it } from 'vitest';
import type { Fauxqs } from '../../../infra/local/cloud/fauxqs.ts';
import type { Call } from '../../../infra/local/cloud/gateway.ts';
import { type ObjectHead, s3Service } from '../../../infra/local/cloud/s3.ts';

/** A store whose writes land a turn later, so that whatever is checked before may be old by then. */
function slowStore() {
  const objects = new Map<string, string>();
  const landing = { now: 0, most: 0 };
  const fauxqs = {
    s3: {
      hasBucket: () => false,
      headObject(bucket: string, key: string) {
        const etag = objects.get(`/${bucket}/${key}`);
        if (etag === undefined) throw new Error('NoSuchKey');
        return { etag: `"${etag}"` } as ObjectHead;
      },
    },
    async forward({ url, body }: Call, response: http.ServerResponse) {
      landing.now += 1;
      landing.most = Math.max(landing.most, landing.now);
      await new Promise(setImmediate);
      landing.now -= 1;
      objects.set(url, body.toString());
      response.writeHead(200).end();
    },
  } as unknown as Fauxqs;
  return { objects, landing, service: s3Service(fauxqs) };
}

async function put(
  service: ReturnType<typeof slowStore>['service'],
  url: string,
  etag: string,
  headers: object,
): Promise<number> {
  let status = 0;
  const response = {
    writeHead(code: number) {
      status = code;
      return response;
    },
    end() {},
  };
  await service(
    { method: 'PUT', url, headers, body: Buffer.from(etag) } as unknown as Call,
    response as unknown as http.ServerResponse,
  );
  return status;
}

it('checks a condition only when the write before it has landed', async () => {
  const { service, objects } = slowStore();
  const create = ['a', 'b', 'c'].map((etag) => put(service, '/site/index.html', etag, { 'if-none-match': '*' }));
  expect(await Promise.all(create)).toEqual([200, 412, 412]);
  const swap = ['d', 'e'].map((etag) => put(service, '/site/index.html', etag, { 'if-match': '"a"' }));
  expect(await Promise.all(swap)).toEqual([200, 412]);
  expect(objects.get('/site/index.html')).toBe('d');
});

it('lets writes to different objects pass each other', async () => {
  const { service, landing } = slowStore();
  const writes = Array.from({ length: 20 }, (_, i) => put(service, `/site/${i}`, 'x', { 'if-none-match': '*' }));
  expect(new Set(await Promise.all(writes))).toEqual(new Set([200]));
  expect(landing.most).toBe(20);
});
