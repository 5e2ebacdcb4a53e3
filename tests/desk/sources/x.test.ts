import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { memoryJournal } from '../../../infra/local/world/journal.ts';
import { xRoutes } from '../../../infra/local/world/x/routes.ts';
import { SimulatedX } from '../../../infra/local/world/x/simulated-x.ts';
import { xComplaintCounts } from '../../../shared/adapters/x/complaint-counts.ts';
import { xDeskSource } from '../../../shared/adapters/x/desk-source.ts';
import { costOf } from '../../../shared/core/desk/prices.ts';
import { instant, MINUTE_MS, plus } from '../../../shared/core/instant.ts';
import type { DeskSourcePort, Reading } from '../../../shared/ports/desk-source.ts';

const TOKENS = { appKey: 'a', appSecret: 'b', accessToken: 'c', accessSecret: 'd' };
const BEGUN_MS = Date.now();

let x: SimulatedX;
let server: http.Server;
let source: DeskSourcePort;
let nowMs: number;
const now = () => instant(nowMs);
const where = () => ({ baseUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}` });
const ago = () => plus(now(), -30 * MINUTE_MS);

beforeEach(async () => {
  nowMs = BEGUN_MS;
  x = new SimulatedX();
  const handle = xRoutes(x, { tokens: TOKENS, bearer: 'bearer' }, [memoryJournal()], () => nowMs);
  server = http.createServer((request, response) => {
    void handle(request, response, new URL(request.url ?? '/', 'http://x'));
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  source = xDeskSource(async () => TOKENS, where(), { now });
});
afterEach(() => new Promise((done) => server.close(done)));

const say = (from: string, text: string, more = {}) => {
  const said = x.people.say({ from, text, ...more }, nowMs);
  if ('unknown' in said) throw new Error(said.unknown);
  return said;
};
const heard = (reading: Reading) => ('heard' in reading ? reading.heard : []);
const outgoing = (of: ReturnType<typeof heard>[number], text = 'We see it too, and are on it.') => ({
  key: 'k1',
  text,
  at: now(),
  to: of,
});

describe('mentions on X', () => {
  it('are told with who said them, in which conversation, and what they answer', async () => {
    const first = say('ada', 'is the API down?');
    const below = say('bob', 'here too', { replyTo: first.id });
    const reading = await source.since(ago(), []);
    const [second, one] = heard(reading);
    expect(one).toMatchObject({
      source: 'x',
      theirs: first.id,
      author: { handle: 'ada' },
      text: '@status is the API down?',
      summoned: true,
      direct: false,
    });
    expect(second).toMatchObject({ theirs: below.id, answers: { theirs: first.id }, conversation: first.id });
  });

  it('leave out what we say ourselves', async () => {
    const { id } = say('ada', 'is the API down?');
    await source.answer(outgoing(heard(await source.since(ago(), []))[0]!));
    expect(heard(await source.since(ago(), [])).map(({ theirs }) => theirs)).toEqual([id]);
  });

  it('that a later look is shown late or misses behind a cursor come with the window of the next', async () => {
    x.faults.inject({ fault: 'mention-late', times: 1 }, nowMs);
    const { id } = say('ada', 'is the API down?');
    expect(heard(await source.since(ago(), []))).toEqual([]);
    nowMs += 2 * MINUTE_MS;
    expect(heard(await source.since(ago(), [])).map(({ theirs }) => theirs)).toEqual([id]);
  });

  it('that their authors took away are named, and others are not', async () => {
    const [gone, stays] = [say('ada', 'is the API down?'), say('bob', 'all slow')];
    x.people.takeBack(gone.id, nowMs);
    const reading = await source.since(ago(), [gone.id, stays.id]);
    expect(reading).toMatchObject({ gone: [gone.id] });
  });

  it('cost what X charges, and the same again on the same day nothing', async () => {
    say('ada', 'is the API down?');
    say('ada', 'hello?');
    const first = await source.since(ago(), []);
    expect(first.billed).toEqual({ 'mention-read': 2, 'user-read': 1 });
    expect((await source.since(ago(), [])).billed).toEqual({});
    const charged = x.bill.items().filter(({ unit }) => ['mention-read', 'user-read'].includes(unit));
    // Who we are was asked once.
    expect(charged.reduce((sum, { dollars }) => sum + dollars, 0) * 1e6).toBeCloseTo(
      costOf('x', first.billed) + 10_000,
    );
  });

  it('that cannot be read are unreadable, and not none', async () => {
    for (const fault of ['503-without-effect', 'truncated-body', 'rate-limited', 'spend-cap'] as const) {
      x.faults.inject({ fault, on: 'read', times: 1 }, nowMs);
      expect(await source.since(ago(), [])).toMatchObject({ unreadable: expect.any(String), billed: {} });
    }
  });
});

describe('an answer on X', () => {
  const mention = async () => {
    say('ada', 'is the API down?');
    return heard(await source.since(ago(), []))[0]!;
  };

  it('stands below what it answers, and is found there', async () => {
    const to = await mention();
    const sent = await source.answer(outgoing(to));
    expect(sent).toMatchObject({ outcome: 'sent', billed: { reply: 1 } });
    expect(x.posts().map(({ replyTo }) => replyTo)).toEqual([to.theirs]);
    const receipt = sent.outcome === 'sent' ? sent.receipt : '';
    expect(await source.find(outgoing(to))).toMatchObject({ found: receipt });
    expect(await source.find(outgoing(to, 'Other words.'))).toMatchObject({ absent: true });
  });

  it.each([
    ['not-summoned', 'not-summoned'],
    ['author-blocks-us', 'blocked'],
    ['parent-deleted', 'gone'],
  ] as const)('is refused for good where X says %s', async (fault, why) => {
    const to = await mention();
    x.faults.inject({ fault, times: 1 }, nowMs);
    expect(await source.answer(outgoing(to))).toMatchObject({ outcome: 'refused', why, billed: {} });
    expect(x.posts()).toEqual([]);
  });

  it.each(['rate-limited', 'spend-cap', 'unauthorized'] as const)('is held back where X says %s', async (fault) => {
    const to = await mention();
    x.faults.inject({ fault, times: 1 }, nowMs);
    expect(await source.answer(outgoing(to))).toMatchObject({ outcome: 'held' });
  });

  it('whose answer was lost is not known, and found', async () => {
    const to = await mention();
    x.faults.inject({ fault: 'lost-response', times: 1 }, nowMs);
    expect(await source.answer(outgoing(to))).toMatchObject({ outcome: 'unknown', billed: {} });
    expect(await source.find(outgoing(to))).toHaveProperty('found');
  });

  it('to a second look at the same mention is refused by X: one for each interaction', async () => {
    const to = await mention();
    await source.answer(outgoing(to));
    expect(await source.answer(outgoing(to, 'And once more.'))).toMatchObject({ outcome: 'refused' });
  });
});

describe('posts with our words on X', () => {
  const counts = (bearer?: string) => xComplaintCounts(async () => bearer, where(), { now });

  it('are counted by the minute without reading one, at half a cent', async () => {
    for (const from of ['ada', 'bob', 'cy']) say(from, 'acme is down', { toUs: false });
    nowMs += MINUTE_MS;
    const counted = await counts('bearer').since('acme down', plus(now(), -5 * MINUTE_MS));
    expect(counted.billed).toEqual({ 'counts-request': 1 });
    const minutes = 'minutes' in counted ? counted.minutes : [];
    expect(minutes.reduce((sum, { count }) => sum + count, 0)).toBe(3);
    expect(heard(await source.since(ago(), []))).toEqual([]);
  });

  it('are not counted without the app’s own token, nor with another', async () => {
    expect(await counts().since('acme', ago())).toMatchObject({ unreadable: expect.stringContaining('no bearer') });
    expect(await counts('wrong').since('acme', ago())).toMatchObject({ unreadable: expect.stringContaining('401') });
  });
});

describe('messages on X', () => {
  it('are heard, answered, and our answer is found', async () => {
    x.people.write({ from: 'ada', text: 'my order is lost' }, nowMs);
    const [message] = heard(await source.messagesSince!(ago()));
    expect(message).toMatchObject({ direct: true, text: 'my order is lost', author: { handle: 'ada' } });
    const sent = await source.answer(outgoing(message!));
    expect(sent).toMatchObject({ outcome: 'sent', billed: { 'message-sent': 1 } });
    expect(await source.find(outgoing(message!))).toHaveProperty('found');
    expect(heard(await source.messagesSince!(ago()))).toHaveLength(1);
  });

  it('go to nobody who has not written first, nor to who takes none', async () => {
    say('ada', 'is the API down?');
    const [mention] = heard(await source.since(ago(), []));
    const words = { key: 'k', text: 'It is solved.', at: now() };
    expect(await source.message!(mention!.author, words)).toMatchObject({ outcome: 'refused', billed: {} });
    x.people.write({ from: 'ada', text: 'hello' }, nowMs);
    x.faults.inject({ fault: 'messages-closed', times: 1 }, nowMs);
    expect(await source.message!(mention!.author, words)).toMatchObject({ outcome: 'refused', why: 'closed' });
  });

  it('of somebody are read before they are answered, when a person asks', async () => {
    say('ada', 'is the API down?');
    const [mention] = heard(await source.since(ago(), []));
    const stream = await source.stream!(mention!.author);
    expect(heard(stream).map(({ text }) => text)).toEqual(['@status is the API down?']);
    expect(stream.billed).toEqual({ 'post-read': 1 });
  });
});
