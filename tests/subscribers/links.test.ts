import { describe, expect, it } from 'vitest';
import { HOUR_MS, plus } from '../../shared/core/instant.ts';
import { signSubscriberLink } from '../../shared/core/subscribers/subscriber-link.ts';
import { textOf } from '../site/support/site.ts';
import { story } from '../site/support/story.ts';
import { house, KEY, SITE } from './house.ts';

const ADA = 'ada@example.com';

describe('confirming', () => {
  it('is one button, with words that it is the last step, and with what is open now', async () => {
    const open = story('i1', ['09:50', { title: 'Sign-in fails' }]);
    const { signUp, get, linkTo, kept } = house([open]);
    await signUp(ADA, { about: 'components', component: 'api' });
    const page = await get(linkTo(ADA));
    expect(page.status).toBe(200);
    expect(page.body.match(/<form/g)).toHaveLength(1);
    expect(page.body.match(/<button/g)).toHaveLength(1);
    const text = textOf(page.body);
    for (const said of [
      'One last step',
      'a…@example.com',
      'About API: every update',
      'Sign-in fails',
      'You are told of what we post after',
    ])
      expect(text).toContain(said);
    expect(text).not.toContain(ADA);
    expect(await kept(ADA)).toMatchObject({ state: 'pending' });
  });

  it('by a POST without a body counts from then on, once, also if it is pressed twice', async () => {
    const { signUp, post, linkTo, kept, wait, ports } = house();
    await signUp(ADA);
    wait(5);
    const now = ports.clock.now();
    expect(textOf((await post(linkTo(ADA))).body)).toContain('You will be told');
    const person = await kept(ADA);
    expect(person).toMatchObject({ state: 'confirmed', confirmedAt: now });
    expect(person!.pendingUntil).toBeUndefined();
    wait(5);
    expect((await post(linkTo(ADA))).status).toBe(200);
    expect(await kept(ADA)).toEqual(person);
  });

  it('does not work after two days, nor once another took it back, nor by another link', async () => {
    const { signUp, post, get, linkTo, kept, wait, ports, idOf } = house();
    await signUp(ADA);
    const link = linkTo(ADA);
    const cut = await post(link.slice(0, -1));
    expect([cut.status, (await get(link.slice(0, -1))).status]).toEqual([403, 403]);
    expect(textOf(cut.body)).toContain('This link is not ours');
    wait(48 * 60);
    expect((await post(link)).status).toBe(410);
    expect(textOf((await post(link)).body)).toContain('expired');
    expect(await kept(ADA)).toMatchObject({ state: 'pending' });
    // Still stored, because the table forgets late; and nobody any more.
    const fresh = {
      purpose: 'confirm',
      channel: 'mail',
      id: idOf(ADA),
      expiresAt: plus(ports.clock.now(), HOUR_MS),
    } as const;
    const late = await post(`${SITE}/s/c/${signSubscriberLink(fresh, KEY)}`);
    expect(late.status).toBe(410);
    expect(textOf(late.body)).toContain('Nobody is asked this any more');
  });

  it('says that it does not know what is open, rather than that nothing is', async () => {
    const { signUp, get, post, linkTo, ports } = house();
    await signUp(ADA);
    ports.siteIndex.read = async () => {
      throw new Error('the table does not answer');
    };
    const text = textOf((await get(linkTo(ADA))).body);
    expect(text).not.toContain('Nothing is open');
    expect(text).toContain('we cannot say here');
    expect((await post(linkTo(ADA))).status).toBe(200);
  });
});

describe('leaving', () => {
  const leaveLink = (id: string) => `${SITE}/s/u/${signSubscriberLink({ purpose: 'leave', channel: 'mail', id }, KEY)}`;

  it('by the one click of a mail program is a POST without cookies, answered 200 and not led elsewhere', async () => {
    const { follow, request, kept, gone, idOf } = house();
    await follow(ADA);
    const answer = await request('POST', leaveLink(idOf(ADA)), { body: 'List-Unsubscribe=One-Click' });
    expect(answer.status).toBe(200);
    expect(answer.headers).not.toHaveProperty('location');
    expect(answer.headers).not.toHaveProperty('set-cookie');
    expect(await kept(ADA)).toBeUndefined();
    expect(await gone(ADA)).toMatchObject({ why: 'left' });
  });

  it('is answered 200 for ever, also for whoever left, was erased, or never confirmed', async () => {
    const { follow, signUp, post, get, idOf, wait, gone, linkTo } = house();
    await follow(ADA);
    await signUp('bob@example.com');
    for (const address of [ADA, 'bob@example.com', 'unknown@example.com']) {
      const link = leaveLink(idOf(address));
      wait(60 * 24 * 400);
      for (const _ of [1, 2]) expect((await post(link)).status).toBe(200);
      expect((await get(link)).status).toBe(200);
    }
    expect(await gone('unknown@example.com')).toBeUndefined();
    await follow('eve@example.com');
    await post('/s/m', { email: 'eve@example.com' });
    await post(linkTo('eve@example.com'), { do: 'erase' });
    expect((await post(leaveLink(idOf('eve@example.com')))).status).toBe(200);
    expect(await gone('eve@example.com')).toMatchObject({ why: 'erased' });
  });

  it('by a person is one button behind a link, which shows no address', async () => {
    const { follow, get, idOf, kept } = house();
    await follow(ADA);
    const page = await get(leaveLink(idOf(ADA)));
    expect(page.body.match(/<button/g)).toHaveLength(1);
    expect(page.body).not.toContain(ADA);
    expect(await kept(ADA)).toBeDefined();
  });

  it('never happens by a link that is not ours', async () => {
    const { follow, post, idOf, kept } = house();
    await follow(ADA);
    expect((await post(`${leaveLink(idOf(ADA))}A`)).status).toBe(403);
    const confirm = signSubscriberLink({ purpose: 'confirm', channel: 'mail', id: idOf(ADA) }, KEY);
    expect((await post(`/s/u/${confirm}`)).status).toBe(403);
    expect(await kept(ADA)).toBeDefined();
  });
});

describe('changing what one gets', () => {
  it('takes a link that is mailed fresh, to subscribers alone, and is answered alike for all', async () => {
    const { follow, post, get, mails, linkTo } = house();
    await follow(ADA);
    const before = mails.length;
    const known = await post('/s/m', { email: ADA });
    expect(await post('/s/m', { email: 'unknown@example.com' })).toEqual(known);
    expect(mails.slice(before).map(({ to, tags }) => [to, tags.kind])).toEqual([[ADA, 'change']]);
    expect((await get(linkTo(ADA))).status).toBe(200);
    expect((await get('/s/m')).status).toBe(200);
    const wrong = await post('/s/m', { email: 'ada' });
    expect(wrong.status).toBe(422);
  });

  it('is answered alike for all also once the domain is full, or nobody takes mails', async () => {
    const { follow, signUp, post, mails, mailsAre, logged } = house();
    const viewer = (n: number) => ({ viewer: `203.0.${n}.1` });
    await follow('ada@firm.example');
    for (let n = 0; n < 20; n += 1) await signUp(`${n}@firm.example`, {}, viewer(n));
    const before = mails.length;
    const stranger = await post('/s/m', { email: 'new@firm.example' }, viewer(101));
    expect(stranger.status).toBe(200);
    expect(textOf(stranger.body)).toContain('Ask again in an hour');
    expect(await post('/s/m', { email: 'ada@firm.example' }, viewer(102))).toEqual(stranger);
    expect(mails.slice(before).map(({ to }) => to)).toEqual(['ada@firm.example']);

    mailsAre(() => ({ is: 'closed', gate: 'paused', reason: 'sending is paused' }));
    expect(await post('/s/m', { email: 'ada@firm.example' }, viewer(103))).toEqual(stranger);
    expect(JSON.stringify(logged.at(-1))).toContain('no-mail');
  });

  it('is answered alike for all once there were too many mails in all, and people are paged', async () => {
    const { follow, signUp, post, mails, paged } = house();
    await follow(ADA);
    for (let n = 0; n < 299; n += 1) await signUp(`${n}@gmail.com`, {}, { viewer: `10.0.${n}.1` });
    const before = mails.length;
    const [known, unknown] = [
      await post('/s/m', { email: ADA }, { viewer: '10.1.1.1' }),
      await post('/s/m', { email: 'new@example.com' }, { viewer: '10.1.2.1' }),
    ];
    expect(known).toEqual(unknown);
    expect(known.status).toBe(200);
    expect(mails).toHaveLength(before);
    expect(paged()).toBe(1);
  });

  it('saves what is chosen, says so, and keeps the rest', async () => {
    const { follow, post, linkTo, kept } = house();
    await follow(ADA, { zone: 'Asia/Tokyo' });
    await post('/s/m', { email: ADA });
    const form = {
      do: 'save',
      about: 'components',
      component: 'api',
      level: 'ends',
      impact: 'minor',
      zone: 'Europe/Berlin',
    };
    const saved = await post(linkTo(ADA), form);
    expect(textOf(saved.body)).toContain('Saved. It holds from now on.');
    expect(saved.body).toMatch(/value="api" checked/);
    expect(await kept(ADA)).toMatchObject({
      state: 'confirmed',
      address: ADA,
      choice: { components: ['api'], level: 'ends', minImpact: 'minor', maintenance: false },
      zone: 'Europe/Berlin',
    });
    await post(linkTo(ADA), { do: 'save', about: 'all', level: 'all', zone: '' });
    const after = (await kept(ADA))!;
    expect(after.zone).toBeUndefined();
    expect(after.choice.components).toBeUndefined();
  });

  it('says what is wrong, keeps what was typed, and changes nothing', async () => {
    const { follow, post, linkTo, kept } = house();
    await follow(ADA);
    await post('/s/m', { email: ADA });
    const before = await kept(ADA);
    const zone = await post(linkTo(ADA), {
      do: 'save',
      about: 'components',
      component: 'api',
      level: 'all',
      zone: 'Mars/Olympus',
    });
    expect(zone.status).toBe(422);
    expect(textOf(zone.body)).toContain('“Mars/Olympus” is no zone that we know');
    expect(zone.body).toContain('value="Mars/Olympus"');
    expect(zone.body).toMatch(/value="api" checked/);
    expect((await post(linkTo(ADA), { do: 'save', about: 'components', level: 'all' })).status).toBe(422);
    expect(await kept(ADA)).toEqual(before);
  });

  it('changes nothing by a POST that none of its buttons sends', async () => {
    const { follow, post, linkTo, kept } = house();
    await follow(ADA, { about: 'components', component: 'api', zone: 'Asia/Tokyo' });
    await post('/s/m', { email: ADA });
    const before = await kept(ADA);
    for (const form of [{}, { do: 'nothing we know' }, { about: 'all', level: 'ends' }]) {
      const answer = await post(linkTo(ADA), form);
      expect(answer.status).toBe(200);
      expect(answer.body).toMatch(/value="api" checked/);
      expect(textOf(answer.body)).not.toContain('Saved.');
    }
    expect(await kept(ADA)).toEqual(before);
  });

  it('lives for an hour', async () => {
    const { follow, post, get, linkTo, wait, kept } = house();
    await follow(ADA);
    await post('/s/m', { email: ADA });
    wait(60);
    for (const answer of [await get(linkTo(ADA)), await post(linkTo(ADA), { do: 'erase' })]) {
      expect(answer.status).toBe(410);
      expect(answer.body).toContain('href="/s/m"');
    }
    expect(await kept(ADA)).toBeDefined();
  });

  it('takes along all that is kept', async () => {
    const { follow, post, linkTo, idOf } = house();
    await follow(ADA, { zone: 'Europe/Berlin' });
    await post('/s/m', { email: ADA });
    const { status, headers, body } = await post(linkTo(ADA), { do: 'export' });
    expect([status, headers['content-disposition']]).toEqual([200, 'attachment; filename="status-subscription.json"']);
    expect(JSON.parse(body)).toMatchObject({
      id: idOf(ADA),
      address: ADA,
      state: 'confirmed',
      zone: 'Europe/Berlin',
      choice: { level: 'all' },
      consent: { how: 'form' },
    });
  });

  it('erases all of it, and nothing of it is left but that it is not to be brought back', async () => {
    const { follow, post, get, linkTo, kept, gone } = house();
    await follow(ADA);
    await post('/s/m', { email: ADA });
    expect(textOf((await post(linkTo(ADA), { do: 'erase' })).body)).toContain('All of it is erased');
    expect(await kept(ADA)).toBeUndefined();
    const left = await gone(ADA);
    expect(left).toMatchObject({ why: 'erased' });
    expect(JSON.stringify(left)).not.toContain('example.com');
    expect((await get(linkTo(ADA))).status).toBe(410);
  });
});

describe('programs that look at mail', () => {
  it('change nothing by GET and HEAD, whatever link they follow and however often', async () => {
    const outside = house();
    const { follow, signUp, post, request, mails, ports, idOf } = outside;
    await follow(ADA);
    await signUp('bob@example.com');
    await signUp(ADA, { about: 'components', component: 'api' });
    await post('/s/m', { email: ADA });
    const leave = signSubscriberLink({ purpose: 'leave', channel: 'mail', id: idOf(ADA) }, KEY);
    const links = [
      ...mails.flatMap(({ text, html }) =>
        [...`${text} ${html}`.matchAll(/https:\/\/[^\s"<>]+/g)].map(([link]) => link),
      ),
      `${SITE}/s/u/${leave}`,
    ].filter((link) => link.includes('/s/'));
    expect(links.length).toBeGreaterThanOrEqual(8);
    const all = async () =>
      Promise.all([ADA, 'bob@example.com'].map((address) => ports.subscribers.of('mail', idOf(address))));
    const [before, sent] = [await all(), mails.length];
    for (const link of [...links, ...links])
      for (const method of ['GET', 'HEAD']) {
        const { status, body } = await request(method, link);
        expect(status).toBe(200);
        expect(body === '').toBe(method === 'HEAD');
      }
    expect(await all()).toEqual(before);
    expect(mails).toHaveLength(sent);
  });
});

describe('the API’s own host', () => {
  it.each(['GET', 'POST'])('answers %s of everything with 403 without what CloudFront adds', async (method) => {
    const { request, signUp, linkTo, mails, kept } = house();
    await signUp(ADA);
    for (const url of ['/s', '/s/m', linkTo(ADA), '/api/v2/subscribers.json', '/s/nothing'])
      for (const origin of ['', 'something else'])
        expect((await request(method, url, { origin, body: 'email=eve@example.com' })).status).toBe(403);
    expect(mails).toHaveLength(1);
    expect(await kept(ADA)).toMatchObject({ state: 'pending' });
  });

  it('lets nobody in while there is no secret', async () => {
    const { secretIs, request } = house();
    secretIs('');
    expect((await request('GET', '/s', { origin: '' })).status).toBe(403);
  });
});

describe('every answer', () => {
  it('runs nothing, is in no frame, is kept by nobody and told to nobody', async () => {
    const { get, signUp, linkTo } = house();
    await signUp(ADA);
    for (const { headers, body } of [await get('/s'), await get(linkTo(ADA)), await get('/s/c/x')]) {
      expect(headers['content-security-policy']).toMatch(
        /^default-src 'none'; style-src 'sha256-[^']+'; img-src data:; form-action 'self'; base-uri 'none'; frame-ancestors 'none'$/,
      );
      expect(headers).toMatchObject({ 'cache-control': 'no-store', 'referrer-policy': 'no-referrer' });
      expect(body).not.toMatch(/<script| style="|http:\/\//);
    }
  });

  it('says what to do where something is wrong on our side, and where there is nothing', async () => {
    const { ports, signUp, post, request, get } = house();
    ports.siteIndex.read = async () => {
      throw new Error('the table does not answer');
    };
    const broken = await signUp(ADA);
    expect(broken.status).toBe(503);
    expect(textOf(broken.body)).toContain('Something is wrong on our side');
    expect(broken.body).not.toContain('the table');
    const forPrograms = await request('POST', '/api/v2/subscribers.json', {
      body: 'subscriber[email]=ada@example.com',
    });
    expect(JSON.parse(forPrograms.body).error).toHaveLength(1);
    expect((await get('/s/nothing')).status).toBe(404);
    expect((await request('DELETE', '/s')).status).toBe(405);
    expect((await get('/api/v2/subscribers.json')).status).toBe(405);
    expect((await post('/s', { email: 'x'.repeat(20_000) })).status).toBe(413);
  });

  it('says of what cannot be done at any time what it is, and once that nothing was done', async () => {
    const { post, request } = house();
    const answers = [
      [await request('DELETE', '/s'), 405, 'This address does not take this method'],
      [await post('/s', { email: 'x'.repeat(20_000) }), 413, 'The body is too large'],
    ] as const;
    for (const [{ status, body }, expected, title] of answers) {
      expect(status).toBe(expected);
      expect(body).toContain(`<h1>${title}</h1>`);
      expect(textOf(body)).not.toContain('Not just now');
      expect(textOf(body).match(/Nothing was done\./g)).toHaveLength(1);
    }
  });
});
