import { describe, expect, it } from 'vitest';
import { blueskyFaults } from '../../../../infra/local/world/bluesky/faults.ts';
import { type BlueskyFact, SimulatedBluesky } from '../../../../infra/local/world/bluesky/simulated-bluesky.ts';
import type { Outcome } from '../../../../infra/local/world/faulty/outcome.ts';
import { memoryJournal } from '../../../../infra/local/world/journal.ts';

const NOON = Date.parse('2026-11-22T12:00:00.000Z');
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const POST = 'app.bsky.feed.post';
const KEY = '3m6wq7dwe2k2a';

type Body = Record<string, string>;
type Asked = { body?: object; query?: Record<string, string>; token?: string | undefined; atMs?: number };

/** An account on a PDS of the world, asked without a socket. */
function givenAccount(options: ConstructorParameters<typeof SimulatedBluesky>[0] = {}) {
  const bluesky = new SimulatedBluesky(options);
  const did = bluesky.account.id;
  function ask(method: string, nsid: string, { body, query = {}, token, atMs = NOON }: Asked = {}): Outcome {
    const headers = { 'content-type': 'application/json', ...(token && { authorization: `Bearer ${token}` }) };
    return bluesky.answer({ method, path: `/xrpc/${nsid}`, query, headers, body: JSON.stringify(body ?? {}) }, atMs);
  }
  function said(outcome: Outcome) {
    if (outcome.type === 'later') throw new Error('not yet');
    const { status, body, headers } = outcome.answer;
    return { status, body: body as Body, headers, arrives: outcome.arrives };
  }
  const credentials = { identifier: 'status.example.com', password: 'loca-lapp-pass-word' };
  const signIn = (atMs = NOON) => said(ask('POST', 'com.atproto.server.createSession', { body: credentials, atMs }));
  const refresh = (token: string, atMs = NOON) =>
    said(ask('POST', 'com.atproto.server.refreshSession', { token, atMs }));
  const asPut = (text: string, more: object = {}, rkey = KEY) => ({
    ...{ repo: did, collection: POST, rkey, swapRecord: null },
    record: { text, createdAt: '2026-11-22T12:00:00.000Z', ...more },
  });
  const put = (text: string, token: string | undefined, atMs = NOON, more: object = {}) =>
    said(ask('POST', 'com.atproto.repo.putRecord', { body: asPut(text, more), token, atMs }));
  const texts = () => bluesky.posts().map(({ text }) => text);
  return { bluesky, did, ask, said, signIn, refresh, put, asPut, texts };
}

describe('a session on the world’s Bluesky', () => {
  it('lasts two hours, and ninety days by its refresh token', () => {
    const { signIn, refresh, put } = givenAccount();
    const { accessJwt, refreshJwt } = signIn().body;
    expect(put('late', accessJwt, NOON + 2 * HOUR - 1_000).status).toBe(200);
    expect(put('late', accessJwt, NOON + 2 * HOUR)).toMatchObject({ status: 400, body: { error: 'ExpiredToken' } });
    expect(refresh(refreshJwt!, NOON + 89 * 24 * HOUR).status).toBe(200);
    expect(refresh(refreshJwt!, NOON + 90 * 24 * HOUR)).toMatchObject({ status: 400, body: { error: 'ExpiredToken' } });
  });

  it('can be refreshed by a token that was used, for two hours', () => {
    const { signIn, refresh } = givenAccount();
    const { refreshJwt } = signIn().body;
    refresh(refreshJwt!);
    expect(refresh(refreshJwt!, NOON + 2 * HOUR - 1).status).toBe(200);
    const late = refresh(refreshJwt!, NOON + 4 * HOUR);
    expect(late).toMatchObject({ status: 400, body: { error: 'ExpiredToken', message: 'Token has been revoked' } });
  });

  it('outlives a restart, and is lost for good with session-lost', () => {
    const journal = memoryJournal<BlueskyFact>();
    const { signIn, ...first } = givenAccount({ journal });
    const { accessJwt, refreshJwt } = signIn().body;
    const again = givenAccount({ journal: memoryJournal(journal.facts) });
    expect(again.put('Logins fail', accessJwt).status).toBe(200);
    expect(again.refresh(refreshJwt!).status).toBe(200);

    first.bluesky.faults.inject({ fault: 'session-lost' }, NOON);
    expect(first.put('Logins fail', accessJwt)).toMatchObject({ status: 400, body: { error: 'ExpiredToken' } });
    expect(first.put('Logins fail', accessJwt)).toMatchObject({ status: 400, body: { error: 'ExpiredToken' } });
    expect(first.refresh(refreshJwt!)).toMatchObject({ status: 400, body: { error: 'ExpiredToken' } });
    expect(first.put('Logins fail', signIn().body.accessJwt).status).toBe(200);
  });

  it('begins 30 times in five minutes and 100 times a day', () => {
    const { signIn } = givenAccount();
    const began = (atMs: number) => Array.from({ length: 31 }, () => signIn(atMs)).map(({ status }) => status);
    expect(began(NOON)).toEqual([...Array(30).fill(200), 429]);
    for (const minutes of [5, 10]) expect(began(NOON + minutes * MINUTE).filter((one) => one === 200)).toHaveLength(30);
    expect(began(NOON + 15 * MINUTE).filter((one) => one === 200)).toHaveLength(7);
    const { status, headers } = signIn(NOON + 20 * MINUTE);
    expect([status, headers['ratelimit-policy'], headers['ratelimit-remaining']]).toEqual([429, '100;w=86400', '0']);
    expect(signIn(NOON + 24 * HOUR).status).toBe(200);
  });

  it('is not begun while sign-in is limited, and goes on meanwhile', () => {
    const { bluesky, signIn, put } = givenAccount();
    const { accessJwt } = signIn().body;
    bluesky.faults.inject({ fault: 'sign-in-limited' }, NOON);
    expect(put('Logins fail', accessJwt).status).toBe(200);
    const { status, headers } = signIn();
    expect([status, headers['ratelimit-policy'], headers['retry-after']]).toEqual([429, '100;w=86400', '86400']);
    expect(signIn().status).toBe(200);
  });
});

describe('an account on the world’s Bluesky', () => {
  it('that is gone can nothing, until it is there again', () => {
    const { bluesky, did, ask, said, signIn, refresh, put } = givenAccount();
    const { accessJwt, refreshJwt } = signIn().body;
    put('Logins fail', accessJwt);
    const { id } = bluesky.faults.inject({ fault: 'account-gone' }, NOON);
    expect(put('More', accessJwt)).toMatchObject({ status: 401, body: { error: 'AccountTakedown' } });
    expect(refresh(refreshJwt!)).toMatchObject({ status: 401, body: { error: 'AccountTakedown' } });
    expect(signIn()).toMatchObject({ status: 401, body: { error: 'AuthenticationRequired' } });
    const query = { repo: did, collection: POST, rkey: KEY };
    expect(said(ask('GET', 'com.atproto.repo.getRecord', { query })).status).toBe(400);
    bluesky.faults.end(id);
    expect(said(ask('GET', 'com.atproto.repo.getRecord', { query })).status).toBe(200);
  });

  it('that is deactivated signs in, and cannot post', () => {
    const { bluesky, signIn, put } = givenAccount();
    bluesky.faults.inject({ fault: 'account-deactivated' }, NOON);
    const { status, body } = signIn();
    expect([status, body.status]).toEqual([200, 'deactivated']);
    expect(put('More', body.accessJwt)).toMatchObject({ status: 401, body: { error: 'AccountDeactivated' } });
  });

  it('whose handle is gone is found by its DID alone', () => {
    const { bluesky, ask, said, signIn, put } = givenAccount();
    const { accessJwt } = signIn().body;
    bluesky.faults.inject({ fault: 'handle-gone' }, NOON);
    expect(signIn()).toMatchObject({ status: 401, body: { error: 'AuthenticationRequired' } });
    const query = { handle: 'status.example.com' };
    expect(said(ask('GET', 'com.atproto.identity.resolveHandle', { query })).status).toBe(400);
    expect(put('Logins fail', accessJwt).status).toBe(200);
    expect(said(ask('GET', 'com.atproto.server.getSession', { token: accessJwt })).body.handle).toBe('handle.invalid');
  });

  it('can change its handle, and is found by the new one', () => {
    const { ask, said, signIn } = givenAccount();
    const token = signIn().body.accessJwt;
    said(ask('POST', 'com.atproto.identity.updateHandle', { token, body: { handle: 'outages.example.com' } }));
    const query = { handle: 'outages.example.com' };
    expect(said(ask('GET', 'com.atproto.identity.resolveHandle', { query })).status).toBe(200);
    expect(signIn().status).toBe(401);
  });

  it('writes until its points of the hour are spent, refused records included', () => {
    const { signIn, put, asPut, ask, said } = givenAccount({ rules: { writePointsPerHour: 5 } });
    const token = signIn().body.accessJwt;
    expect(put('one', token).headers['ratelimit-remaining']).toBe('3');
    expect(put('another', token).body.error).toBe('InvalidSwap');
    const third = said(ask('POST', 'com.atproto.repo.putRecord', { token, body: asPut('three', {}, '3m6wq7dwe2k2b') }));
    expect([third.status, third.body.error, third.headers['ratelimit-policy']]).toEqual([
      ...[429, 'RateLimitExceeded', '5;w=3600'],
    ]);
    expect(put('one', token, NOON + HOUR).status).toBe(200);
  });
});

describe('what readers see on the world’s Bluesky', () => {
  it('has the link of a facet, by the bytes of the text, and none of one that lies beyond it', () => {
    const { bluesky, signIn, put } = givenAccount();
    const token = signIn().body.accessJwt;
    const features = [{ $type: 'app.bsky.richtext.facet#link', uri: 'https://status.example.com/incidents/i1' }];
    const text = '🚧 Logins fail: status page';
    const byteStart = Buffer.byteLength('🚧 Logins fail: ');
    put(text, token, NOON, { facets: [{ index: { byteStart, byteEnd: byteStart + 11 }, features }] });
    expect(bluesky.posts()).toMatchObject([{ text, link: 'https://status.example.com/incidents/i1' }]);
    expect(bluesky.shown(NOON)[0]!.parts).toEqual([
      '🚧 Logins fail: ',
      { words: 'status page', url: 'https://status.example.com/incidents/i1' },
    ]);
    expect(bluesky.shown(NOON)[0]!.measured).toBe(`26 of 300 graphemes, ${Buffer.byteLength(text)} of 3,000 bytes`);
    bluesky.removeByHand(bluesky.posts()[0]!.id, NOON);
    put(text, token, NOON, { facets: [{ index: { byteStart, byteEnd: 500 }, features }] });
    expect(bluesky.posts()).toEqual([expect.not.objectContaining({ link: expect.anything() })]);
  });

  it('stands at the time that it gives, if that is not yet to come', () => {
    const { bluesky, signIn, put } = givenAccount();
    const token = signIn().body.accessJwt;
    put('early', token, NOON, { createdAt: '2026-11-22T11:00:00Z' });
    expect(bluesky.posts()[0]!.at).toBe('2026-11-22T11:00:00.000Z');
    bluesky.removeByHand(bluesky.posts()[0]!.id, NOON);
    put('from the future', token, NOON, { createdAt: '2027-01-01T00:00:00Z' });
    expect(bluesky.posts()[0]!.at).toBe('2026-11-22T12:00:00.000Z');
  });

  it('comes to life again when a post that was deleted by hand is put once more', () => {
    const { bluesky, signIn, put, texts } = givenAccount();
    const token = signIn().body.accessJwt;
    put('Logins fail', token);
    bluesky.removeByHand(bluesky.posts()[0]!.id, NOON);
    put('Logins fail', token);
    expect(texts()).toEqual(['Logins fail']);
  });
});

/** What a client gets to see of each fault that hits one put, and whether the post stands afterwards. */
const cases: Record<string, { posted: boolean; arrives?: string; status?: number; error?: string }> = {
  'lost-request': { posted: false, arrives: 'nothing' },
  'lost-response': { posted: true, arrives: 'nothing' },
  silent: { posted: false, arrives: 'never' },
  dribble: { posted: true, arrives: 'dribbling', status: 200 },
  'truncated-body': { posted: true, arrives: 'half', status: 200 },
  'headers-only': { posted: true, arrives: 'head', status: 200 },
  'empty-body': { posted: true, arrives: 'empty', status: 200 },
  'broken-json': { posted: true, arrives: 'whole', status: 200 },
  'gzip-truncated': { posted: true, arrives: 'half gzip', status: 200 },
  'gzip-garbage': { posted: true, arrives: 'mangled', status: 200 },
  redirect: { posted: false, status: 302 },
  '503-without-effect': { posted: false, status: 503, error: 'NotEnoughResources' },
  '503-with-effect': { posted: true, status: 503, error: 'NotEnoughResources' },
  'html-503': { posted: false, status: 503 },
  '500-without-effect': { posted: false, status: 500, error: 'InternalServerError' },
  '502-with-effect': { posted: true, status: 502, error: 'UpstreamFailure' },
  'empty-object': { posted: false, status: 200 },
  'rate-limited': { posted: false, status: 429, error: 'RateLimitExceeded' },
  'session-lost': { posted: false, status: 400, error: 'ExpiredToken' },
};

describe('a fault of Bluesky', () => {
  it('is tried here, whichever there is', () => {
    const tried = [...Object.keys(cases), 'slow', 'sign-in-limited'];
    const struck = blueskyFaults.names.filter((name) => !blueskyFaults.isCondition(name));
    expect(tried.toSorted()).toEqual(struck.toSorted());
  });

  it.each(Object.entries(cases))('%s hits one put, and the next one is well', (fault, expected) => {
    const { bluesky, signIn, put, texts } = givenAccount();
    const { accessJwt } = signIn().body;
    bluesky.faults.inject({ fault: fault as keyof typeof cases as 'silent' }, NOON);
    const { arrives, status, body } = put('Logins fail', accessJwt);
    const { posted, ...answer } = expected;
    expect({ arrives, status, error: body.error }).toMatchObject(answer);
    expect(texts()).toEqual(posted ? ['Logins fail'] : []);
    expect(put('Logins fail', signIn().body.accessJwt).status).toBe(200);
    expect(texts()).toEqual(['Logins fail']);
  });

  it('slow acts when the client has given up', () => {
    const { bluesky, ask, asPut, signIn, texts } = givenAccount();
    const token = signIn().body.accessJwt;
    bluesky.faults.inject({ fault: 'slow', ms: 9_000 }, NOON);
    const outcome = ask('POST', 'com.atproto.repo.putRecord', { token, body: asPut('Logins fail') });
    expect([outcome.type, bluesky.nextSettleMs(), texts()]).toEqual(['later', NOON + 9_000, []]);
    bluesky.settle(NOON + 9_000);
    expect(texts()).toEqual(['Logins fail']);
  });
});
