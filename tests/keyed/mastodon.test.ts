import { describe, expect, it } from 'vitest';
import { MASTODON_NETWORK } from '../../shared/adapters/mastodon/network.ts';
import { textIn } from '../../shared/adapters/mastodon/text-in.ts';
import { memoryVersioned } from '../../shared/adapters/memory/versioned.ts';
import type { NetworkAnswer } from '../../shared/adapters/networks/asking.ts';
import { digestOf } from '../../shared/core/channel/digest.ts';
import { MINUTE_MS, plus } from '../../shared/core/instant.ts';
import { MASTODON } from '../../shared/core/keyed/mastodon.ts';
import { VirtualClock } from '../x/support/virtual-clock.ts';
import { answered, scripted } from './support/scripted.ts';

const AT = '2026-11-22T10:00:00.000Z';
const SERVER = 'https://social.example.com';
const TEXT = 'Payments & refunds fail.\n\nhttps://status.example.com/incidents/i1';
const ME = answered(200, { id: '7' });

const status = (id: string, more: object = {}) => ({
  id,
  url: `${SERVER}/@status/${id}`,
  uri: `${SERVER}/users/status/statuses/${id}`,
  created_at: AT,
  in_reply_to_id: null,
  content:
    '<p>Payments &amp; refunds fail.</p><p><a href="https://status.example.com/incidents/i1"><span class="invisible">https://</span><span class="ellipsis">status.example.com/incidents/</span><span class="invisible">i1</span></a></p>',
  ...more,
});

const post = (more: object = {}) => ({
  key: 'k1',
  keyedAt: AT,
  generation: 0,
  createdAt: AT,
  text: TEXT,
  digest: digestOf(TEXT),
  mayStand: false,
  covers: [],
  ...more,
});

function account(...answers: Parameters<typeof scripted>) {
  const { ask, asked } = scripted(...answers);
  const secret = { server: SERVER, accessToken: 'token' };
  const channel = MASTODON_NETWORK.channel({
    secret: async () => secret,
    sessions: memoryVersioned<object>(),
    ask,
    clock: new VirtualClock(AT),
    language: 'en',
  });
  return { channel, asked };
}

const answering = `${SERVER}/@status/11`;

describe('what is sent to Mastodon', () => {
  it('is public as the first of its thread, and unlisted behind it, always under its key', async () => {
    const { channel, asked } = account(answered(200, status('12')));
    expect(await channel.say(post())).toEqual({ outcome: 'delivered', receipt: `${SERVER}/@status/12` });
    await channel.say(post({ thread: { root: answering, parent: answering } }));
    expect(asked[0]).toMatchObject({
      method: 'POST',
      url: `${SERVER}/api/v1/statuses`,
      headers: { authorization: 'Bearer token', 'idempotency-key': 'k1' },
      body: { status: TEXT, visibility: 'public', language: 'en' },
    });
    expect(asked[1]?.body).toMatchObject({ visibility: 'unlisted', in_reply_to_id: '11' });
  });

  it('has another key for each statement, and for each time that a key was forgotten', () => {
    const keys = [1, 2].flatMap((seq) => [0, 1].map((turn) => MASTODON.keyOf({ incident: 'i1', seq }, AT, turn)));
    expect(new Set([...keys, MASTODON.keyOf({ incident: 'i2', seq: 1 }, AT, 0)]).size).toBe(5);
  });
});

describe('what an answer of Mastodon means', () => {
  it.each<[string, NetworkAnswer, object]>([
    ['a status', answered(200, status('12')), { outcome: 'delivered' }],
    ['200 that broke off', answered(200, undefined), { outcome: 'unknown' }],
    ['a text that is refused', answered(422, { error: 'Validation failed' }), { outcome: 'refused', why: 'refused' }],
    ['a refusal whose reason did not arrive', answered(422, undefined), { outcome: 'unknown' }],
    ['a token that was taken back', answered(401, { error: 'revoked' }), { outcome: 'closed', kind: 'unauthorized' }],
    ['an account that was suspended', answered(403, { error: 'disabled' }), { outcome: 'closed', kind: 'suspended' }],
    ['an instance that is no more', answered(410, undefined), { outcome: 'closed', kind: 'gone' }],
    ['a server without such a thing', answered(404, undefined), { outcome: 'closed', kind: 'gone' }],
    [
      'a limit with its end',
      answered(429, { error: 'Too many requests' }, { 'x-ratelimit-reset': plus(AT, 2 * MINUTE_MS) }),
      { outcome: 'closed', kind: 'rate', until: plus(AT, 2 * MINUTE_MS) },
    ],
    ['an error on the repeat', answered(500, { error: 'Internal' }), { outcome: 'unknown' }],
    ['silence', { is: 'unanswered', reason: 'ECONNRESET' }, { outcome: 'unknown' }],
    ['nobody there', { is: 'not-sent', reason: 'ECONNREFUSED' }, { outcome: 'not-sent' }],
  ])('%s', async (_what, answer, outcome) => {
    expect(await account(answer).channel.say(post())).toMatchObject(outcome);
  });

  it('that what is answered is gone, where something was to be answered', async () => {
    const { channel } = account(answered(404, { error: 'Record not found' }));
    const said = await channel.say(post({ thread: { root: answering, parent: answering } }));
    expect(said).toMatchObject({ outcome: 'refused', why: 'parent-gone' });
  });
});

describe('our own statuses', () => {
  const find = (statuses: object[], more: object = {}, known: string[] = []) =>
    account(ME, answered(200, statuses), answered(200, [])).channel.find(post(more), new Set(known));

  it('show a post by its words, whatever the instance made of links and entities', async () => {
    expect(await find([status('12')])).toEqual({ found: `${SERVER}/@status/12` });
  });

  it('do not show it in one that is another statement’s, answers something else, is older, or says other words', async () => {
    expect(await find([status('12')], {}, [`${SERVER}/@status/12`])).toBe('absent');
    expect(await find([status('12', { in_reply_to_id: '3' })])).toBe('absent');
    expect(await find([status('12', { created_at: plus(AT, -5 * MINUTE_MS) })])).toBe('absent');
    expect(await find([status('12', { content: '<p>Payments work.</p>' })])).toBe('absent');
  });

  it('prove nothing where they cannot be read', async () => {
    const { channel } = account(ME, answered(502, undefined));
    expect(await channel.find(post(), new Set())).toMatchObject({ unreadable: 'Mastodon answered 502' });
    const unknown = account(answered(503, undefined));
    expect(await unknown.channel.standing(AT)).toMatchObject({ unreadable: expect.anything() });
  });

  it('prove nothing where their list has no end', async () => {
    const { channel } = account(ME, answered(200, [status('12')]));
    expect(await channel.standing(plus(AT, -MINUTE_MS))).toMatchObject({
      unreadable: expect.stringContaining('no end'),
    });
  });

  it('are read page after page, as far back as is asked', async () => {
    const page = (from: number, created_at: string) =>
      Array.from({ length: 40 }, (_, index) => status(String(from - index), { created_at }));
    const { channel, asked } = account(
      ME,
      answered(200, page(200, AT)),
      answered(200, page(160, plus(AT, -3 * MINUTE_MS))),
    );
    const read = await channel.standing(plus(AT, -2 * MINUTE_MS));
    expect('receipts' in read && read.receipts.size).toBe(80);
    expect(asked.map(({ url }) => new URL(url).searchParams.get('max_id'))).toEqual([null, null, '161']);
  });
});

describe('the instance', () => {
  it('says how long a status may be, and what an address counts', async () => {
    const says = { configuration: { statuses: { max_characters: 5_000, characters_reserved_per_url: 30 } } };
    expect(await account(answered(200, says)).channel.limits?.()).toEqual({ limit: 5_000, perUrl: 30 });
    expect(await account(answered(200, {})).channel.limits?.()).toBeUndefined();
  });
});

describe('the text of a status', () => {
  it.each([
    ['<p>a<br>b<br />c</p><p>d</p>', 'a\nb\nc\n\nd'],
    ['<p>5 &lt; 6 &amp;amp; &quot;7&quot; &#39;8&#39; &#x1F426;</p>', '5 < 6 &amp; "7" \'8\' 🐦'],
    ['<p>&copy; stays</p>', '&copy; stays'],
  ])('%s', (content, text) => {
    expect(textIn(content)).toBe(text);
  });
});
