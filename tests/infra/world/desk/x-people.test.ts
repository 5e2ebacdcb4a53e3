import { describe, expect, it } from 'vitest';
import { memoryJournal } from '../../../../infra/local/world/journal.ts';
import type { BillFact } from '../../../../infra/local/world/x/bill.ts';
import { type Outcome, SimulatedX, type XFact } from '../../../../infra/local/world/x/simulated-x.ts';
import type { Query } from '../../../../infra/local/world/x/timeline.ts';

const NOON = Date.parse('2026-11-22T12:00:00.000Z');
const MINUTE = 60_000;

type Body = Record<string, unknown> & { data?: Record<string, unknown>[]; meta?: Record<string, unknown> };

function answerOf(outcome: Outcome) {
  if (outcome.type !== 'answered') throw new Error('X is still working on it');
  return { status: outcome.answer.status, body: outcome.answer.body as Body };
}

/** An X on which people speak, and what our program asks and says there. */
function given(x = new SimulatedX()) {
  const say = (text: string, more: object = {}, nowMs = NOON) => {
    const said = x.people.say({ from: 'ada', text, ...more }, nowMs);
    if ('unknown' in said) throw new Error(said.unknown);
    return said;
  };
  const mentions = (query: Query = {}, nowMs = NOON + MINUTE) => answerOf(x.mentions(x.account.id, query, nowMs)).body;
  const answer = (parent: string, text = 'We are on it.', nowMs = NOON + MINUTE) =>
    answerOf(x.post({ text, reply: { in_reply_to_tweet_id: parent } }, nowMs));
  const send = (to: string, text: string, nowMs = NOON + MINUTE) => answerOf(x.sendMessage(to, { text }, nowMs));
  return { x, say, mentions, answer, send };
}

describe('whoever names us on X', () => {
  it('is in the mentions, with who they are and what they answer where that is asked', () => {
    const { x, say, mentions } = given();
    const ours = x.writeByHand('Logins fail', null, NOON)!;
    const answer = say('still broken', { replyTo: ours.id });
    expect(mentions()).toEqual({
      data: [{ id: answer.id, text: '@status still broken', edit_history_tweet_ids: [answer.id] }],
      meta: { result_count: 1, newest_id: answer.id, oldest_id: answer.id },
    });
    const fields = 'author_id,conversation_id,in_reply_to_user_id,referenced_tweets,entities,display_text_range';
    const page = mentions({ 'tweet.fields': fields, expansions: 'author_id' });
    expect(page.data![0]).toMatchObject({
      author_id: expect.stringMatching(/^\d{19}$/),
      conversation_id: ours.id,
      in_reply_to_user_id: x.account.id,
      referenced_tweets: [{ type: 'replied_to', id: ours.id }],
      entities: { mentions: [{ start: 0, end: 7, username: 'status', id: x.account.id }] },
      display_text_range: [8, 20],
    });
    expect(page.includes).toEqual({ users: [{ id: page.data![0]!.author_id, name: 'ada', username: 'ada' }] });
  });

  it('who speaks to us is named, who only speaks of us is not heard there', () => {
    const { say, mentions } = given();
    say('is the API down?');
    say('the API is down again', { toUs: false });
    say('a quote', { quote: say('@status hello').id });
    expect(mentions().data!.map(({ text }) => text)).toEqual([
      '@status a quote',
      '@status hello',
      '@status is the API down?',
    ]);
  });

  it('comes in pages, after since_id, and no further back than the newest 800', () => {
    const { say, mentions } = given();
    for (let index = 0; index < 805; index++) say(`@status ${index}`, {}, NOON + index);
    const page = mentions({ max_results: '100' });
    expect(page.meta).toMatchObject({ result_count: 100, next_token: expect.any(String) });
    const rest: unknown[] = [];
    for (let token = page.meta!.next_token; token; ) {
      const next = mentions({ max_results: '100', pagination_token: String(token) });
      rest.push(...next.data!);
      token = next.meta!.next_token;
    }
    expect(rest).toHaveLength(700);
    expect(mentions({ since_id: SimulatedX.idAt(NOON + 802) }).meta).toMatchObject({ result_count: 2 });
  });

  it('may be late, be missed by a read that begins shortly before, or be gone', () => {
    const { x, say, mentions } = given();
    for (const fault of ['mention-late', 'mention-missed', 'mention-deleted'] as const)
      x.faults.inject({ fault, times: 1, ms: 10 * MINUTE }, NOON);
    say('@status down?');
    const at = (minutes: number) => mentions({}, NOON + minutes * MINUTE).meta!.result_count;
    expect([at(9), at(11)]).toEqual([0, 0]);
    x.faults.inject({ fault: 'mention-late', times: 1 }, NOON);
    x.faults.inject({ fault: 'mention-missed', times: 1 }, NOON);
    say('@status and now?');
    expect([at(0.9), at(1.1)]).toEqual([0, 1]);
    const since = (minutes: number) =>
      mentions({ since_id: SimulatedX.idAt(NOON + minutes * MINUTE) }, NOON + 2 * MINUTE).meta!.result_count;
    expect([since(-1), since(-14), since(-16)]).toEqual([0, 0, 1]);
    const { id } = say('@status a slip', {}, NOON + 2 * MINUTE);
    expect(x.people.takeBack(id, NOON + 2 * MINUTE)).toBe(true);
    expect(at(3)).toBe(1);
  });
});

describe('an answer on X', () => {
  it('is taken once below whoever named, answered or quoted us, and below nobody else', () => {
    const { x, say, answer } = given();
    const ours = x.writeByHand('Logins fail', null, NOON)!;
    const named = say('@status down?');
    const below = say('still?', { from: 'bob', replyTo: ours.id });
    const quoting = say('look', { from: 'cy', quote: ours.id });
    const other = say('the API is down', { from: 'dee', toUs: false });
    const implicit = say('me too', { from: 'eve', replyTo: named.id });
    const told = [named, below, quoting, other, implicit, named].map(({ id }, index) => answer(id, `Answer ${index}`));
    expect(told.map(({ status }) => status)).toEqual([201, 201, 201, 403, 403, 403]);
    expect(told[4]!.body.detail).toContain('not been mentioned');
    expect(x.posts().map(({ replyTo }) => replyTo)).toEqual([null, named.id, below.id, quoting.id]);
  });

  it('bears the name of whom it answers, and the same words to somebody else are no duplicate, unless they are', () => {
    const { x, say, answer } = given();
    const [one, two, three] = ['ada', 'bob', 'cy'].map((from) => say('@status down?', { from }).id);
    expect(answer(one!).body.data).toMatchObject({ text: '@ada We are on it.' });
    expect(answer(two!).status).toBe(201);
    x.faults.inject({ fault: 'duplicate-filter-wide' }, NOON);
    expect(answer(three!).body.detail).toContain('duplicate content');
  });

  it('to what is gone, or to somebody who has blocked us, is refused in the words of X', () => {
    const { x, say, answer } = given();
    const { id } = say('@status down?');
    x.faults.inject({ fault: 'author-blocks-us', times: 1 }, NOON);
    expect(answer(id).body.detail).toContain('blocked');
    expect(answerOf(x.post({ text: 'Logins fail' }, NOON)).status).toBe(201);
    x.people.takeBack(id, NOON);
    expect(answer(id).body.detail).toContain('deleted or not visible');
  });
});

describe('a message on X', () => {
  it('goes to whoever wrote first, and to nobody else', () => {
    const { x, say, send } = given();
    say('@status down?');
    const { author_id: ada } = answerOf(x.mentions(x.account.id, { 'tweet.fields': 'author_id' }, NOON)).body.data![0]!;
    const closed = send(String(ada), 'hello');
    expect([closed.status, closed.body.detail]).toEqual([
      403,
      'You do not have permission to DM one or more participants.',
    ]);
    x.people.write({ from: 'ada', text: 'my account is 12' }, NOON);
    const sent = send(String(ada), 'We have your message');
    expect(sent).toMatchObject({ status: 201, body: { data: { dm_event_id: expect.any(String) } } });
    const fields = { 'dm_event.fields': 'created_at,sender_id' };
    const told = answerOf(x.messages(fields, NOON + MINUTE, String(ada))).body;
    expect(told.data!.map(({ text, sender_id }) => [text, sender_id])).toEqual([
      ['We have your message', x.account.id],
      ['my account is 12', ada],
    ]);
    expect(answerOf(x.messages({}, NOON + MINUTE, '42')).body).toEqual({ meta: { result_count: 0 } });
    x.faults.inject({ fault: 'messages-closed', times: 1 }, NOON);
    expect([send(String(ada), 'again').status, send(String(ada), 'again').status]).toEqual([403, 201]);
  });

  it('may be sent and read fifteen times in a quarter of an hour', () => {
    const { x, send } = given();
    const { id } = x.people.write({ from: 'ada', text: 'hello' }, NOON);
    const ada = answerOf(x.messages({ 'dm_event.fields': 'sender_id' }, NOON)).body.data![0]!;
    expect(ada.id).toBe(id);
    const reads = Array.from({ length: 15 }, () => answerOf(x.messages({}, NOON)).status);
    expect(reads.slice(-2)).toEqual([200, 429]);
    const sent = Array.from({ length: 16 }, (_, index) => send(String(ada.sender_id), `m${index}`).status);
    expect(sent.slice(-2)).toEqual([201, 429]);
  });
});

describe('counts on X', () => {
  const count = (x: SimulatedX, query: string, more: Query = {}) =>
    answerOf(x.counts({ query, granularity: 'minute', ...more }, NOON + 10 * MINUTE));

  it('tell how many spoke of it, minute by minute, and nothing of what they said', () => {
    const { x, say } = given();
    say('Acme login is down', { toUs: false });
    say('@acme_help cannot log in to Acme', { toUs: false, from: 'bob' }, NOON + MINUTE);
    say('lunch is great', { toUs: false }, NOON + MINUTE);
    x.writeByHand('Acme logins are down', null, NOON);
    const query = '(acme OR "acme corp") (down OR "log in") -from:status -is:retweet';
    const { body } = count(x, query, { start_time: '2026-11-22T12:00:00Z', end_time: '2026-11-22T12:03:00Z' });
    expect(body).toEqual({
      data: [1, 1, 0].map((tweet_count, minute) => ({
        end: `2026-11-22T12:0${minute + 1}:00.000Z`,
        start: `2026-11-22T12:0${minute}:00.000Z`,
        tweet_count,
      })),
      meta: { total_tweet_count: 2 },
    });
    expect(count(x, 'a'.repeat(513)).status).toBe(400);
    expect(count(x, '(acme').status).toBe(400);
  });
});

describe('the bill of X', () => {
  it('follows the table, and charges the same thing once a day', () => {
    const { x, say, mentions, answer } = given();
    const { id } = say('@status down?');
    mentions();
    mentions({ expansions: 'author_id' });
    answer(id);
    answerOf(x.post({ text: 'Logins fail' }, NOON));
    answerOf(x.post({ text: 'Logins fail https://status.example.com' }, NOON));
    answerOf(x.counts({ query: 'acme' }, NOON));
    answerOf(x.counts({ query: 'acme' }, NOON));
    expect(answer(id).status).toBe(403);
    const items = Object.fromEntries(x.bill.items().map(({ unit, count, dollars }) => [unit, [count, dollars]]));
    expect(items).toEqual({
      'mention-read': [1, 0.001],
      'user-read': [1, 0.01],
      reply: [1, 0.01],
      post: [1, 0.015],
      'post-with-address': [1, 0.2],
      'counts-request': [2, 0.01],
    });
    mentions({}, NOON + 24 * 60 * MINUTE);
    expect(x.bill.mills()).toBe(1 + 10 + 10 + 15 + 200 + 10 + 1);
  });

  it('may be at its limit: then everything is refused', () => {
    const { x, say, mentions, answer } = given();
    const { id } = say('@status down?');
    x.faults.inject({ fault: 'bill-limit', limit: 1 }, NOON);
    expect(mentions({ expansions: 'author_id' }).meta).toBeDefined();
    expect([answer(id).status, answer(id).body.title]).toEqual([403, 'SpendCapReached']);
    expect(mentions().title).toBe('SpendCapReached');
  });

  it('and what was said survive a restart', () => {
    const [journal, bill] = [memoryJournal<XFact>(), memoryJournal<BillFact>()];
    const before = given(new SimulatedX({ journal, bill }));
    const { id } = before.say('@status down?');
    before.x.people.write({ from: 'ada', text: 'hello' }, NOON);
    before.mentions();
    before.answer(id);
    const x = new SimulatedX({ journal: memoryJournal(journal.facts), bill: memoryJournal(bill.facts) });
    expect([x.people.said(NOON), x.people.messages(), x.posts(), x.bill.items()]).toEqual([
      before.x.people.said(NOON),
      before.x.people.messages(),
      before.x.posts(),
      before.x.bill.items(),
    ]);
    expect(given(x).answer(id, 'Again').status).toBe(403);
  });
});
