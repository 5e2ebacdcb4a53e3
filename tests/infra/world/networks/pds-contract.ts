import { beforeEach, describe, expect, it } from 'vitest';

/** A PDS with one account on it. */
export type GivenPds = { server: string; did: string; identifier: string; appPassword: string };

type Said = { status: number; headers: Headers; body: Record<string, unknown> };
type Call = { body?: unknown; query?: Record<string, string>; token?: string; type?: string };

export async function callPds({ server }: { server: string }, method: string, nsid: string, call: Call = {}) {
  const { body, query, token, type = 'application/json' } = call;
  const answer = await fetch(`${server}/xrpc/${nsid}${query ? `?${new URLSearchParams(query)}` : ''}`, {
    method,
    headers: {
      ...(body !== undefined && { 'content-type': type }),
      ...(token !== undefined && { authorization: `Bearer ${token}` }),
    },
    ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  });
  const text = await answer.text();
  return { status: answer.status, headers: answer.headers, body: text === '' ? {} : JSON.parse(text) } as Said;
}

const SERVER = 'com.atproto.server';
const REPO = 'com.atproto.repo';
const POST = 'app.bsky.feed.post';
const ALPHABET = '234567abcdefghijklmnopqrstuvwxyz';
const facet = (byteStart: number, byteEnd: number, uri = 'https://example.com') => ({
  facets: [{ index: { byteStart, byteEnd }, features: [{ $type: 'app.bsky.richtext.facet#link', uri }] }],
});

/** What must be so of every PDS: of the one of its makers as of the world's. */
export function behavesLikeAPds(given: () => GivenPds): void {
  let pds: GivenPds;
  let token: string;
  let refreshToken: string;
  let made = 0;

  const call = (method: string, nsid: string, more: Call = {}) => callPds(pds, method, nsid, more);
  const post = (more: object = {}) => ({ text: 'Logins fail', createdAt: '2026-11-30T12:00:00.000Z', ...more });
  const nextKey = () => {
    made += 1;
    return `3m6wq7dwe2${ALPHABET[made >> 10]}${ALPHABET[(made >> 5) & 31]}${ALPHABET[made & 31]}`;
  };
  const put = (rkey: string, record: object, more: object = {}) =>
    call('POST', `${REPO}.putRecord`, { token, body: { repo: pds.did, collection: POST, rkey, record, ...more } });
  const outcome = async (answer: Promise<Said>) => {
    const { status, body } = await answer;
    return status === 200 ? 'taken' : [status, body.error, body.message];
  };
  const refused = (message: string | RegExp, status = 400, error = 'InvalidRequest') => [
    status,
    error,
    expect.stringMatching(message),
  ];

  beforeEach(async () => {
    if (token !== undefined) return;
    pds = given();
    const { identifier, appPassword: password } = pds;
    const { body } = await call('POST', `${SERVER}.createSession`, { body: { identifier, password } });
    token = String(body.accessJwt);
    refreshToken = String(body.refreshJwt);
  });

  describe('a session', () => {
    it('begins with an app password, and says how many more may', async () => {
      const { identifier, appPassword: password } = pds;
      const { status, headers, body } = await call('POST', `${SERVER}.createSession`, {
        body: { identifier, password },
      });
      expect(status).toBe(200);
      expect(body).toMatchObject({ did: pds.did, handle: identifier, active: true });
      expect(headers.get('ratelimit-policy')).toBe('30;w=300');
      expect(Number(headers.get('ratelimit-remaining'))).toBeLessThan(30);
      const claims = JSON.parse(Buffer.from(String(body.accessJwt).split('.')[1]!, 'base64url').toString());
      expect([claims.scope, claims.exp - claims.iat]).toEqual(['com.atproto.appPass', 7_200]);
      const refresh = JSON.parse(Buffer.from(String(body.refreshJwt).split('.')[1]!, 'base64url').toString());
      expect([refresh.scope, refresh.exp - refresh.iat]).toEqual(['com.atproto.refresh', 90 * 86_400]);
    });

    it('is refused with a wrong password, to nobody, and to what is no request for one', async () => {
      const sign = (body: unknown, more: object = {}) =>
        outcome(call('POST', `${SERVER}.createSession`, { body, ...more }));
      const wrong = refused('Invalid identifier or password', 401, 'AuthenticationRequired');
      expect(await sign({ identifier: pds.identifier, password: 'guess' })).toEqual(wrong);
      expect(await sign({ identifier: 'nobody.test', password: 'guess' })).toEqual(wrong);
      expect(await sign({ password: 'guess' })).toEqual(refused('Missing required key "identifier" at \\$'));
      expect(await sign('{')).toEqual(refused('JSON', 400, 'SyntaxError'));
      expect(await sign('a=b', { type: 'application/x-www-form-urlencoded' })).toEqual(
        refused('Wrong request encoding'),
      );
      expect(await outcome(call('GET', `${SERVER}.createSession`))).toEqual(refused('Incorrect HTTP method'));
    });

    it('goes on with its refresh token, which leads to the same next one when it is used twice', async () => {
      const refresh = () => call('POST', `${SERVER}.refreshSession`, { token: refreshToken });
      const [first, second] = [(await refresh()).body, (await refresh()).body];
      const jti = (jwt: unknown) => JSON.parse(Buffer.from(String(jwt).split('.')[1]!, 'base64url').toString()).jti;
      expect(jti(first.refreshJwt)).toBe(jti(second.refreshJwt));
      expect(jti(first.refreshJwt)).not.toBe(jti(refreshToken));
      const end = await call('POST', `${SERVER}.deleteSession`, { token: String(second.refreshJwt) });
      expect(end.status).toBe(200);
      const ended = call('POST', `${SERVER}.refreshSession`, { token: String(second.refreshJwt) });
      expect(await outcome(ended)).toEqual(refused('Token has been revoked', 400, 'ExpiredToken'));
    });

    it('is not had by the wrong token, or by none', async () => {
      const get = (one?: string) =>
        outcome(call('GET', `${SERVER}.getSession`, one === undefined ? {} : { token: one }));
      expect(await get(token)).toBe('taken');
      expect(await get()).toEqual(refused('Authentication Required', 401, 'AuthMissing'));
      expect(await get('abc')).toEqual(refused('could not be verified', 400, 'InvalidToken'));
      expect(await get(refreshToken)).toEqual(refused('could not be verified', 400, 'InvalidToken'));
      const refresh = call('POST', `${SERVER}.refreshSession`, { token });
      expect(await outcome(refresh)).toEqual(refused('could not be verified', 400, 'InvalidToken'));
    });
  });

  describe('a record that is put', () => {
    it('with swapRecord null is made once: the same again changes nothing, another is refused', async () => {
      const rkey = nextKey();
      const first = await put(rkey, post(), { swapRecord: null });
      expect(first.body).toMatchObject({ uri: `at://${pds.did}/${POST}/${rkey}`, validationStatus: 'valid' });
      expect(first.body).toHaveProperty('commit.rev');
      const again = await put(rkey, post(), { swapRecord: null });
      expect([again.status, again.body.cid, again.body.commit]).toEqual([200, first.body.cid, undefined]);
      const other = await outcome(put(rkey, post({ text: 'All is well' }), { swapRecord: null }));
      expect(other).toEqual(refused(`Record was at ${first.body.cid}`, 400, 'InvalidSwap'));
    });

    it('is named by its content alone, as DAG-CBOR has it', async () => {
      const known = post({ $type: POST, text: 'hello' });
      const { body } = await put(nextKey(), known);
      expect(body.cid).toBe('bafyreifk5455t427ciq7vddxh6suawx26cfa526nx75yejqzat2uvbnu2m');
      const turned = { createdAt: known.createdAt, text: 'hello', $type: POST };
      expect((await put(nextKey(), turned)).body.cid).toBe(body.cid);
      expect((await put(nextKey(), post({ text: 'hello' }))).body.cid).toBe(body.cid);
    });

    it('without swapRecord overwrites in silence, and with another cid does not', async () => {
      const rkey = nextKey();
      const first = await put(rkey, post());
      expect(await outcome(put(rkey, post({ text: 'All is well' })))).toBe('taken');
      const stale = await outcome(put(rkey, post({ text: 'Or not' }), { swapRecord: first.body.cid }));
      expect(stale).toEqual(refused('Record was at', 400, 'InvalidSwap'));
      const broken = await outcome(put(rkey, post(), { swapRecord: 'abc' }));
      expect(broken).toEqual(refused('Invalid CID string'));
    });

    it('is made once by five who put it at the same time', async () => {
      const rkey = nextKey();
      const answers = await Promise.all([1, 2, 3, 4, 5].map(() => put(rkey, post(), { swapRecord: null })));
      expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200, 200]);
      expect(answers.filter(({ body }) => body.commit !== undefined)).toHaveLength(1);
    });

    it('needs a TID for a key', async () => {
      for (const rkey of ['inc-42-1', 'self', '3m6wq7dwe2k2', 'z222222222222']) {
        expect(await outcome(put(rkey, post()))).toEqual(refused('Invalid TID string'));
      }
      expect(await outcome(put('a/b', post()))).toEqual(refused('Invalid record key'));
    });

    it('is refused to whoever is not signed in, and to another account', async () => {
      const body = { repo: pds.did, collection: POST, rkey: nextKey(), record: post() };
      const nobody = call('POST', `${REPO}.putRecord`, { body });
      expect(await outcome(nobody)).toEqual(refused('Authentication Required', 401, 'AuthMissing'));
      const elsewhere = outcome(put(nextKey(), post(), { repo: 'did:plc:aaaaaaaaaaaaaaaaaaaaaaaa' }));
      expect(await elsewhere).toEqual(refused('Account not found', 403, 'AccountNotFound'));
      expect(await outcome(put(nextKey(), post(), { repo: pds.identifier }))).toBe('taken');
      expect(await outcome(put(nextKey(), post(), { collection: 'x' }))).toEqual(refused('Invalid NSID'));
    });
  });

  describe('a post', () => {
    const cid = 'bafyreidfayvfuwqa7qlnopdjiqrxzs6blmoeu4rujcjtnci5beludirz2a';
    const ref = (rkey: string) => ({ uri: `at://${pds.did}/${POST}/${rkey}`, cid });

    it.each<[string, object]>([
      ['of 300 graphemes', { text: 'a'.repeat(300) }],
      ['of 160 families, who are 2,880 bytes', { text: '👨‍👩‍👧'.repeat(160) }],
      ['of no words', { text: '' }],
      ['of whole seconds', { createdAt: '2026-11-30T12:00:00Z' }],
      ['with an offset', { createdAt: '2026-11-30T12:00:00+01:00' }],
      ['with a link', facet(0, 6)],
      ['with a link beyond its text', facet(0, 500)],
      ['with a link that ends before it begins', facet(4, 1)],
      ['in a language', { langs: ['en', 'de-CH'] }],
      ['with a field of nobody', { speed: 1 }],
    ])('%s is taken', async (_, more) => {
      expect(await outcome(put(nextKey(), post(more)))).toBe('taken');
    });

    it.each<[string, object, string]>([
      ['of 301 graphemes', { text: 'a'.repeat(301) }, 'grapheme too big \\(maximum 300, got 301\\)'],
      ['of more than 3,000 bytes', { text: '👨‍👩‍👧'.repeat(200) }, 'string too big \\(maximum 3000, got 3600\\)'],
      ['of no text', { text: undefined }, 'Missing required key "text"'],
      ['of a number', { text: 5 }, 'Expected string value type'],
      ['of no time', { createdAt: undefined }, 'Missing required key "createdAt"'],
      ['of a day', { createdAt: '2026-11-30' }, 'Invalid datetime'],
      ['of no zone', { createdAt: '2026-11-30T12:00:00' }, 'Invalid datetime'],
      ['of an unknown zone', { createdAt: '2026-11-30T12:00:00-00:00' }, 'Invalid datetime'],
      ['of month 13', { createdAt: '2026-13-30T12:00:00Z' }, 'Invalid datetime'],
      ['with a link before its text', facet(-1, 3), 'integer too small'],
      ['with a link to nowhere', facet(0, 3, 'no address'), 'Invalid uri'],
      ['with a facet that does nothing', { facets: [{ index: { byteStart: 0, byteEnd: 1 } }] }, 'Missing required key'],
      ['in four languages', { langs: ['en', 'de', 'fr', 'es'] }, 'array too big \\(maximum 3, got 4\\)'],
      ['in no language', { langs: ['english!'] }, 'Invalid language'],
      ['that is a like', { $type: 'app.bsky.feed.like' }, 'Invalid \\$type'],
      ['with a fraction', { speed: 1.5 }, 'value type \\(got 1.5\\)'],
    ])('%s is refused', async (_, more, why) => {
      expect(await outcome(put(nextKey(), post(more)))).toEqual(refused(why));
    });

    it('replies by uri and cid of root and parent, whether they stand or not', async () => {
      const reply = (parts: object) => outcome(put(nextKey(), post({ reply: parts })));
      const gone = ref('3m6wq7dwe2zzz');
      expect(await reply({ root: gone, parent: gone })).toBe('taken');
      expect(await reply({ parent: gone })).toEqual(refused('Missing required key "root"'));
      expect(await reply({ root: gone, parent: { ...gone, cid: 'x' } })).toEqual(refused('Invalid CID string'));
      expect(await reply({ root: gone, parent: { ...gone, uri: 'x' } })).toEqual(refused('Invalid at-uri'));
    });
  });

  describe('createRecord', () => {
    const create = (more: object = {}) =>
      call('POST', `${REPO}.createRecord`, {
        token,
        body: { repo: pds.did, collection: POST, record: post(), ...more },
      });

    it('makes doubles without a key, and breaks on a key that is used', async () => {
      const [first, second] = [await create(), await create()];
      expect(first.body.cid).toBe(second.body.cid);
      expect(first.body.uri).not.toBe(second.body.uri);
      const used = nextKey();
      await put(used, post());
      const again = outcome(create({ rkey: used }));
      expect(await again).toEqual(refused('Internal Server Error', 500, 'InternalServerError'));
    });
  });

  describe('what is there', () => {
    const where = () => ({ repo: pds.did, collection: POST });
    const get = (query: Record<string, string>) => call('GET', `${REPO}.getRecord`, { query });
    const list = (query: Record<string, string> = {}) =>
      call('GET', `${REPO}.listRecords`, { query: { ...where(), ...query } });

    it('is read by its key without a session, and is not found once it was deleted', async () => {
      const rkey = nextKey();
      const { uri, cid } = (await put(rkey, post())).body;
      const read = await get({ ...where(), rkey });
      expect(read.body).toEqual({ uri, cid, value: post({ $type: POST }) });
      const remove = () => call('POST', `${REPO}.deleteRecord`, { token, body: { ...where(), rkey } });
      expect((await remove()).body).toHaveProperty('commit.rev');
      expect((await remove()).body).toEqual({});
      expect(await outcome(get({ ...where(), rkey }))).toEqual(
        refused(`Could not locate record: ${uri}`, 400, 'RecordNotFound'),
      );
    });

    it('is read by its handle, and not from an account of elsewhere', async () => {
      const rkey = nextKey();
      await put(rkey, post());
      expect(await outcome(get({ ...where(), repo: pds.identifier, rkey }))).toBe('taken');
      const elsewhere = get({ ...where(), repo: 'did:plc:aaaaaaaaaaaaaaaaaaaaaaaa', rkey });
      expect(await outcome(elsewhere)).toEqual(refused('Could not locate record'));
      expect(await outcome(get(where()))).toEqual(refused('Missing required key "rkey"'));
    });

    it('is listed by key from the highest, page by page, or from the lowest', async () => {
      for (const text of ['one', 'two', 'three']) await put(nextKey(), post({ text }));
      type Page = { records: { uri: string }[]; cursor: string };
      const page = async (query: Record<string, string>) => (await list(query)).body as unknown as Page;
      const all = (await page({ limit: '100' })).records.map(({ uri }) => uri);
      expect(all).toEqual(all.toSorted().toReversed());
      const first = await page({ limit: '2' });
      const second = await page({ limit: '2', cursor: first.cursor });
      expect([...first.records, ...second.records].map(({ uri }) => uri)).toEqual(all.slice(0, 4));
      expect((await page({ limit: '1', reverse: 'true' })).records[0]?.uri).toBe(all.at(-1));
      expect((await list({ collection: 'com.example.none' })).body).toEqual({ records: [] });
    });

    it('is listed a hundred at a time, at most', async () => {
      expect(await outcome(list({ limit: '0' }))).toEqual(refused('integer too small'));
      expect(await outcome(list({ limit: '101' }))).toEqual(refused('integer too big'));
      expect(await outcome(list({ limit: 'x' }))).toEqual(refused('Expected integer value type'));
      expect(await outcome(list({ repo: 'nobody.test' }))).toEqual(refused('Could not find repo'));
    });
  });

  describe('a handle', () => {
    const resolve = (handle: string) => call('GET', 'com.atproto.identity.resolveHandle', { query: { handle } });

    it('leads to its account', async () => {
      expect((await resolve(pds.identifier)).body).toEqual({ did: pds.did });
      expect(await outcome(resolve('nobody.test'))).toEqual(refused('Unable to resolve handle', 400, 'HandleNotFound'));
      expect(await outcome(resolve('no handle'))).toEqual(refused('Invalid handle'));
    });
  });

  it('knows no other method', async () => {
    expect(await outcome(call('GET', 'com.atproto.nothing'))).toEqual(refused('No service configured'));
    expect(await outcome(call('GET', 'x'))).toEqual(refused('invalid xrpc path'));
  });

  it('signs nobody in for the 31st time within five minutes', async () => {
    const { identifier, appPassword: password } = pds;
    const sign = () => call('POST', `${SERVER}.createSession`, { body: { identifier, password } });
    let answer = await sign();
    for (let tries = 0; tries < 31 && answer.status === 200; tries += 1) answer = await sign();
    expect([answer.status, answer.body]).toEqual([429, { error: 'RateLimitExceeded', message: 'Rate Limit Exceeded' }]);
    expect(answer.headers.get('ratelimit-policy')).toBe('30;w=300');
    expect(answer.headers.get('ratelimit-remaining')).toBe('0');
    expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0);
  });
}
