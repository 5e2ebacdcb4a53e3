import { describe, expect, it } from 'vitest';
import { ada, grace, root, team, victor } from './team.ts';

const ADA = {
  name: 'Ada',
  as: ['commander', 'approver'],
  mail: 'ada@example.com',
  zone: 'Europe/Vienna',
};

/** A house whose directory an administrator fills, and whose owners confirm. */
function house() {
  const home = team();
  const { ports, put, post } = home;
  const page = async (method: 'GET' | 'POST', url: string, form: Record<string, string> = {}) =>
    home.ask(method, url, method === 'GET' ? undefined : new URLSearchParams(form).toString(), {
      as: 'nobody',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
    });
  const add = async (id: string, body: object) => put(`/v1/people/${id}`, body, { as: root });
  const hookLink = () => ports.hooks.at(-1)?.message.links[0] ?? '';
  return {
    ...home,
    page,
    add,
    hookLink,
    list: async (as = root) => (await home.get('/v1/people', { as })).body,
    /** Adds somebody and confirms their mail, as its owner does. */
    async confirmed(id: string, as: readonly string[], more: object = {}) {
      const mail = `${id}@example.com`;
      const { body } = await add(id, { name: id, as, mail, ...more });
      const answer = await page('POST', body.ask[0].url, { link: ports.subscriptions.linkTo(mail) });
      expect(answer.status).toBe(200);
    },
    remove: (id: string) => home.ask('DELETE', `/v1/people/${id}`, undefined, { as: root }),
    again: (id: string, kind: string) => post(`/v1/people/${id}/ask`, { kind }, { as: root }),
    duty: (body: object, as = ada) => put('/v1/duty', body, { as }),
  };
}

describe('a message to try whether people are reached', () => {
  it('goes to everybody on duty, where that is confirmed; administrators alone send it', async () => {
    const { confirmed, add, post, messages, ports, targets } = house();
    ports.targets.push(...targets);
    await confirmed('ada', ['commander']);
    await add('bob', { name: 'Bob', as: ['deputy'], mail: 'bob@example.com' });
    const before = messages.length;
    expect((await post('/v1/reminders/test', undefined, { as: ada })).status).toBe(403);
    const { status, body } = await post('/v1/reminders/test', undefined, { as: root });
    expect(status).toBe(200);
    expect(body.tried).toEqual([
      { id: 'ada', name: 'ada', as: ['commander'], sent: ['mail'], failed: [], unconfirmed: [] },
      { id: 'bob', name: 'Bob', as: ['deputy'], sent: [], failed: [], unconfirmed: ['mail'] },
    ]);
    expect(body.reached.armed).toBe(false);
    expect(messages.slice(before)).toMatchObject([{ to: 'ada', kind: 'mail', links: [] }]);
  });

  it('that nobody takes counts as not sent', async () => {
    const { confirmed, post, ports, targets } = house();
    ports.targets.push(...targets);
    await confirmed('ada', ['commander']);
    targets[0]!.send = () => Promise.reject(new Error('SNS is away'));
    const { body } = await post('/v1/reminders/test', undefined, { as: root });
    expect(body.tried).toMatchObject([{ id: 'ada', sent: [], failed: ['mail'] }]);
  });
});

describe('the directory', () => {
  it('is filled by administrators, and read by everybody without the addresses', async () => {
    const { add, list, put } = house();
    expect(await add('ada', ADA)).toMatchObject({
      status: 201,
      body: { person: { id: 'ada' }, ask: [{ kind: 'mail' }] },
    });
    expect((await put('/v1/people/bob', ADA, { as: ada })).status).toBe(403);
    expect((await list(victor)).people).toEqual([
      {
        id: 'ada',
        name: 'Ada',
        as: ['commander', 'approver'],
        zone: 'Europe/Vienna',
        addresses: [{ kind: 'mail', confirmed: false }],
      },
    ]);
    expect((await list(root)).people[0].addresses).toEqual([{ kind: 'mail', confirmed: false, to: 'a…@example.com' }]);
    expect(JSON.stringify(await list(root))).not.toContain('ada@example.com');
  });

  it('changes what is given and keeps the rest; an address that stays is not asked about again', async () => {
    const { add, confirmed, list } = house();
    await confirmed('ada', ['commander']);
    expect(await add('ada', { name: 'Ada L.', mail: 'ada@example.com' })).toMatchObject({
      status: 200,
      body: { ask: [] },
    });
    expect(await add('ada', { as: ['deputy'] })).toMatchObject({ status: 200, body: { ask: [] } });
    expect((await list()).people[0]).toMatchObject({
      name: 'Ada L.',
      as: ['deputy'],
      addresses: [{ kind: 'mail', confirmed: true }],
    });
    expect(await add('ada', { mail: 'ada@other.example' })).toMatchObject({ body: { ask: [{ kind: 'mail' }] } });
    expect((await list()).people[0].addresses[0].confirmed).toBe(false);
    await add('ada', { mail: null });
    expect((await list()).people[0].addresses).toEqual([]);
  });

  it.each([
    ['Ada!', ADA, 'id'],
    ['ada', { as: [] }, 'name'],
    ['ada', { name: 'Ada' }, 'as'],
    ['ada', { ...ADA, as: ['boss'] }, 'as.0'],
    ['ada', { ...ADA, mail: 'ada' }, 'mail'],
    ['ada', { ...ADA, hook: 'http://hook.example/x' }, 'hook'],
    ['ada', { ...ADA, hook: 'ftp://hook.example/x' }, 'hook'],
    ['ada', { ...ADA, zone: 'Europe/Nowhere' }, 'zone'],
    ['ada', { ...ADA, as: ['alarms', 'commander'] }, 'as'],
    ['ada', { ...ADA, mail: 'BOB@example.com' }, 'mail'],
  ])('says which field of %s is wrong, and keeps nothing', async (id, body, field) => {
    const { add, list } = house();
    await add('bob', { name: 'Bob', as: [], mail: 'bob@example.com' });
    const { status, body: problem } = await add(id, body);
    expect({ status, field: problem.errors[0].field }).toEqual({ status: 422, field });
    expect((await list()).people.map((one: { id: string }) => one.id)).toEqual(['bob']);
  });

  it('refuses an address that its topic has already, and a webhook that does not answer', async () => {
    const { add, ports } = house();
    await ports.subscriptions.ask('stranger', 'ada@example.com', false);
    expect((await add('ada', ADA)).body.errors[0]).toMatchObject({ field: 'mail' });
    const away = team({
      hookTo: () => ({
        send: async () => {
          throw new Error('away');
        },
      }),
    });
    const answer = await away.put(
      '/v1/people/ada',
      { name: 'Ada', as: [], hook: 'https://hook.example/secret' },
      { as: root },
    );
    expect(answer.body.errors[0]).toMatchObject({ field: 'hook' });
    expect(answer.text).not.toContain('secret');
  });

  it('keeps that somebody was changed, and never an address', async () => {
    const { add, get, remove } = house();
    await add('ada', { ...ADA, hook: 'https://hook.example/secret' });
    await remove('ada');
    const { text, body } = await get('/v1/acts', { as: root });
    expect(body.acts.map(({ act, on }: { act: string; on: string }) => `${act} ${on}`).toSorted()).toEqual([
      'DELETE /v1/people/{id} /v1/people/ada',
      'PUT /v1/people/{id} /v1/people/ada',
    ]);
    expect(text).not.toMatch(/ada@example|secret/);
  });

  it('forgets the addresses of whoever is taken out, ends their subscription, and takes them back', async () => {
    const { add, confirmed, get, list, ports, remove } = house();
    await confirmed('ada', ['commander']);
    expect(await remove('ada')).toMatchObject({ status: 200, body: { removed: 'ada' } });
    expect((await list()).people).toEqual([]);
    expect((await get('/v1/people/ada', { as: root })).body.type).toBe('no-such-person');
    expect((await remove('ada')).status).toBe(200);
    expect((await remove('nobody')).status).toBe(404);
    expect((await ports.subscriptions.standing()).confirmed.size).toBe(0);
    expect(JSON.stringify(await ports.people.of('ada'))).not.toContain('example.com');
    expect((await add('ada', ADA)).status).toBe(201);
  });
});

describe('an address', () => {
  it('is confirmed by the button of our page, with the link that only its owner has been sent', async () => {
    const { add, list, page, ports } = house();
    const { url } = (await add('ada', ADA)).body.ask[0];
    for (const _visit of [1, 2]) expect((await page('GET', url)).status).toBe(200);
    expect((await list()).people[0].addresses[0].confirmed).toBe(false);
    expect(await page('POST', url, { link: 'https://elsewhere.example' })).toMatchObject({ status: 422 });
    expect(await page('POST', url, { link: 'https://sns.example/?Token=a-token-of-somebody-else' })).toMatchObject({
      status: 422,
    });
    expect((await list()).people[0].addresses[0].confirmed).toBe(false);
    expect((await page('POST', url, { link: ports.subscriptions.linkTo('ada@example.com') })).status).toBe(200);
    expect((await list()).people[0].addresses[0].confirmed).toBe(true);
    expect((await page('GET', url)).text).toContain('Confirmed');
  });

  it('cannot be confirmed by the link of somebody else’s mail', async () => {
    const { add, list, page, ports } = house();
    const { url } = (await add('ada', ADA)).body.ask[0];
    await add('bob', { name: 'Bob', as: [], mail: 'bob@example.com' });
    expect((await page('POST', url, { link: ports.subscriptions.linkTo('bob@example.com') })).status).toBe(422);
    expect(
      (await list()).people.map((one: { addresses: { confirmed: boolean }[] }) => one.addresses[0]?.confirmed),
    ).toEqual([false, false]);
  });

  it('that a scanner of mail has opened is asked about anew, and later no scanner ends it', async () => {
    const { add, list, page, ports } = house();
    const { subscriptions } = ports;
    const { url } = (await add('ada', ADA)).body.ask[0];
    const first = subscriptions.linkTo('ada@example.com');
    subscriptions.opened('ada@example.com');
    expect((await list()).people[0].addresses[0].confirmed).toBe(false);
    expect((await page('POST', url, { link: first })).text).toContain('a new mail is on its way');
    expect((await page('POST', url, { link: subscriptions.linkTo('ada@example.com') })).status).toBe(200);
    subscriptions.opened('ada@example.com');
    expect((await subscriptions.standing()).confirmed.size).toBe(1);
  });

  it('of a webhook is confirmed by what was sent there, which nobody else is told', async () => {
    const { add, hookLink, list, page } = house();
    const answer = await add('ada', { name: 'Ada', as: [], hook: 'https://hook.example/secret' });
    expect(answer.body.ask).toEqual([{ kind: 'hook' }]);
    expect((await page('GET', hookLink())).text).toContain('hook.example');
    expect((await list()).people[0].addresses[0].confirmed).toBe(false);
    expect((await page('POST', hookLink())).status).toBe(200);
    expect((await list()).people[0].addresses).toEqual([{ kind: 'hook', confirmed: true, to: 'hook.example' }]);
  });

  it('is confirmed by the newest question alone, within two days, while it is there', async () => {
    const { add, again, clock, page, ports, remove } = house();
    const { url } = (await add('ada', ADA)).body.ask[0];
    const { url: newer } = (await again('ada', 'mail')).body.ask[0];
    const link = ports.subscriptions.linkTo('ada@example.com');
    expect((await page('POST', url, { link })).status).toBe(410);
    clock.nowMs += 48 * 3_600_000;
    expect((await page('POST', newer, { link })).status).toBe(410);
    expect((await page('GET', `${newer.slice(0, -4)}AAAA`)).status).toBe(403);
    expect((await again('ada', 'hook')).status).toBe(422);
    expect((await again('eve', 'mail')).status).toBe(404);
    const { url: newest } = (await again('ada', 'mail')).body.ask[0];
    await remove('ada');
    expect((await page('GET', newest)).status).toBe(410);
  });
});

describe('duty', () => {
  it('is said by whoever decides, for all that they may be or for what is named', async () => {
    const { confirmed, duty } = house();
    await confirmed('ada', ['commander', 'approver']);
    await confirmed('bob', ['commander', 'deputy']);
    const on = (body: { duty: { as: string; people: string[] }[] }, as: string) =>
      body.duty.find((one) => one.as === as)?.people;
    const all = await duty({ people: ['Bob'] });
    expect([on(all.body, 'commander'), on(all.body, 'deputy'), on(all.body, 'approver')]).toEqual([
      ['bob'],
      ['bob'],
      ['ada'],
    ]);
    const one = await duty({ people: ['ada'], as: ['commander'], until: 'PT8H' }, grace);
    expect(one.body.duty[0]).toEqual({
      as: 'commander',
      people: ['ada'],
      because: 'said',
      by: 'grace',
      since: '2026-11-22T10:00:00.000Z',
      until: '2026-11-22T18:00:00.000Z',
    });
    expect((await duty({ people: [], as: ['commander'] })).body.duty[0]).toMatchObject({ because: 'everybody' });
    expect((await duty({ people: ['ada'] }, victor)).status).toBe(403);
  });

  it('is refused for whoever is not there or is no such thing, and then nothing has changed', async () => {
    const { confirmed, duty, list } = house();
    await confirmed('ada', ['commander']);
    for (const body of [
      { people: ['eve'] },
      { people: ['ada'], as: ['desk'] },
      { people: [] },
      { people: ['ada'], until: 'soon' },
    ])
      expect((await duty(body)).status).toBe(422);
    expect((await list()).duty.every(({ because }: { because: string }) => because === 'everybody')).toBe(true);
  });
});

describe('whether somebody would be reached', () => {
  it('is so without a directory once a target is confirmed, and with one once every duty is', async () => {
    const { add, confirmed, list, ports } = house();
    expect((await list()).reached).toEqual({ armed: false, why: 'nobody has confirmed that reminders arrive' });
    await add('ada', { name: 'Ada', as: ['commander'], mail: 'ada@example.com' });
    expect((await list()).reached.why).toBe(
      'no commander has a confirmed address, nobody is deputy, nobody is escalation',
    );
    await confirmed('bob', ['commander', 'deputy', 'escalation']);
    expect((await list()).reached).toEqual({ armed: true });
    await ports.subscriptions.ask('stranger', 'list@example.com', false);
    ports.subscriptions.opened('list@example.com');
    expect((await list()).reached).toMatchObject({
      armed: true,
      readAlong: expect.stringContaining('One subscription'),
    });
  });

  it('is told with what is switched as the last sweep found it, and is unknown before', async () => {
    const { confirmed, get, minute } = house();
    const reached = async () => (await get('/v1/control')).body.reached;
    expect(await reached()).toEqual({ armed: null, why: 'no sweep has looked yet' });
    await minute();
    expect(await reached()).toEqual({ armed: true });
    await confirmed('ada', ['commander']);
    await minute();
    expect(await reached()).toEqual({ armed: false, why: 'nobody is deputy, nobody is escalation' });
  });
});

describe('a handover', () => {
  it('goes only to somebody who is in the directory, once anybody is', async () => {
    const { confirmed, opened, post } = house();
    const id = await opened();
    const to = (called: string) => post(`/v1/incidents/${id}/handover`, { to: called });
    expect((await to('nobody-known')).status).toBe(200);
    await confirmed('bob', ['commander'], { name: 'Bob B.' });
    expect(await to('nobody-known')).toMatchObject({
      status: 422,
      body: { errors: [{ field: 'to', reason: expect.stringContaining('bob (Bob B.)') }] },
    });
    expect(await to('bob b.')).toMatchObject({ status: 200, body: { handover: { to: 'bob' } } });
  });

  it('tells whom it passes by, once', async () => {
    const { confirmed, messages, minute, opened, post } = house();
    for (const id of ['ada', 'bob', 'cleo']) await confirmed(id, ['commander', 'deputy', 'escalation']);
    const id = await opened();
    await post(`/v1/incidents/${id}/handover`, { to: 'bob' });
    await minute();
    messages.length = 0;
    await post(`/v1/incidents/${id}/handover`, { to: 'cleo' });
    await minute(2);
    expect(messages.filter(({ subject }) => subject.startsWith('Not yours')).map(({ to }) => to)).toEqual(['bob']);
    expect(messages.filter(({ subject }) => subject.startsWith('Handover')).map(({ to }) => to)).toEqual([
      'cleo',
      'ada',
    ]);
  });
});
