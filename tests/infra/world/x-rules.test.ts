import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { memoryJournal } from '../../../infra/local/world/journal.ts';
import { type Outcome, SimulatedX, type XFact } from '../../../infra/local/world/x/simulated-x.ts';

const NOON = Date.parse('2026-11-22T12:00:00.000Z');
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

type Body = {
  data?: { id: string; text: string };
  detail?: string;
  title?: string;
  status?: number;
  errors?: { message: string }[];
};

function answerOf(outcome: Outcome): { status: number; body: Body; headers: Record<string, string> } {
  if (outcome.type !== 'answered') throw new Error('X is still working on it');
  return outcome.answer as { status: number; body: Body; headers: Record<string, string> };
}

/** Posts a text, as a reply if there is a parent. */
const say = (x: SimulatedX, text: unknown, nowMs = NOON, parent?: unknown) =>
  answerOf(x.post({ text, ...(parent !== undefined && { reply: { in_reply_to_tweet_id: parent } }) }, nowMs));

describe('the text of a post', () => {
  const tooLong = { detail: 'Your Tweet text is too long.', type: 'about:blank', title: 'Forbidden', status: 403 };

  it.each([
    ['280 letters', 'a'.repeat(280), 201],
    ['281 letters', 'a'.repeat(281), 403],
    ['140 emoji', '🚧'.repeat(140), 201],
    ['141 emoji', '🚧'.repeat(141), 403],
    ['141 CJK characters', '障'.repeat(141), 403],
    ['256 letters, a space and a link of any length', `${'a'.repeat(256)} https://example.com/${'b'.repeat(200)}`, 201],
    ['257 letters, a space and a link', `${'a'.repeat(257)} https://example.com/b`, 403],
  ])('with %s', (_what, text, status) => {
    const answer = say(new SimulatedX(), text);
    expect(answer.status).toBe(status);
    if (status === 403) expect(answer.body).toEqual(tooLong);
  });

  it('is refused with the field when it is missing, empty, no text, or comes with fields that X does not know', () => {
    const x = new SimulatedX();
    const messages = [{}, { text: ' ' }, { text: 1 }, { text: 'a', key: 'b' }, null, 'text', ['text']].map((body) => {
      const { status, body: answer } = answerOf(x.post(body, NOON));
      expect([status, answer.title]).toEqual([400, 'Invalid Request']);
      return answer.errors?.[0]?.message;
    });
    expect(messages).toEqual([
      'Either [text] or [media] must be set in the request body.',
      'Either [text] or [media] must be set in the request body.',
      '$.text: string expected',
      '$.key: is not defined in the schema and the schema does not allow additional properties',
      '$: object expected',
      '$: object expected',
      '$: object expected',
    ]);
    expect(x.posts()).toEqual([]);
  });

  it('may not quote: self-service accounts lost that', () => {
    const answer = answerOf(new SimulatedX().post({ text: 'a', quote_tweet_id: '1' }, NOON));
    expect([answer.status, answer.body.detail]).toEqual([403, 'Your account is not permitted to access this feature.']);
  });

  it('comes back escaped and with its links wrapped, and is kept as it was meant', () => {
    const x = new SimulatedX();
    const text = 'a & b <c>: https://example.com/x, also run.sh';
    const { body } = say(x, text);
    expect(body.data?.text).toMatch(/^a &amp; b &lt;c&gt;: https:\/\/t\.co\/\w{10}, also https:\/\/t\.co\/\w{10}$/);
    expect(x.posts().map((post) => post.text)).toEqual([text]);
  });
});

describe('the duplicate filter', () => {
  const refused = {
    detail: 'You are not allowed to create a Tweet with duplicate content.',
    type: 'about:blank',
    title: 'Forbidden',
    status: 403,
  };

  it('refuses the same text with the body of X, also as a reply, also when composed differently', () => {
    const x = new SimulatedX();
    const { body } = say(x, 'caf\u00e9 is down');
    for (const again of [say(x, 'caf\u00e9 is down'), say(x, ' cafe\u0301 is down ', NOON, body.data?.id)]) {
      expect(again).toMatchObject({ status: 403, body: refused });
    }
    expect(say(x, 'café is down.').status).toBe(201);
  });

  it('forgets after its window, and not when the post is deleted', () => {
    const x = new SimulatedX({ rules: { duplicateWindowMs: HOUR } });
    const id = say(x, 'down').body.data!.id;
    expect(x.removeByHand(id, NOON)).toBe(true);
    expect(say(x, 'down', NOON + HOUR - 1).status).toBe(403);
    expect(say(x, 'down', NOON + HOUR).status).toBe(201);
  });

  it('lasts a day unless told otherwise', () => {
    const x = new SimulatedX();
    say(x, 'down');
    expect(say(x, 'down', NOON + 24 * HOUR - 1).status).toBe(403);
    expect(say(x, 'down', NOON + 24 * HOUR).status).toBe(201);
  });
});

describe('a reply', () => {
  it('hangs below its parent', () => {
    const x = new SimulatedX();
    const parent = say(x, 'down').body.data!.id;
    const reply = say(x, 'still down', NOON + MINUTE, parent).body.data!.id;
    expect(x.posts()).toEqual([
      { id: parent, text: 'down', at: '2026-11-22T12:00:00.000Z', replyTo: null },
      { id: reply, text: 'still down', at: '2026-11-22T12:01:00.000Z', replyTo: parent },
    ]);
  });

  it('is refused in the words of X when its parent never was, or was deleted', () => {
    const x = new SimulatedX();
    const parent = say(x, 'down').body.data!.id;
    x.removeByHand(parent, NOON);
    for (const gone of [parent, '12345']) {
      expect(say(x, 'still down', NOON, gone)).toMatchObject({
        status: 403,
        body: {
          detail: 'You attempted to reply to a Tweet that is deleted or not visible to you.',
          title: 'Forbidden',
        },
      });
    }
  });

  it.each([5, '', 'x1', undefined, null])('is refused when the parent is %j', (parent) => {
    const { status, body } = answerOf(
      new SimulatedX().post({ text: 'a', reply: { in_reply_to_tweet_id: parent } }, NOON),
    );
    expect([status, body.errors?.[0]?.message]).toEqual([
      400,
      '$.reply.in_reply_to_tweet_id: does not match the regex pattern ^[0-9]{1,19}$',
    ]);
  });
});

describe('the id of a post', () => {
  it('tells its time, so that a search can start from the clock', () => {
    const x = new SimulatedX();
    const id = say(x, 'a').body.data!.id;
    expect(Number(BigInt(id) >> 22n) + 1_288_834_974_657).toBe(NOON);
    expect(id).toBe(SimulatedX.idAt(NOON));
  });

  it('rises strictly, also within a millisecond and when the clock is set back', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: -5 * MINUTE, max: 5 * MINUTE }), { maxLength: 40 }), (shifts) => {
        const x = new SimulatedX();
        const ids = shifts.map((shift, index) => BigInt(say(x, `post ${index}`, NOON + shift).body.data!.id));
        for (const [index, id] of ids.entries()) expect(index === 0 || id > ids[index - 1]!).toBe(true);
      }),
    );
  });
});

describe('the limits', () => {
  it('tell in headers what is left: 100 per 15 minutes, 10,000 per day for user and app', () => {
    const x = new SimulatedX();
    say(x, 'one');
    expect(say(x, 'two', NOON + MINUTE).headers).toEqual({
      'x-rate-limit-limit': '100',
      'x-rate-limit-remaining': '98',
      'x-rate-limit-reset': String((NOON + 15 * MINUTE) / 1000),
      'x-user-limit-24hour-limit': '10000',
      'x-user-limit-24hour-remaining': '9998',
      'x-user-limit-24hour-reset': String((NOON + 24 * HOUR) / 1000),
      'x-app-limit-24hour-limit': '10000',
      'x-app-limit-24hour-remaining': '9998',
      'x-app-limit-24hour-reset': String((NOON + 24 * HOUR) / 1000),
    });
  });

  it('count an attempt that is refused, and roll on', () => {
    const x = new SimulatedX({ rules: { postsPer15Min: 2 } });
    say(x, 'down');
    say(x, 'down', NOON + MINUTE);
    const refused = say(x, 'still down', NOON + 2 * MINUTE);
    expect(refused).toMatchObject({
      status: 429,
      body: { title: 'Too Many Requests', detail: 'Too Many Requests', type: 'about:blank', status: 429 },
      headers: { 'x-rate-limit-remaining': '0', 'x-rate-limit-reset': String((NOON + 15 * MINUTE) / 1000) },
    });
    expect(say(x, 'still down', NOON + 15 * MINUTE).status).toBe(201);
    expect(x.posts().map(({ text }) => text)).toEqual(['down', 'still down']);
  });

  it('of a day block while the 15-minute headers look healthy', () => {
    const x = new SimulatedX({ rules: { postsPer24Hours: 1 } });
    say(x, 'down');
    const { status, headers } = say(x, 'still down', NOON + HOUR);
    expect([status, headers['x-rate-limit-remaining'], headers['x-user-limit-24hour-remaining']]).toEqual([
      429,
      '100',
      '0',
    ]);
    expect(say(x, 'still down', NOON + 24 * HOUR).status).toBe(201);
  });

  it('of reads are separate from those of posts', () => {
    const x = new SimulatedX({ rules: { readsPer15Min: 1 } });
    expect(answerOf(x.me(NOON))).toMatchObject({ status: 200, headers: { 'x-rate-limit-remaining': '0' } });
    expect(answerOf(x.me(NOON + 1)).status).toBe(429);
    expect(say(x, 'down').status).toBe(201);
  });
});

describe('X under a virtual clock', () => {
  it('works on a slow post until its time, and judges it by what holds then', () => {
    const x = new SimulatedX();
    x.faults.inject({ fault: 'slow', ms: 10_000 }, NOON);
    const slow = x.post({ text: 'down' }, NOON);
    if (slow.type !== 'later') throw new Error('X answered at once');
    expect([slow.atMs, x.nextSettleMs(), slow.result()]).toEqual([NOON + 10_000, NOON + 10_000, undefined]);

    x.settle(NOON + 9_999);
    expect(x.posts()).toEqual([]);
    expect(say(x, 'down', NOON + 9_999).status).toBe(201);

    x.settle(NOON + 60_000);
    expect(slow.result()).toMatchObject({ answer: { status: 403, body: { title: 'Forbidden' } } });
    expect(x.posts()).toMatchObject([{ text: 'down', at: '2026-11-22T12:00:09.999Z' }]);
    expect(x.nextSettleMs()).toBeUndefined();
  });

  it('finishes what is due before it looks at anything new, in the order in which it is due', () => {
    const x = new SimulatedX();
    for (const [text, ms] of [
      ['late', 3000],
      ['early', 1000],
    ] as const) {
      x.faults.inject({ fault: 'slow', ms }, NOON);
      x.post({ text }, NOON);
    }
    say(x, 'now', NOON + 5000);
    expect(x.posts().map(({ text, at }) => [text, at])).toEqual([
      ['early', '2026-11-22T12:00:01.000Z'],
      ['late', '2026-11-22T12:00:03.000Z'],
      ['now', '2026-11-22T12:00:05.000Z'],
    ]);
  });

  it('tells what arrives of an answer: nothing of a lost one, though the post stands', () => {
    const x = new SimulatedX();
    x.faults.inject({ fault: 'lost-response' }, NOON);
    expect(x.post({ text: 'down' }, NOON)).toMatchObject({
      type: 'answered',
      arrives: 'nothing',
      answer: { status: 201 },
    });
    expect(x.posts()).toMatchObject([{ text: 'down' }]);
  });

  it('is the same account again from its journal', () => {
    const journal = memoryJournal<XFact>();
    const x = new SimulatedX({ journal });
    x.faults.inject({ fault: 'delayed-visibility', ms: MINUTE }, NOON);
    const root = say(x, 'down').body.data!.id;
    say(x, 'still down', NOON + 1000, root);
    x.removeByHand(root, NOON + 2000);
    const again = new SimulatedX({ journal: memoryJournal(journal.facts) });
    expect(again.posts()).toEqual(x.posts());
    const read = (account: SimulatedX) => answerOf(account.timeline(account.account.id, {}, NOON + 3000)).body;
    expect(read(again)).toEqual(read(x));
    expect(read(again)).toEqual({ meta: { result_count: 0 } });
  });
});
