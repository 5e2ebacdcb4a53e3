import { describe, expect, it } from 'vitest';
import { startWorld, type World } from '../../../../infra/local/world/world.ts';
import { config } from '../../../../shared/config/config.ts';
import { givenFolder, givenWorld, send } from '../given-world.ts';

const NOON = Date.parse('2026-11-22T12:00:00.000Z');
const MINUTE = 60_000;
const SOURCES = ['x', 'bluesky', 'mastodon'];

type Said = { id: string; from: string; text: string; gone: boolean; answers: { text: string }[] };
const jsonOf = async <T>(answer: Promise<Response>) => (await (await answer).json()) as T;
const says = (world: World, body: object) =>
  jsonOf<Said>(send(world, 'POST', '/sim/mentions', { from: 'ada', ...body }));
const heard = (world: World, source: string) => jsonOf<Said[]>(send(world, 'GET', `/sim/mentions?source=${source}`));

describe.each(SOURCES)('people on %s', (source) => {
  it('speak to us, below our posts and around them, and take back what they said', async () => {
    const world = await givenWorld({ clockMs: () => NOON });
    const ours = await jsonOf<Said>(send(world, 'POST', '/sim/posts', { channel: source, text: 'Logins fail' }));
    await says(world, { source, text: 'is it down?' });
    const below = await says(world, { source, from: 'bob', text: 'still failing', replyTo: ours.id });
    await says(world, { source, from: 'cy', text: 'look at this', quote: ours.id });
    await send(world, 'POST', '/sim/posts', { channel: source, text: 'We are on it', replyTo: below.id });
    const all = await heard(world, source);
    expect(all.map(({ from, gone, answers }) => [from, gone, answers.map(({ text }) => text)])).toEqual([
      ['ada', false, []],
      ['bob', false, ['We are on it']],
      ['cy', false, []],
    ]);
    const gone = await send(world, 'DELETE', `/sim/mentions/${encodeURIComponent(below.id)}?source=${source}`);
    expect(((await gone.json()) as Said[]).map((one) => one.gone)).toEqual([false, true, false]);
    const again = await send(world, 'DELETE', `/sim/mentions/${encodeURIComponent(below.id)}?source=${source}`);
    expect(again.status).toBe(404);
  });

  it('are shown on its page in their threads, with our answers beneath', async () => {
    const world = await givenWorld({ clockMs: () => NOON });
    const { id } = await says(world, { source, text: 'is it <down>?' });
    await send(world, 'POST', '/sim/posts', { channel: source, text: 'We are on it', replyTo: id });
    const page = await (await send(world, 'GET', source === 'x' ? '/' : `/${source}`)).text();
    const thread = /<li class="thread">[\s\S]*?<\/ol><\/li>/.exec(page)![0];
    expect(thread).toMatch(/post theirs[\s\S]*ada[\s\S]*is it &lt;down&gt;\?[\s\S]*Status[\s\S]*We are on it/);
    expect(page).toContain('1 post');
  });

  it('have any name, and are the same person by it', async () => {
    const world = await givenWorld({ clockMs: () => NOON });
    for (const from of ['@ada', 'Ada Lovelace of London', 'customer-17', 'customer_17', 'ada'])
      await says(world, { source, from, text: `is it down for ${from}?` });
    const names = (await heard(world, source)).map(({ from }) => from);
    expect(names).toEqual(['ada', 'Ada Lovelace of London', 'customer-17', 'customer_17', 'ada']);
  });

  it('are refused what cannot be, with the field and what to do', async () => {
    const world = await givenWorld();
    const refusal = async (body: object) => {
      const answer = await send(world, 'POST', '/sim/mentions', { source, from: 'ada', text: 'down?', ...body });
      const { errors } = (await answer.json()) as { errors: { field: string; reason: string }[] };
      return [answer.status, errors[0]!.field, errors[0]!.reason];
    };
    expect(await refusal({ replyTo: '77' })).toEqual([
      422,
      'replyTo',
      expect.stringContaining(`GET /sim/posts?channel=${source}`),
    ]);
    expect(await refusal({ quote: '77' })).toEqual([422, 'quote', expect.stringContaining('no such post')]);
    expect(await refusal({ from: 'ada/x' })).toEqual([422, 'from', expect.stringContaining('must be a name')]);
    expect(await refusal({ source: 'fax' })).toEqual([422, 'source', 'must be one of x, bluesky, mastodon']);
    expect(await refusal({ text: undefined })).toEqual([422, 'text', expect.any(String)]);
  });

  it('and what they said are there after a restart', async () => {
    const dataDir = givenFolder();
    const before = await startWorld({ dataDir, port: 0, clockMs: () => NOON });
    const { id } = await says(before, { source, text: 'is it down?' });
    await says(before, { source, text: 'a slip', from: 'bob' });
    await send(before, 'POST', '/sim/posts', { channel: source, text: 'We are on it', replyTo: id });
    if (source !== 'bluesky')
      await send(before, 'POST', '/sim/messages', { source, from: 'ada', text: 'my account is 12' });
    const [said, written] = [
      await heard(before, source),
      await jsonOf(send(before, 'GET', `/sim/messages?source=${source}`)),
    ];
    await before.stop();
    const after = await givenWorld({ dataDir, clockMs: () => NOON });
    expect(await heard(after, source)).toEqual(said);
    expect(await jsonOf(send(after, 'GET', `/sim/messages?source=${source}`))).toEqual(written);
    const next = await says(after, { source, text: 'again', from: 'cy' });
    expect(said.map((one) => one.id)).not.toContain(next.id);
  });
});

describe('messages', () => {
  it.each(['x', 'mastodon'])('on %s are between the two who write them', async (source) => {
    const world = await givenWorld({ clockMs: () => NOON });
    const answer = await send(world, 'POST', '/sim/messages', { source, from: 'ada', text: 'my account is 12' });
    expect([answer.status, await answer.json()]).toEqual([
      201,
      {
        source,
        id: expect.any(String),
        with: 'ada',
        by: 'them',
        text: 'my account is 12',
        at: '2026-11-22T12:00:00.000Z',
      },
    ]);
    expect(await heard(world, source)).toEqual([]);
    const page = await (await send(world, 'GET', source === 'x' ? '/' : `/${source}`)).text();
    expect(page).toMatch(/<h2>Messages<\/h2>[\s\S]*ada[\s\S]*my account is 12/);
  });

  it('on Bluesky there are none, and that is said', async () => {
    const answer = await send(await givenWorld(), 'POST', '/sim/messages', {
      source: 'bluesky',
      from: 'ada',
      text: 'hi',
    });
    expect([answer.status, await answer.json()]).toMatchObject([
      422,
      { errors: [{ field: 'source', reason: expect.stringContaining('x, mastodon, mail') }] },
    ]);
  });

  it('by mail lie in the mailbox of the house, and its ticket system tells the house', async () => {
    const world = await givenWorld({ clockMs: () => NOON });
    const told: object[] = [];
    const write = (text: string) => jsonOf(send(world, 'POST', '/sim/messages', { source: 'mail', from: 'ada', text }));
    expect(await write('nobody listens')).toMatchObject({ from: 'ada@example.net', told: null });
    world.connectSupport({
      tell: async (mail) => {
        told.push(mail);
        return { status: 202 };
      },
    });
    expect(await write('my account is 12')).toMatchObject({ told: 202 });
    expect(told).toEqual([
      {
        id: '2',
        ticket: 'T1',
        from: 'ada@example.net',
        subject: 'A question',
        text: 'my account is 12',
        at: '2026-11-22T12:00:00.000Z',
      },
    ]);
    expect(world.mailboxes.mails({ to: 'support@example.com' }).map(({ text }) => text)).toEqual([
      'nobody listens',
      'my account is 12',
    ]);
  });
});

describe('a crowd', () => {
  const component = config.components[0]!;
  const gather = (world: World, more: object = {}) =>
    send(world, 'POST', '/sim/crowd', { component: component.id, perMinute: 30, forMs: 2 * MINUTE, ...more });

  it('speaks as time passes, each of them once, in the same words for the same seed', async () => {
    let nowMs = NOON;
    const world = await givenWorld({ clockMs: () => nowMs });
    expect(await jsonOf(gather(world))).toEqual({ id: 1, count: 60, until: '2026-11-22T12:02:00.000Z' });
    expect(await heard(world, 'x')).toEqual([]);
    nowMs += MINUTE;
    const half = (await heard(world, 'x')).length;
    expect(half).toBeGreaterThan(15);
    expect(half).toBeLessThan(45);
    nowMs += 5 * MINUTE;
    const all = await heard(world, 'x');
    expect([all.length, new Set(all.map(({ from }) => from)).size]).toEqual([60, 60]);
    expect(all.every(({ text }) => text.includes('@status') && text.includes(component.name))).toBe(true);
    const other = await givenWorld({ clockMs: () => nowMs });
    await gather(other, { phrases: ['no {component}!'], seed: 1, source: 'mastodon' });
    nowMs += 5 * MINUTE;
    expect((await heard(other, 'mastodon')).map(({ from }) => from)).toEqual(all.map(({ from }) => from));
  });

  it('goes on after a restart where it was, and ends when it is told', async () => {
    let nowMs = NOON;
    const dataDir = givenFolder();
    const before = await startWorld({ dataDir, port: 0, clockMs: () => nowMs });
    await gather(before);
    nowMs += MINUTE;
    const half = (await heard(before, 'x')).length;
    await before.stop();
    const after = await givenWorld({ dataDir, clockMs: () => nowMs });
    expect(await heard(after, 'x')).toHaveLength(half);
    nowMs += MINUTE / 2;
    const more = (await heard(after, 'x')).length;
    expect(more).toBeGreaterThan(half);
    await send(after, 'DELETE', '/sim/crowd');
    nowMs += 5 * MINUTE;
    expect(await heard(after, 'x')).toHaveLength(more);
  });

  it('is refused for what we have not, and where it is too many', async () => {
    const world = await givenWorld();
    const field = async (more: object) => {
      const answer = await gather(world, more);
      return [answer.status, ((await answer.json()) as { errors: { field: string }[] }).errors[0]!.field];
    };
    expect(await field({ component: 'nothing' })).toEqual([422, 'component']);
    expect(await field({ source: 'fax' })).toEqual([422, 'source']);
    expect(await field({ perMinute: 2_000, forMs: 60 * MINUTE })).toEqual([422, 'forMs']);
  });
});

describe('the bill', () => {
  it('is in dollars for X, and nothing for the others', async () => {
    const world = await givenWorld({ clockMs: () => NOON });
    expect(await jsonOf(send(world, 'GET', '/sim/bill'))).toEqual({
      total: 0,
      sources: { x: 0, bluesky: 0, mastodon: 0, mail: 0 },
      items: [],
    });
    await says(world, { text: 'down?' });
    world.x.mentions(world.xUserId, {}, NOON);
    world.x.post({ text: 'Logins fail' }, NOON);
    expect(await jsonOf(send(world, 'GET', '/sim/bill'))).toEqual({
      total: 0.016,
      sources: { x: 0.016, bluesky: 0, mastodon: 0, mail: 0 },
      items: [
        { source: 'x', unit: 'mention-read', count: 1, each: 0.001, dollars: 0.001 },
        { source: 'x', unit: 'post', count: 1, each: 0.015, dollars: 0.015 },
      ],
    });
  });
});
