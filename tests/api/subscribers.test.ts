import { describe, expect, it } from 'vitest';
import { subscriberId } from '../../shared/core/subscribers/address.ts';
import { EVERYTHING, type Subscriber } from '../../shared/core/subscribers/subscriber.ts';
import { ada, machine, root, team, victor } from './team.ts';

const AGREED = { at: '2025-03-02T10:00:00Z', source: 'status.example.com on Statuspage' };
const given = (address: string, more: object = {}) => ({ kind: 'mail', address, consent: AGREED, ...more });

/** A house whose administrators look after those outside. */
function house(changes: Parameters<typeof team>[0] = {}) {
  const home = team(changes);
  const { ports, get, post, ask } = home;
  const as = { as: root };
  const idOf = async (address: string) => subscriberId(await ports.subscriberKey(), 'mail', address);
  return {
    ...home,
    idOf,
    add: (address: string, more: object = {}) => post('/v1/subscribers', given(address, more), as),
    bring: (...subscribers: unknown[]) => post('/v1/subscribers/import', { subscribers }, as),
    list: (query = '', by = root) => get(`/v1/subscribers${query}`, { as: by }),
    count: async () => (await get('/v1/subscribers/count')).body,
    find: async (address: string) => (await post('/v1/subscribers/find', { address }, as)).body,
    erase: (id: string, query = '') => ask('DELETE', `/v1/subscribers/mail/${id}${query}`, undefined, as),
    /** Somebody as the page takes them, put past the API. */
    put: async (address: string, more: Partial<Subscriber> = {}) =>
      ports.subscribers.put(
        {
          id: await idOf(address),
          kind: 'mail',
          address,
          state: 'confirmed',
          choice: EVERYTHING,
          consent: { at: '2026-11-20T10:00:00.000Z', how: 'form', words: '1' },
          version: 1,
          ...more,
        },
        0,
      ),
  };
}

describe('a subscriber that the house adds', () => {
  it('is told of what is said from now on, keeps when and where they agreed, and is added once', async () => {
    const { add } = house();
    const { status, body } = await add('Jo@Example.com', {
      choice: { components: ['api'], level: 'ends', minImpact: 'major', maintenance: false },
      zone: 'Europe/Vienna',
    });
    expect(status).toBe(201);
    expect(body.subscriber).toMatchObject({
      channel: 'mail',
      kind: 'mail',
      address: 'Jo@example.com',
      state: 'confirmed',
      confirmedAt: '2026-11-22T10:00:00.000Z',
      choice: { components: ['api'], level: 'ends', minImpact: 'major', maintenance: false },
      zone: 'Europe/Vienna',
      consent: { at: '2025-03-02T10:00:00.000Z', how: 'api', words: AGREED.source },
    });
    const again = await add('jo@example.com', { choice: { level: 'all' } });
    expect([again.status, again.body]).toEqual([200, body]);
  });

  it('is not brought back once they have left, and the answer says what to do', async () => {
    const { add, bring, erase, find } = house();
    const { id } = (await add('jo@example.com')).body.subscriber;
    await erase(id, '?reason=left');
    expect(await add('jo@example.com')).toMatchObject({
      status: 409,
      body: { type: 'subscriber-left', detail: expect.stringContaining('ask them to follow https://status.example') },
    });
    expect((await bring(given('JO@example.com'))).body).toMatchObject({
      left: 1,
      added: 0,
      rows: [{ is: 'left', id }],
    });
    expect(await find('jo@example.com')).toEqual({
      channel: 'mail',
      id,
      gone: { id, why: 'left', at: '2026-11-22T10:00:00.000Z' },
    });
  });

  it('is not brought back by an import that runs while they leave', async () => {
    const { bring, find, idOf, ports } = house();
    const { put } = ports.subscribers;
    const id = await idOf('jo@example.com');
    ports.subscribers.put = async (...args) => {
      await ports.subscribers.remove('mail', { id, why: 'left', at: '2026-11-22T10:00:00.000Z' });
      return put(...args);
    };
    expect((await bring(given('jo@example.com'))).body).toMatchObject({ left: 1, added: 0 });
    expect(await find('jo@example.com')).toMatchObject({ gone: { why: 'left' } });
    expect(await find('jo@example.com')).not.toHaveProperty('subscriber');
  });

  it('is taken for a sign-up that was never confirmed, which this confirms', async () => {
    const { add, put } = house();
    await put('jo@example.com', { state: 'pending', pendingUntil: '2026-11-24T10:00:00.000Z' });
    await put('old@example.com', { state: 'pending', pendingUntil: '2026-11-21T10:00:00.000Z' });
    for (const address of ['jo@example.com', 'old@example.com'])
      expect(await add(address)).toMatchObject({ status: 201, body: { subscriber: { state: 'confirmed' } } });
  });

  it.each([
    ['address', given('nobody')],
    ['address', given('abuse@example.com')],
    ['address', given('4321234@vtext.com')],
    ['address', given('https://hooks.example/secret', { kind: 'webhook' })],
    ['kind', given('jo@example.com', { kind: 'fax' })],
    ['consent', given('jo@example.com', { consent: undefined })],
    ['consent.at', given('jo@example.com', { consent: { ...AGREED, at: 'in spring' } })],
    ['consent.at', given('jo@example.com', { consent: { ...AGREED, at: '2026-11-23T10:00:00Z' } })],
    ['consent.source', given('jo@example.com', { consent: { ...AGREED, source: ' ' } })],
    ['choice.components.1', given('jo@example.com', { choice: { components: ['api', 'moon'] } })],
    ['choice.level', given('jo@example.com', { choice: { level: 'some' } })],
    ['zone', given('jo@example.com', { zone: 'Europe/Nowhere' })],
  ])('is refused by the field that is wrong, %s, without its address', async (field, body) => {
    const { post, bring, count } = house();
    const one = await post('/v1/subscribers', body, { as: root });
    expect([one.status, one.body.errors[0].field]).toEqual([422, field]);
    const many = await bring(body, given('other@example.com'));
    expect(many.body).toMatchObject({
      added: 1,
      refused: 1,
      rows: [
        { row: 0, is: 'refused' },
        { row: 1, is: 'added' },
      ],
    });
    expect(many.body.rows[0].reason).toContain(field);
    for (const { text } of [one, many]) expect(text).not.toMatch(/nobody|abuse@example|4321234|secret|jo@/);
    expect((await count()).kinds.mail.confirmed).toBe(1);
  });
});

describe('an import', () => {
  it('is harmless when it is done twice, and names each by its place', async () => {
    const { bring } = house();
    const all = Array.from({ length: 120 }, (_, n) => given(`u${n}@example.com`));
    expect((await bring(...all)).body).toMatchObject({ added: 120, known: 0 });
    const again = await bring(...all, given('U7@example.com'), given('new@example.com'));
    expect(again.body).toMatchObject({ added: 1, known: 121, left: 0, refused: 0 });
    expect(again.body.rows.map(({ row }: { row: number }) => row)).toEqual(Array.from({ length: 122 }, (_, n) => n));
    expect(again.text).not.toContain('@');
  });

  it('takes at most 1,000 in one call, and a body that is no JSON is not quoted', async () => {
    const { bring, ask } = house();
    const most = Array.from({ length: 1_000 }, (_, n) => given(`u${n}@example.com`));
    expect((await bring(...most)).body.added).toBe(1_000);
    expect(await bring(...most, given('one@example.com'))).toMatchObject({ status: 422 });
    const broken = await ask('POST', '/v1/subscribers/import', '{"subscribers": [jo@example.com', { as: root });
    expect([broken.status, broken.text]).toEqual([400, expect.not.stringContaining('jo@')]);
  });
});

describe('the list of subscribers', () => {
  it('shows addresses to administrators, and to others the first letter and the domain', async () => {
    const { add, list } = house();
    await add('jo@example.com', { consent: { ...AGREED, proof: 'ticket of jo@example.com' } });
    expect((await list()).body.subscribers[0]).toMatchObject({
      address: 'jo@example.com',
      consent: { proof: 'ticket of jo@example.com' },
    });
    for (const by of [victor, ada, machine('ci', 'read')]) {
      const { body, text } = await list('', by);
      expect(body.subscribers[0]).toMatchObject({ address: 'j…@example.com' });
      expect(text).not.toContain('jo@');
    }
  });

  it('is read in pages, each of them once, and by state', async () => {
    const { bring, list, put } = house();
    await bring(...Array.from({ length: 57 }, (_, n) => given(`u${n}@example.com`)));
    await put('back@example.com', {
      state: 'quarantined',
      quarantined: { at: '2026-11-21T10:00:00.000Z', reason: 'no such mailbox' },
    });
    await put('late@example.com', { state: 'pending', pendingUntil: '2026-11-21T10:00:00.000Z' });
    const seen: string[] = [];
    for (let query = '?limit=10'; ; ) {
      const { body } = await list(query);
      expect(body.subscribers.length).toBeLessThanOrEqual(10);
      seen.push(...body.subscribers.map(({ address }: { address: string }) => address));
      if (body.next === undefined) break;
      query = `?limit=10&after=${body.next}`;
    }
    expect([seen.length, new Set(seen).size]).toEqual([58, 58]);
    expect((await list('?state=quarantined')).body.subscribers).toMatchObject([
      { address: 'back@example.com', quarantined: { reason: 'no such mailbox' } },
    ]);
    expect((await list('?channel=hooks')).body).toEqual({ subscribers: [] });
  });

  it.each([
    '?channel=fax',
    '?state=gone',
    '?limit=0',
    '?limit=1001',
    '?after=mail.99.',
    '?after=hooks.00.',
    '?after=x',
  ])('says what is wrong with %s', async (query) => {
    expect((await house().list(query)).status).toBe(422);
  });
});

describe('the count of subscribers', () => {
  it('is by kind and state, and leaves out sign-ups that were not confirmed in time', async () => {
    const { bring, put, count } = house();
    expect(await count()).toEqual({ kinds: {} });
    await bring(...Array.from({ length: 30 }, (_, n) => given(`u${n}@example.com`)));
    await put('new@example.com', { state: 'pending', pendingUntil: '2026-11-23T10:00:00.000Z' });
    await put('late@example.com', { state: 'pending', pendingUntil: '2026-11-21T10:00:00.000Z' });
    await put('hook', { kind: 'webhook', address: 'https://hooks.example/x' });
    expect(await count()).toEqual({
      kinds: {
        mail: { pending: 1, confirmed: 30, quarantined: 0 },
        webhook: { pending: 0, confirmed: 1, quarantined: 0 },
      },
    });
  });
});

describe('an export', () => {
  it('holds everybody with what they agreed to, for administrators; that it was taken is kept', async () => {
    const { add, put, get } = house();
    await add('jo@example.com');
    await put('https://hooks.example/x', { kind: 'webhook' });
    expect((await get('/v1/subscribers/export')).status).toBe(403);
    const first = await get('/v1/subscribers/export', { as: root });
    expect(first.body).toMatchObject({
      subscribers: [{ address: 'jo@example.com', consent: { words: AGREED.source } }],
      next: 'hooks.00.',
    });
    const second = await get('/v1/subscribers/export?after=hooks.00.', { as: root });
    expect(second.body).toMatchObject({ subscribers: [{ kind: 'webhook', address: 'https://hooks.example/x' }] });
    expect(second.body).not.toHaveProperty('next');
    const { body } = await get('/v1/acts', { as: root });
    expect(body.acts.map(({ act }: { act: string }) => act)).toContain('GET /v1/subscribers/export');
  });
});

describe('a program with an owner', () => {
  it('is exported with whom we mail and how its body is made, found by its address, and masked for others', async () => {
    const { put, find, get, ports } = house();
    const address = 'https://hooks.example/x';
    const id = subscriberId(await ports.subscriberKey(), 'webhook', address);
    await put(address, { id, kind: 'webhook', owner: 'jo@example.com', format: 'statuspage' });
    const there = (await get('/v1/subscribers/export?after=hooks.00.', { as: root })).body.subscribers;
    expect(there).toMatchObject([{ address, owner: 'jo@example.com', format: 'statuspage' }]);
    expect(await find(address)).toMatchObject({ channel: 'hooks', subscriber: { kind: 'webhook' } });
    const seen = (await get('/v1/subscribers?channel=hooks', { as: victor })).text;
    expect(seen).toContain('j…@example.com');
    expect(seen).not.toContain('jo@example.com');
  });
});

describe('an erasure', () => {
  it('leaves no address anywhere: not in a list, an export, a search, the audit log, nor in an answer', async () => {
    const { add, bring, erase, list, find, get } = house();
    const { id } = (await add('jo@example.com')).body.subscriber;
    await bring(given('jo@example.com'));
    const answers = [
      await erase(id),
      await erase(id),
      await list(),
      await get('/v1/subscribers/export', { as: root }),
      await get('/v1/acts', { as: root }),
    ];
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200, 200]);
    expect(answers[0]!.body).toEqual({ gone: { id, why: 'erased', at: '2026-11-22T10:00:00.000Z' } });
    expect(answers[4]!.text).toContain(`/v1/subscribers/mail/${id}`);
    for (const { text } of answers) expect(text).not.toMatch(/jo@|j…@/);
    expect(await find('jo@example.com')).toMatchObject({ gone: { why: 'erased' } });
  });

  it('names what is not there or not understood', async () => {
    const { erase, idOf, ask, ports } = house();
    const id = await idOf('jo@example.com');
    expect((await erase(id)).body.type).toBe('no-such-subscriber');
    expect((await erase('short')).body.type).toBe('no-such-subscriber');
    expect((await ask('DELETE', `/v1/subscribers/fax/${id}`, undefined, { as: root })).body.type).toBe(
      'no-such-subscriber',
    );
    expect((await erase(id, '?reason=because')).body.errors[0].field).toBe('reason');
    expect(await ports.subscribers.gone('mail', id)).toBeUndefined();
  });
});

describe('who may', () => {
  it.each([
    ['POST', '/v1/subscribers', given('jo@example.com')],
    ['POST', '/v1/subscribers/import', { subscribers: [given('jo@example.com')] }],
    ['POST', '/v1/subscribers/find', { address: 'jo@example.com' }],
    ['GET', '/v1/subscribers/export', undefined],
    ['DELETE', `/v1/subscribers/mail/${'0'.repeat(20)}`, undefined],
  ])('change or take them: administrators alone, by %s %s', async (method, path, body) => {
    const { ask } = house();
    for (const as of [victor, ada, machine('ci', 'read', 'write', 'approve')])
      expect((await ask(method, path, body, { as })).body.type).toBe('role-missing');
  });
});
