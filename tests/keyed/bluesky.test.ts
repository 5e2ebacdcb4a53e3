import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { memoryVersioned } from '../../shared/adapters/memory/versioned.ts';
import type { NetworkAnswer, NetworkRequest } from '../../shared/adapters/networks/asking.ts';
import { NETWORKS } from '../../shared/adapters/networks/shipped.ts';
import { digestOf } from '../../shared/core/channel/digest.ts';
import { DAY_MS, instant, plus } from '../../shared/core/instant.ts';
import { BLUESKY } from '../../shared/core/keyed/bluesky.ts';
import { VirtualClock } from '../x/support/virtual-clock.ts';
import { answered, scripted } from './support/scripted.ts';

const AT = '2026-11-22T10:00:00.000Z';
const SECRET = { server: 'https://pds.example.com', identifier: 'status.example.com', appPassword: 'abcd-efgh' };

const session = (turn: number) =>
  answered(200, {
    did: 'did:plc:house',
    handle: SECRET.identifier,
    accessJwt: `access ${turn}`,
    refreshJwt: `refresh ${turn}`,
  });

const EXPIRED = answered(400, { error: 'ExpiredToken', message: 'Token has expired' });
const PUT = answered(200, { uri: 'at://did:plc:house/app.bsky.feed.post/3k', cid: 'bafy1' });

const post = (more: object = {}) => ({
  key: '3k',
  keyedAt: AT,
  generation: 0,
  createdAt: AT,
  text: 'Some payments fail. Status page',
  digest: digestOf('Some payments fail. Status page'),
  mayStand: false,
  covers: [],
  ...more,
});

/** Functions that share what is kept of the session, each with a memory of its own. */
function functions(...answers: Parameters<typeof scripted>) {
  const { ask, asked } = scripted(...answers);
  const sessions = memoryVersioned<object>();
  const clock = new VirtualClock(AT);
  const another = (secret = SECRET) =>
    NETWORKS.bluesky.channel({ secret: async () => secret, sessions, ask, clock, language: 'en' });
  const names = () =>
    asked.map(({ url }) => url.replace(/^.*\/xrpc\/com\.atproto\.(server|repo)\./, '').replace(/\?.*/, ''));
  return { another, asked, names, clock };
}

describe('the name of a record', () => {
  const instants = fc.integer({ min: 0, max: 200 * 365 * DAY_MS }).map(instant);

  it('is one that posts have, and sorts as the statements were made', () => {
    fc.assert(
      fc.property(instants, fc.integer({ min: 1, max: DAY_MS }), fc.string(), fc.nat(), (at, later, incident, seq) => {
        const first = BLUESKY.keyOf({ incident, seq }, at);
        expect(first).toMatch(/^[234567abcdefghij][234567abcdefghijklmnopqrstuvwxyz]{12}$/);
        expect(BLUESKY.keyOf({ incident: 'another', seq }, plus(at, later)) > first).toBe(true);
      }),
    );
  });

  it('is the same each time, and another for another statement of the same millisecond', () => {
    const names = Array.from({ length: 500 }, (_, seq) => BLUESKY.keyOf({ incident: 'i1', seq }, AT));
    expect(names).toEqual(names.map((_, seq) => BLUESKY.keyOf({ incident: 'i1', seq }, AT)));
    expect(new Set(names).size).toBe(500);
  });
});

describe('what is sent to Bluesky', () => {
  it('is a record that is put only where there is none, with its link over the bytes of its words', async () => {
    const { another, asked } = functions(session(1), PUT);
    const link = { url: 'https://status.example.com/incidents/i1', from: 20, to: 31 };
    const thread = {
      root: 'at://did:plc:house/app.bsky.feed.post/3a#bafyA',
      parent: 'at://did:plc:house/app.bsky.feed.post/3b#bafyB',
    };
    await another().say(post({ link, thread }));
    expect(asked[1]).toMatchObject({
      method: 'POST',
      url: 'https://pds.example.com/xrpc/com.atproto.repo.putRecord',
      headers: { authorization: 'Bearer access 1' },
      body: {
        repo: 'did:plc:house',
        collection: 'app.bsky.feed.post',
        rkey: '3k',
        swapRecord: null,
        record: {
          text: 'Some payments fail. Status page',
          createdAt: AT,
          langs: ['en'],
          facets: [{ index: { byteStart: 20, byteEnd: 31 }, features: [{ uri: link.url }] }],
          reply: {
            root: { uri: 'at://did:plc:house/app.bsky.feed.post/3a', cid: 'bafyA' },
            parent: { uri: 'at://did:plc:house/app.bsky.feed.post/3b', cid: 'bafyB' },
          },
        },
      },
    });
  });

  it('goes to where the account’s document says that its repository lies', async () => {
    const moved = answered(200, {
      did: 'did:plc:house',
      accessJwt: 'a',
      refreshJwt: 'r',
      didDoc: { service: [{ id: '#atproto_pds', serviceEndpoint: 'https://oyster.example.com/' }] },
    });
    const { another, asked } = functions(moved, PUT);
    await another().say(post());
    expect(asked[1]?.url).toBe('https://oyster.example.com/xrpc/com.atproto.repo.putRecord');
  });
});

describe('what an answer of Bluesky means', () => {
  it.each<[string, NetworkAnswer, object]>([
    ['a record’s name', PUT, { outcome: 'delivered', receipt: 'at://did:plc:house/app.bsky.feed.post/3k#bafy1' }],
    ['200 without a name', answered(200, {}), { outcome: 'unknown' }],
    ['200 that broke off', answered(200, undefined), { outcome: 'unknown' }],
    ['other words under the name', answered(400, { error: 'InvalidSwap' }), { outcome: 'conflict' }],
    ['a record that is refused', answered(400, { error: 'InvalidRequest' }), { outcome: 'refused', why: 'refused' }],
    ['a refusal whose reason did not arrive', answered(400, undefined), { outcome: 'unknown' }],
    [
      'an account that was taken down',
      answered(400, { error: 'AccountTakedown' }),
      { outcome: 'closed', kind: 'suspended' },
    ],
    [
      'a limit with its end',
      answered(429, { error: 'RateLimitExceeded' }, { 'ratelimit-reset': String(Date.parse(AT) / 1000 + 60) }),
      { outcome: 'closed', kind: 'rate', until: plus(AT, 60_000) },
    ],
    ['a server that moved', answered(302, undefined), { outcome: 'closed', kind: 'gone' }],
    ['no such server', { is: 'not-sent', reason: 'ENOTFOUND' }, { outcome: 'closed', kind: 'gone' }],
    ['nobody there', { is: 'not-sent', reason: 'ECONNREFUSED' }, { outcome: 'not-sent' }],
    ['silence', { is: 'unanswered', reason: 'no answer within 10 s' }, { outcome: 'unknown' }],
    ['an error of theirs', answered(503, undefined), { outcome: 'unknown' }],
  ])('%s', async (_what, answer, outcome) => {
    const { another } = functions(session(1), answer);
    expect(await another().say(post())).toMatchObject(outcome);
  });

  it('a record under the name is ours by its words alone', async () => {
    const value = (text: string) => answered(200, { uri: 'at://x/y/3k', cid: 'c', value: { text } });
    const ours = functions(session(1), value('Some payments fail.  Status page'));
    expect(await ours.another().find(post(), new Set())).toEqual({ found: 'at://x/y/3k#c' });
    const others = functions(session(1), value('Written by hand'));
    expect(await others.another().find(post(), new Set())).toBe('absent');
    const none = functions(session(1), answered(400, { error: 'RecordNotFound' }));
    expect(await none.another().find(post(), new Set())).toBe('absent');
    const silent = functions(session(1), answered(502, undefined));
    expect(await silent.another().find(post(), new Set())).toMatchObject({ unreadable: expect.anything() });
  });
});

describe('the session with Bluesky', () => {
  it('is one for all functions', async () => {
    const { another, names } = functions(session(1), PUT);
    await another().say(post());
    await another().say(post());
    expect(names()).toEqual(['createSession', 'putRecord', 'putRecord']);
  });

  it('is refreshed once it is taken no more, and the others take over what one has refreshed', async () => {
    const { another, names, asked } = functions(session(1), PUT, PUT, EXPIRED, session(2), PUT, EXPIRED, PUT);
    const [one, other] = [another(), another()];
    await one.say(post());
    await other.say(post());
    expect(await one.say(post())).toMatchObject({ outcome: 'delivered' });
    expect(asked[4]?.headers?.authorization).toBe('Bearer refresh 1');
    expect(await other.say(post())).toMatchObject({ outcome: 'delivered' });
    expect(names().filter((name) => !name.startsWith('put'))).toEqual(['createSession', 'refreshSession']);
  });

  it('is made anew where the refresh is refused, and not where it was not answered', async () => {
    const refused = functions(session(1), EXPIRED, EXPIRED, session(2), PUT);
    expect(await refused.another().say(post())).toMatchObject({ outcome: 'delivered' });
    expect(refused.names()).toEqual(['createSession', 'putRecord', 'refreshSession', 'createSession', 'putRecord']);
    const silent = functions(session(1), EXPIRED, { is: 'unanswered', reason: 'ECONNRESET' });
    expect(await silent.another().say(post())).toMatchObject({ outcome: 'not-sent' });
    expect(silent.names()).toEqual(['createSession', 'putRecord', 'refreshSession']);
  });

  it('is made by one of two who begin at once', async () => {
    const { another, names } = functions(session(1), PUT);
    const said = await Promise.all([another().say(post()), another().say(post())]);
    expect(names().filter((name) => name === 'createSession')).toHaveLength(1);
    expect(said.map(({ outcome }) => outcome).toSorted()).toEqual(['delivered', 'not-sent']);
  });

  it('is made anew with another app password', async () => {
    const { another, names } = functions(session(1), PUT, session(2), PUT);
    await another().say(post());
    await another({ ...SECRET, appPassword: 'ijkl-mnop' }).say(post());
    expect(names()).toEqual(['createSession', 'putRecord', 'createSession', 'putRecord']);
  });

  it('closes the channel where nobody is let in, and nothing else is tried', async () => {
    const wrong = answered(401, { error: 'AuthenticationRequired', message: 'Invalid identifier or password' });
    const { another, names } = functions(wrong);
    expect(await another().say(post())).toMatchObject({ outcome: 'closed', kind: 'unauthorized' });
    const limited = functions(answered(429, { error: 'RateLimitExceeded' }, { 'ratelimit-reset': '1800000000' }));
    expect(await limited.another().say(post())).toMatchObject({ outcome: 'closed', kind: 'rate' });
    expect([...names(), ...limited.names()]).toEqual(['createSession', 'createSession']);
  });

  it('that a server gives and takes back at once is the account’s trouble and no refusal of the words', async () => {
    const { another } = functions(session(1), (request: NetworkRequest) =>
      request.url.includes('createSession') || request.url.includes('refreshSession') ? session(2) : EXPIRED,
    );
    expect(await another().say(post())).toMatchObject({ outcome: 'closed', kind: 'unauthorized' });
  });
});
