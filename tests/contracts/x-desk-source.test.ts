import { describe, expect, it } from 'vitest';
import { xComplaintCounts } from '../../shared/adapters/x/complaint-counts.ts';
import { xDeskSource } from '../../shared/adapters/x/desk-source.ts';
import { BILLED_UNITS, type Billed } from '../../shared/core/desk/bill.ts';
import type { Heard } from '../../shared/core/desk/mention.ts';
import { MINUTE_MS, plus } from '../../shared/core/instant.ts';
import { told } from './desk-source.contract.ts';
import { givenDesk } from './given-desk.ts';

type Desk = Awaited<ReturnType<typeof givenDesk>>;

/** A desk that adds up what its calls say that they cost. */
async function given() {
  const desk = await givenDesk('x');
  const spent: Record<string, number> = {};
  const count = <T extends { billed: Billed }>(outcome: T): T => {
    for (const [unit, times] of Object.entries(outcome.billed)) spent[unit] = (spent[unit] ?? 0) + times;
    return outcome;
  };
  const listen = async (known: readonly string[] = [], source = desk.source) =>
    told(count(await source.since(plus(desk.now(), -30 * MINUTE_MS), known)));
  const answer = async (to: Heard, text: string, source = desk.source) =>
    count(await source.answer({ key: `to ${to.theirs}`, text, at: desk.now(), to }));
  return { desk, spent, count, listen, answer };
}

/** What X itself has charged, by the units in which the desk counts; our own posts are priced as mentions are. */
function charged({ world }: Desk): Record<string, number> {
  const units: readonly string[] = BILLED_UNITS;
  const items = world.x.bill
    .items()
    .map(({ unit, count }) => ({ unit: unit === 'own-post-read' ? 'mention-read' : unit, count }));
  const sums = new Map<string, number>();
  for (const { unit, count } of items) if (units.includes(unit)) sums.set(unit, (sums.get(unit) ?? 0) + count);
  return Object.fromEntries(sums);
}

describe('what a window is asked for by', () => {
  it('loses nothing that X lists late or leaves out behind the newest id, as that id would', async () => {
    const { desk, listen } = await given();
    desk.say('one');
    desk.trouble('mention-missed', { times: 1 });
    const missed = desk.say('two', { from: 'bob' });
    const newest = desk.say('three', { from: 'cy' });
    desk.pass(MINUTE_MS);
    expect((await listen()).heard.map(({ theirs }) => theirs)).toContain(missed);
    const behind = desk.world.x.mentions(desk.world.xUserId, { since_id: newest }, Date.parse(desk.now()));
    expect(behind).toMatchObject({ answer: { body: { meta: { result_count: 0 } } } });
  });
});

describe('what people are called', () => {
  it('is not paid for again by a function that is new, where it is known from what they said before', async () => {
    const { desk, spent, count, listen } = await given();
    desk.say('one', { from: 'bob' });
    const [first] = (await listen()).heard;
    const before = spent['user-read'];
    desk.say('two', { from: 'bob' });
    const since = plus(desk.now(), -30 * MINUTE_MS);
    const again = told(count(await desk.another().since!(since, [first!.theirs], [first!.author])));
    expect(again.heard.map(({ author }) => author.handle)).toEqual(['bob', 'bob']);
    // Of those who signed in it asks again who they are, and of nobody else.
    expect(spent['user-read']! - before!).toBe(1);
  });
});

describe('what we say ourselves', () => {
  it('is nothing that was said to us, also where it names us', async () => {
    const { desk, listen } = await given();
    desk.post('@status is where we speak');
    const shown = desk.world.x.mentions(desk.world.xUserId, {}, Date.parse(desk.now()));
    expect(shown).toMatchObject({ answer: { body: { meta: { result_count: 1 } } } });
    expect((await listen()).heard).toEqual([]);
  });
});

describe('whom we may answer on X', () => {
  it('is who named us in their own words, not who is deeper in a thread where somebody else did', async () => {
    const { desk, listen, answer } = await given();
    const named = desk.say('is it down?');
    desk.say('for me too', { from: 'bob', replyTo: named });
    const { heard } = await listen();
    const bob = heard.find(({ author }) => author.handle === 'bob')!;
    expect([bob.summoned, bob.answers]).toEqual([false, { theirs: named, ours: false }]);
    expect(await answer(bob, 'We are on it.')).toMatchObject({ outcome: 'refused', why: 'not-summoned', billed: {} });
  });

  it('is nobody twice for one word', async () => {
    const { desk, listen, answer } = await given();
    desk.say('is it down?');
    const [ada] = (await listen()).heard;
    expect((await answer(ada!, 'We are on it.')).outcome).toBe('sent');
    expect(await answer(ada!, 'It works again.')).toMatchObject({ outcome: 'refused', why: 'not-summoned' });
    expect(await answer(ada!, 'We are on it.')).toMatchObject({ outcome: 'unknown', billed: {} });
  });

  it('takes no messages from us, if they did not write first or closed them', async () => {
    const { desk, listen } = await given();
    desk.say('is it down?');
    const [{ author }] = (await listen()).heard as [Heard];
    const message = { key: 'k', text: 'hello', at: desk.now() };
    expect(await desk.source.message!(author, message)).toMatchObject({
      outcome: 'refused',
      why: 'closed',
      billed: {},
    });
    desk.write('ada', 'my account is 12');
    desk.trouble('messages-closed', { times: 1 });
    expect(await desk.source.message!(author, message)).toMatchObject({ outcome: 'refused', why: 'closed' });
    expect(await desk.source.message!(author, message)).toMatchObject({
      outcome: 'sent',
      billed: { 'message-sent': 1 },
    });
  });
});

describe('how often messages are looked for on X', () => {
  it('is once a minute, whoever asks more often, so that there is never none for the rest of a quarter of an hour', async () => {
    const { desk } = await given();
    const look = async () => told(await desk.source.messagesSince!(plus(desk.now(), -30 * MINUTE_MS))).heard.length;
    desk.write('ada', 'my account is 12');
    const told20s: number[] = [];
    for (let looks = 0; looks < 90; looks++) {
      told20s.push(await look());
      desk.pass(MINUTE_MS / 3);
    }
    expect(told20s.slice(0, 5)).toEqual([1, 0, 0, 1, 0]);
    expect(told20s.filter((heard) => heard === 1)).toHaveLength(30);
  });
});

describe('what X charges', () => {
  it('is what the desk counts, read after read', async () => {
    const { desk, spent, count, listen, answer } = await given();
    for (let index = 0; index < 12; index++) desk.say(`down ${index}`, { from: `p${index % 7}` });
    const { heard } = await listen();
    await listen(heard.map(({ theirs }) => theirs));
    desk.write('p1', 'my account is 12');
    count(await desk.source.messagesSince!(plus(desk.now(), -30 * MINUTE_MS)));
    for (const [index, to] of heard.slice(0, 5).entries()) await answer(to, `We are on it (${index}).`);
    count(
      await desk.source.message!(heard.find(({ author }) => author.handle === 'p1')!.author, {
        key: 'k',
        text: 'Case K7QXF',
        at: desk.now(),
      }),
    );
    desk.takeBack(heard[7]!.theirs);
    expect((await listen(heard.map(({ theirs }) => theirs))).gone).toEqual([heard[7]!.theirs]);
    count(await desk.source.find({ key: 'k', text: 'We are on it (0).', at: desk.now(), to: heard[0]! }));
    count(await desk.source.stream!(heard[0]!.author));
    expect(spent).toEqual(charged(desk));
  });

  it('is the same for another function that is told what was heard', async () => {
    const { desk, spent, listen } = await given();
    for (const from of ['ada', 'bob']) desk.say('down', { from });
    const { heard } = await listen();
    await listen(
      heard.map(({ theirs }) => theirs),
      desk.another(),
    );
    expect(spent['mention-read']).toBe(charged(desk)['mention-read']);
  });

  it('is for nobody twice whom we know, also on another day: only their posts are charged again', async () => {
    const { desk, spent, listen } = await given();
    for (const from of ['ada', 'bob']) desk.say('down', { from });
    const { heard } = await listen();
    expect(spent).toEqual({ 'mention-read': 2, 'user-read': 3 });
    desk.pass(24 * 60 * MINUTE_MS);
    const known = heard.map(({ theirs }) => theirs);
    told(await desk.another().since(plus(desk.now(), -25 * 60 * MINUTE_MS), known));
    // Of the second function's: who we are, once a day.
    expect(charged(desk)).toEqual({ 'mention-read': 4, 'user-read': 4 });
  });

  it('is charged anew on the next day, also for the function that read it before', async () => {
    const { desk, spent, count, listen } = await given();
    desk.say('down');
    const { heard } = await listen();
    desk.pass(24 * 60 * MINUTE_MS);
    const known = heard.map(({ theirs }) => theirs);
    count(await desk.source.since(plus(desk.now(), -25 * 60 * MINUTE_MS), known));
    expect(spent).toEqual(charged(desk));
    expect(spent['mention-read']).toBe(2);
  });

  it('ends reading and answering where the account is at its limit', async () => {
    const { desk, listen, answer } = await given();
    desk.say('down');
    const [ada] = (await listen()).heard;
    desk.trouble('bill-limit', { limit: 1 });
    expect(await desk.source.since(plus(desk.now(), -MINUTE_MS), [])).toMatchObject({
      unreadable: expect.stringContaining('SpendCapReached'),
      billed: {},
    });
    expect(await answer(ada!, 'We are on it.')).toMatchObject({ outcome: 'held', billed: {} });
  });

  it('is a tenth without asking who speaks, who then goes by their number', async () => {
    const { desk } = await given();
    desk.say('down');
    const { world, now } = desk;
    const source = xDeskSource({
      ...{ tokens: async () => world.xTokens, server: { baseUrl: world.url }, clock: { now } },
      handles: false,
    });
    const { heard, billed } = told(await source.since(plus(now(), -MINUTE_MS), []));
    expect(heard[0]!.author.handle).toBe(heard[0]!.author.theirs);
    expect(billed).toEqual({ 'mention-read': 1, 'user-read': 1 });
  });
});

describe('how many speak of us on X', () => {
  const countsOf = ({ world, now }: Desk, bearer = world.xBearer) =>
    xComplaintCounts({ bearer: async () => bearer, server: { baseUrl: world.url }, clock: { now } });

  it('is counted minute by minute, for the token of the app', async () => {
    const { desk } = await given();
    desk.say('Acme is down');
    desk.pass(2 * MINUTE_MS);
    const counted = await countsOf(desk).since('acme (down OR broken)', plus(desk.now(), -3 * MINUTE_MS));
    if (!('minutes' in counted)) throw new Error(counted.unreadable);
    expect([counted.billed, counted.minutes.reduce((sum, { count }) => sum + count, 0)]).toEqual([
      { 'counts-request': 1 },
      1,
    ]);
    expect(counted.minutes.every(({ at }) => at.endsWith(':00.000Z'))).toBe(true);
  });

  it('is not known with another token, too long a query or no answer, and then it may have been charged', async () => {
    const { desk } = await given();
    const since = plus(desk.now(), -3 * MINUTE_MS);
    expect(await countsOf(desk, 'other').since('acme', since)).toMatchObject({
      unreadable: expect.any(String),
      billed: {},
    });
    expect(await countsOf(desk).since('a'.repeat(513), since)).toMatchObject({
      unreadable: expect.any(String),
      billed: {},
    });
    desk.trouble('lost-response', { on: 'all' });
    expect(await countsOf(desk).since('acme', since)).toMatchObject({
      unreadable: expect.any(String),
      billed: { 'counts-request': 1 },
    });
  });
});
