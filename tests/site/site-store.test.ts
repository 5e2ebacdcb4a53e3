import fc from 'fast-check';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { memorySiteStore } from '../../shared/adapters/memory/site-store.ts';
import { letGo, putUp } from '../../shared/adapters/s3/emergency.ts';
import { s3SiteStore } from '../../shared/adapters/s3/site-store.ts';
import { config } from '../../shared/config/config.ts';
import { spoken } from '../../shared/config/voice.ts';
import type { SiteFile, SiteStore } from '../../shared/ports/site-store.ts';
import { type FakeS3, fakeS3 } from './support/fake-s3.ts';

const file = (key: string, body: string): SiteFile => ({ key, body, contentType: 'text/html; charset=utf-8' });

const SITE = { config, voice: spoken, siteUrl: 'https://status.example.com' };
const EMERGENCY = {
  id: 'e1',
  key: 'k1',
  title: 'Major outage',
  components: [],
  said: [{ at: '2026-11-22T14:00:00.000Z', text: 'Nothing works.' }],
} as const;

type Bucket = { store: (configHash?: string) => SiteStore; bodyOf: (key: string) => string | undefined };

const s3s: FakeS3[] = [];
afterAll(async () => {
  for (const s3 of s3s) await s3.stop();
});

const buckets: Record<string, () => Promise<Bucket>> = {
  memory: async () => {
    const store = memorySiteStore('hash1');
    return { store: () => store, bodyOf: (key) => store.files.get(key)?.body };
  },
  s3: async () => {
    const s3 = await fakeS3();
    s3s.push(s3);
    return {
      store: (configHash = 'hash1') => s3SiteStore({ client: s3.client, bucket: 'bucket', configHash }),
      bodyOf: (key) => s3.objects.get(key)?.body,
    };
  },
};

describe.each(Object.entries(buckets))('a site store in %s', (_where, make) => {
  let bucket: Bucket;
  beforeEach(async () => {
    bucket = await make();
  });

  it('keeps the file of the greater rev, whoever writes last', async () => {
    expect(await bucket.store().put(file('index.html', 'new'), { rev: 9 })).toBe('written');
    expect(await bucket.store().put(file('index.html', 'old'), { rev: 8 })).toBe('skipped');
    expect(bucket.bodyOf('index.html')).toBe('new');
  });

  it('orders an incident by its seq, and the same seq by when it was read', async () => {
    const key = 'incidents/i1/index.html';
    const [early, late] = ['2026-11-22T14:00:00.000Z', '2026-11-22T14:00:01.000Z'];
    await bucket.store().put(file(key, 'second entry'), { seq: 2, readAt: early });
    expect(await bucket.store().put(file(key, 'first entry'), { seq: 1, readAt: late })).toBe('skipped');
    expect(await bucket.store().put(file(key, 'now late'), { seq: 2, readAt: late })).toBe('written');
    expect(await bucket.store().put(file(key, 'not yet late'), { seq: 2, readAt: early })).toBe('skipped');
    expect(bucket.bodyOf(key)).toBe('now late');
  });

  it('ends with the newest of many publishers, in whatever order they run', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.uniqueArray(fc.integer({ min: 1, max: 50 }), { minLength: 2, maxLength: 8 }),
        async (revs) => {
          const { store, bodyOf } = await make();
          await Promise.all(revs.map((rev) => store().put(file('index.html', `rev ${rev}`), { rev })));
          expect(bodyOf('index.html')).toBe(`rev ${Math.max(...revs)}`);
        },
      ),
      { numRuns: 20 },
    );
  });

  it('knows with which config the site was rendered as a whole, once that came to its end', async () => {
    const store = bucket.store();
    expect((await store.front()).renderedWith).toBeUndefined();
    await store.put(file('index.html', 'an update while most pages are missing'), { rev: 1 });
    expect((await store.front()).renderedWith).toBeUndefined();
    await store.put(file('index.html', 'the end of a rebuild'), { rev: 2, complete: true });
    expect((await store.front()).renderedWith).toBe('hash1');
    await store.put(file('index.html', 'an update later'), { rev: 3 });
    expect((await store.front()).renderedWith).toBe('hash1');
  });
});

describe('the store in S3', () => {
  let s3: FakeS3;
  beforeEach(async () => {
    s3 = await fakeS3();
    s3s.push(s3);
  });
  const storeIn = () => s3SiteStore({ client: s3.client, bucket: 'bucket', configHash: 'hash1' });

  it('writes with one request once it knows what it wrote last', async () => {
    const store = storeIn();
    await store.put(file('index.html', 'one'), { rev: 1 });
    s3.requests.length = 0;
    await store.put(file('index.html', 'two'), { rev: 2 });
    expect(s3.requests).toEqual(['PUT index.html']);
  });

  it('writes the files of a first entry without a look', async () => {
    await storeIn().put(file('incidents/i1/log.jsonl', '{}'), { seq: 1, readAt: '2026-11-22T14:00:00.000Z' });
    expect(s3.requests).toEqual(['PUT incidents/i1/log.jsonl']);
  });

  it('puts what is expected to be absent without a look, and finds a newer one that is there all the same', async () => {
    await storeIn().put(file('incidents/i1/index.html', 'two'), { seq: 2 }, 'absent');
    expect(s3.requests).toEqual(['PUT incidents/i1/index.html']);
    expect(await storeIn().put(file('incidents/i1/index.html', 'one'), { seq: 1 }, 'absent')).toBe('skipped');
    expect(s3.objects.get('incidents/i1/index.html')?.body).toBe('two');
  });

  it('looks again when another publisher wrote meanwhile, and gives way to a newer one', async () => {
    const [mine, other] = [storeIn(), storeIn()];
    await mine.put(file('index.html', 'one'), { rev: 1 });
    await other.put(file('index.html', 'five'), { rev: 5 });
    expect(await mine.put(file('index.html', 'four'), { rev: 4 })).toBe('skipped');
    expect(await mine.put(file('index.html', 'six'), { rev: 6 })).toBe('written');
    expect(s3.objects.get('index.html')?.body).toBe('six');
  });

  it('writes anew what somebody deleted', async () => {
    const store = storeIn();
    await store.put(file('index.html', 'one'), { rev: 1 });
    (s3.objects as Map<string, unknown>).delete('index.html');
    expect(await store.put(file('index.html', 'two'), { rev: 2 })).toBe('written');
    expect(s3.objects.get('index.html')?.body).toBe('two');
  });

  it('tries again when S3 says that two writers met', async () => {
    s3.refuseNext(1, 409, 'ConditionalRequestConflict');
    expect(await storeIn().put(file('index.html', 'one'), { rev: 1 })).toBe('written');
  });

  it('throws when S3 fails, so that the queue brings the nudge again', async () => {
    s3.refuseNext(1, 403, 'AccessDenied');
    await expect(storeIn().put(file('index.html', 'one'), { rev: 1 })).rejects.toThrow();
  });

  it('sees that another config or another process rebuilt the site, and carries that on', async () => {
    const mine = storeIn();
    await mine.put(file('index.html', 'one'), { rev: 1, complete: true });
    const other = s3SiteStore({ client: s3.client, bucket: 'bucket', configHash: 'hash2' });
    expect((await other.front()).renderedWith).toBeUndefined();
    await other.put(file('index.html', 'two'), { rev: 2 });
    expect((await mine.front()).renderedWith).toBe('hash1');
    await other.put(file('index.html', 'three'), { rev: 3, complete: true });
    await mine.put(file('index.html', 'four'), { rev: 4 });
    expect((await other.front()).renderedWith).toBe('hash2');
  });

  it('leaves a page that was put up by hand as it is, says so, and draws it again once it is released', async () => {
    const mine = storeIn();
    await mine.put(file('index.html', 'one'), { rev: 1, complete: true });
    const at = { client: s3.client, bucket: 'bucket' };
    await putUp(at, SITE, EMERGENCY);
    const byHand = s3.objects.get('index.html')?.body;
    expect(byHand).toContain('Nothing works.');
    // One that remembers what it wrote, and one that begins.
    for (const store of [mine, storeIn()]) {
      expect(await store.put(file('index.html', 'two'), { rev: 2 })).toBe('skipped');
      expect(await store.front()).toEqual({ byHand: { incident: 'e1', since: expect.stringMatching(/Z$/) } });
    }
    expect(s3.objects.get('index.html')?.body).toBe(byHand);
    await letGo(at, SITE, EMERGENCY);
    expect(await storeIn().front()).toEqual({});
    expect(await storeIn().put(file('index.html', 'three'), { rev: 3 })).toBe('written');
  });

  it('gives media type and caching along', async () => {
    await storeIn().put({ ...file('index.html', 'x'), cacheControl: 'public, s-maxage=5' }, { rev: 1 });
    expect(s3.objects.get('index.html')?.headers).toMatchObject({
      'content-type': 'text/html; charset=utf-8',
      'cache-control': 'public, s-maxage=5',
      'x-amz-meta-rev': '1',
    });
  });
});
