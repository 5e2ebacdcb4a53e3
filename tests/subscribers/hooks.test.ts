import { describe, expect, it } from 'vitest';
import { pushKeysOf } from '../../shared/adapters/push/keys.ts';
import { hookKeysOf, publicKeyText } from '../../shared/adapters/webhook/signature.ts';
import { EVERYTHING } from '../../shared/core/subscribers/subscriber.ts';
import { signSubscriberLink } from '../../shared/core/subscribers/subscriber-link.ts';
import { PUSH_SCRIPT, PUSH_WORKER } from '../../shared/site/push.ts';
import { textOf } from '../site/support/site.ts';
import { story } from '../site/support/story.ts';
import { house, KEY, SITE } from './house.ts';
import { BROWSER, DISCORD, PROGRAM, SLACK, TEAMS } from './places.ts';

const leaveLink = (id: string) => `${SITE}/s/u/${signSubscriberLink({ purpose: 'leave', channel: 'hooks', id }, KEY)}`;

describe('a program', () => {
  it('is challenged, and told from then on once it has echoed', async () => {
    const { signUpHook, called, keptHook, ports, hookId } = house();
    const answer = await signUpHook(PROGRAM, { owner: 'Ada@Example.com', format: 'statuspage', level: 'ends' });
    expect(answer.status).toBe(200);
    expect(textOf(answer.body)).toContain('From now on we tell the program (receiver.example.com) what we post.');
    expect(called).toHaveLength(1);
    expect(await keptHook('webhook', PROGRAM)).toEqual({
      id: hookId('webhook', PROGRAM),
      kind: 'webhook',
      address: PROGRAM,
      state: 'confirmed',
      choice: { ...EVERYTHING, level: 'ends', maintenance: false },
      owner: 'Ada@example.com',
      format: 'statuspage',
      consent: { at: ports.clock.now(), how: 'form', words: '2026-11-30' },
      confirmedAt: ports.clock.now(),
      version: 1,
    });
  });

  it('gets its secret and the link that ends it by itself; whoever typed its address reads the public key alone', async () => {
    const { signUpHook, called, hookId } = house();
    const { body } = await signUpHook(PROGRAM);
    const id = hookId('webhook', PROGRAM);
    const keys = hookKeysOf(KEY, id);
    expect(called[0]).toMatchObject({ keys, challenge: { unsubscribe: leaveLink(id) } });
    expect(body).toContain(publicKeyText(keys));
    expect(body).not.toContain(keys.secret);
    expect(body).not.toContain('/s/u/');
    expect(body).not.toContain(PROGRAM);
  });

  it('that does not echo is not kept, and what to answer is said', async () => {
    const { signUpHook, callsAre, keptHook } = house();
    callsAre({ is: 'refused', reason: 'the webhook answered 200 without the challenge' });
    const answer = await signUpHook(PROGRAM, { about: 'components', component: 'api', owner: 'ada@example.com' });
    expect(answer.status).toBe(422);
    const said = textOf(answer.body);
    expect(said).toContain('the webhook answered 200 without the challenge');
    expect(said).toContain('{"challenge": "…"}');
    expect(said).toContain('Nothing was done.');
    for (const kept of [`value="${PROGRAM}"`, 'value="ada@example.com"', 'value="api" checked'])
      expect(answer.body).toContain(kept);
    expect(await keptHook('webhook', PROGRAM)).toBeUndefined();
  });

  it('signed up twice is one, is sent its secret once more, and keeps what it has', async () => {
    const { signUpHook, called, keptHook, wait } = house();
    await signUpHook(PROGRAM);
    const before = (await keptHook('webhook', PROGRAM))!;
    wait(5);
    const { body } = await signUpHook(`HTTPS://Receiver.example.com/hooks/ada#here`);
    expect(called).toHaveLength(2);
    expect(called[1]).toMatchObject({
      keys: called[0]!.keys,
      challenge: { unsubscribe: called[0]!.challenge!.unsubscribe },
    });
    expect(textOf(body)).toContain('It follows already');
    expect(textOf(body)).toContain('brought its secret');
    expect(await keptHook('webhook', PROGRAM)).toEqual(before);
  });

  it.each([
    ['', 'Type the address'],
    ['receiver', 'is not an address'],
    ['http://receiver.example.com/', 'must begin with https://'],
    ['https://receiver.example.com:8443/', 'names a port'],
    ['https://ada:secret@receiver.example.com/', 'holds a name or a password'],
    ['https://127.0.0.1/', 'in figures'],
    ['https://2130706433/', 'in figures'],
    ['https://printer.local/', 'no host on the public web'],
    ['https://hooks.slack.com/elsewhere', 'This host has rooms'],
    ['https://outlook.office.com/webhook/1', 'This host has rooms'],
    [`https://receiver.example.com/${'x'.repeat(2_000)}`, 'too long'],
  ])('at %j is refused with what to do, and nobody is called', async (address, said) => {
    const { signUpHook, called } = house();
    const answer = await signUpHook(address);
    expect(answer.status).toBe(422);
    expect(textOf(answer.body)).toContain(said);
    expect(textOf(answer.body)).toContain('Nothing was done.');
    expect(called).toEqual([]);
  });

  it.each([
    [{ owner: 'ada' }, 'Whom we mail'],
    [{ format: 'xml' }, 'take one of the choices'],
    [{ about: 'components' }, 'Choose at least one part'],
    [{ about: 'incident', incident: 'over' }, 'This incident is over'],
  ])('with %j is asked to say it again', async (form, said) => {
    const { signUpHook, called } = house();
    const answer = await signUpHook(PROGRAM, form);
    expect(answer.status).toBe(422);
    expect(textOf(answer.body)).toContain(said);
    expect(called).toEqual([]);
  });

  it('that fills in the form itself is answered, and nobody is called', async () => {
    const { signUpHook, called } = house();
    for (const form of [{ company_url: 'https://spam.example' }, { took: '1999' }])
      expect((await signUpHook(PROGRAM, form)).status).toBe(200);
    expect(called).toEqual([]);
  });
});

describe('a room', () => {
  it.each([
    ['slack', SLACK, 'the room in Slack'],
    ['teams', TEAMS, 'the channel in Teams'],
    ['discord', DISCORD, 'the channel in Discord'],
  ] as const)('of %s is told that it is told from now on, of what, and how to end it', async (kind, address, place) => {
    const open = story('i1', ['09:50', { title: 'Sign-in fails' }]);
    const { signUpHook, called, keptHook, hookId } = house([open]);
    const answer = await signUpHook(address, { about: 'incident', incident: open.id });
    expect(textOf(answer.body)).toContain(`From now on we tell ${place}`);
    expect(called).toMatchObject([
      {
        kind,
        words: {
          headline: 'Example Cloud: this room is told from now on',
          message: 'About “Sign-in fails”: every update.',
          stop: { url: leaveLink(hookId(kind, address)) },
        },
      },
    ]);
    expect(answer.body).not.toContain('secret');
    const person = await keptHook(kind, address);
    expect(person).toMatchObject({ state: 'confirmed', choice: { incident: open.id } });
    expect(person).not.toHaveProperty('format');
  });

  it.each([
    [{ is: 'gone', reason: 'Slack answered 404' }, 'Slack answered 404'],
    [{ is: 'unknown', reason: 'Slack did not answer: time-out' }, 'Perhaps our message has arrived all the same'],
  ] as const)('that does not take it (%j) is not kept, and why is said', async (fate, said) => {
    const { signUpHook, callsAre, keptHook } = house();
    callsAre(fate);
    const answer = await signUpHook(SLACK);
    expect(answer.status).toBe(422);
    expect(textOf(answer.body)).toContain(said);
    expect(await keptHook('slack', SLACK)).toBeUndefined();
  });

  it('that has it already hears nothing of it a second time', async () => {
    const { signUpHook, called, keptHook } = house();
    await signUpHook(SLACK);
    const before = await keptHook('slack', SLACK);
    expect((await signUpHook(SLACK)).status).toBe(200);
    expect(called).toHaveLength(1);
    expect(await keptHook('slack', SLACK)).toEqual(before);
  });

  it.each([
    [SLACK, `${SLACK}?a=1`, 1],
    [SLACK, `${SLACK}?`, 1],
    [DISCORD, `${DISCORD}?wait=true`, 1],
    [`${DISCORD}?thread_id=7`, `${DISCORD}?wait=true&thread_id=7&a=1#b`, 1],
    [DISCORD, `${DISCORD}?thread_id=7`, 2],
    [TEAMS, `${TEAMS}${TEAMS.includes('?') ? '&' : '?'}a=1`, 2],
  ])('by %s and by %s is told in as many places as there are', async (one, other, places) => {
    const { signUpHook, called } = house();
    for (const address of [one, other]) expect((await signUpHook(address)).status).toBe(200);
    expect(called).toHaveLength(places);
  });

  it('ends it by its link with one button, and comes back by itself', async () => {
    const { signUpHook, get, post, keptHook, hookId, ports } = house();
    await signUpHook(SLACK);
    const id = hookId('slack', SLACK);
    const asked = await get(leaveLink(id));
    expect(asked.body.match(/<button/g)).toHaveLength(1);
    expect(textOf(asked.body)).toContain('Nothing more of ours is sent to the room in Slack (hooks.slack.com)');
    expect(await keptHook('slack', SLACK)).toBeDefined();
    for (const _ of [1, 2]) {
      const left = await post(leaveLink(id));
      expect(left.status).toBe(200);
      for (const { body } of [asked, left]) expect(textOf(body)).not.toMatch(/mail/i);
    }
    expect(await keptHook('slack', SLACK)).toBeUndefined();
    expect(await ports.subscribers.gone('hooks', id)).toMatchObject({ why: 'left' });
    await signUpHook(SLACK);
    expect(await keptHook('slack', SLACK)).toMatchObject({ state: 'confirmed' });
    expect(await ports.subscribers.gone('hooks', id)).toBeUndefined();
  });
});

describe('a device', () => {
  it('is told where its browser says, and nobody is called', async () => {
    const { post, called, keptHook } = house();
    const answer = await post('/s', { ...BROWSER, about: 'components', component: 'api', level: 'all' });
    expect([answer.status, answer.headers['content-type']]).toEqual([200, 'text/plain; charset=utf-8']);
    expect(called).toEqual([]);
    expect(await keptHook('push', BROWSER.endpoint)).toMatchObject({
      state: 'confirmed',
      keys: { p256dh: BROWSER.p256dh, auth: BROWSER.auth },
      choice: { components: ['api'] },
    });
  });

  it.each([
    [{ endpoint: 'https://receiver.example.com/push' }, 'a service that we do not know'],
    [{ endpoint: 'http://fcm.googleapis.com/x' }, 'a service that we do not know'],
    [{ p256dh: 'short' }, 'what to encrypt with'],
    [{ auth: '' }, 'what to encrypt with'],
    [{ about: 'components', level: 'all' }, 'Choose at least one part'],
  ])('with %j is told what is wrong, in words that its button shows', async (form, said) => {
    const { post, keptHook } = house();
    const answer = await post('/s', { ...BROWSER, ...form });
    expect([answer.status, answer.headers['content-type']]).toEqual([422, 'text/plain; charset=utf-8']);
    expect(answer.body).toContain(said);
    expect(await keptHook('push', BROWSER.endpoint)).toBeUndefined();
  });

  it('loads its scripts and our public key from the function', async () => {
    const { get } = house();
    for (const [path, body] of [
      ['/s/push.js', PUSH_SCRIPT],
      ['/s/push-worker.js', PUSH_WORKER],
    ] as const) {
      const answer = await get(path);
      expect(answer).toMatchObject({ status: 200, body });
      expect(answer.headers).toMatchObject({
        'content-type': 'text/javascript; charset=utf-8',
        'cache-control': 'public, max-age=900',
        'x-content-type-options': 'nosniff',
      });
    }
    expect((await get('/s/push-key')).body).toBe(pushKeysOf(KEY, SITE).publicKey);
  });
});

describe('by a program that knows Statuspage', () => {
  const post = (outside: ReturnType<typeof house>, body: string, viewer?: string) =>
    outside.request('POST', '/api/v2/subscribers.json', { body, ...(viewer === undefined ? {} : { viewer }) });

  it('an endpoint is challenged, and its mail address is its owner’s', async () => {
    const outside = house();
    const answer = await post(outside, `subscriber[email]=ada@example.com&subscriber[endpoint]=${PROGRAM}`);
    expect(answer.status).toBe(201);
    expect(JSON.parse(answer.body).subscriber).toMatchObject({
      mode: 'webhook',
      endpoint: PROGRAM,
      email: 'ada@example.com',
    });
    expect(outside.mails).toEqual([]);
    expect(await outside.keptHook('webhook', PROGRAM)).toMatchObject({
      owner: 'ada@example.com',
      format: 'statuspage',
      consent: { how: 'api' },
    });
  });

  it('a room is a room', async () => {
    const outside = house();
    expect((await post(outside, `subscriber[endpoint]=${SLACK}&subscriber[component_ids][]=api`)).status).toBe(201);
    expect(await outside.keptHook('slack', SLACK)).toMatchObject({ choice: { components: ['api'] } });
  });

  it('what was not taken is said, and nothing is kept', async () => {
    const outside = house();
    outside.callsAre({ is: 'not-now', reason: 'the webhook was not reached: no such name' });
    const answer = await post(outside, `{"subscriber":{"endpoint":"${PROGRAM}"}}`);
    expect(answer.status).toBe(422);
    expect(JSON.parse(answer.body).error[0]).toContain('the webhook was not reached');
    expect(await outside.keptHook('webhook', PROGRAM)).toBeUndefined();
  });

  it('nobody who left is called again', async () => {
    const outside = house();
    await outside.signUpHook(PROGRAM);
    await outside.post(leaveLink(outside.hookId('webhook', PROGRAM)));
    const answer = await post(outside, `subscriber[endpoint]=${PROGRAM}`);
    expect(answer.status).toBe(422);
    expect(JSON.parse(answer.body).error[0]).toContain('asked to be told no more');
    expect(outside.called).toHaveLength(1);
  });

  it('half as many come from a network', async () => {
    const outside = house();
    const answers = [];
    for (const name of ['a', 'b', 'c']) answers.push(await post(outside, `subscriber[endpoint]=${PROGRAM}/${name}`));
    expect(answers.map(({ status }) => status)).toEqual([201, 201, 429]);
  });
});

describe('however many ask', () => {
  it('one network has five calls made an hour, one host gets 20, and all together 300', async () => {
    const outside = house();
    const tried = [];
    for (let n = 0; n < 6; n += 1) tried.push((await outside.signUpHook(`${PROGRAM}/${n}`)).status);
    expect(tried).toEqual([200, 200, 200, 200, 200, 429]);

    const victim = house();
    victim.callsAre({ is: 'refused', reason: 'the webhook answered 200 without the challenge' });
    for (let n = 0; n < 40; n += 1) await victim.signUpHook(`${PROGRAM}/${n}`, {}, { viewer: `198.51.${n}.7` });
    expect(victim.called).toHaveLength(20);

    const all = house();
    for (let n = 0; n < 320; n += 1)
      await all.signUpHook(`https://r${n}.example.com/`, {}, { viewer: `203.${n >> 8}.${n & 255}.7` });
    expect(all.called).toHaveLength(300);
    expect(all.paged()).toBe(20);
    // Mails are counted by themselves.
    expect((await all.signUp('ada@example.com', {}, { viewer: '192.0.2.1' })).status).toBe(200);
  });

  it('no address stands in the log', async () => {
    const { signUpHook, post, callsAre, logged } = house();
    await signUpHook(PROGRAM, { owner: 'ada@example.com' });
    await post('/s', BROWSER);
    callsAre({ is: 'gone', reason: 'Slack answered 404' });
    await signUpHook(SLACK);
    expect(logged).toHaveLength(3);
    expect(JSON.stringify(logged)).not.toMatch(/https:|example\.com|secret/);
  });
});

describe('where the house tells nobody in this way', () => {
  it('the form says so, and there is nothing to load', async () => {
    const outside = house([], ['mail']);
    const answer = await outside.signUpHook(PROGRAM);
    expect(answer.status).toBe(422);
    expect(textOf(answer.body)).toContain('Follow by mail');
    expect(outside.called).toEqual([]);
    expect((await outside.get('/s')).body.match(/<form/g)).toHaveLength(1);
    for (const path of ['/s/push.js', '/s/push-worker.js', '/s/push-key'])
      expect((await outside.get(path)).status).toBe(404);
    const program = await outside.request('POST', '/api/v2/subscribers.json', {
      body: `subscriber[endpoint]=${PROGRAM}`,
    });
    expect(program.status).toBe(422);
  });
});
