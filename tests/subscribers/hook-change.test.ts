import { Webhook as Standard } from 'standardwebhooks';
import { Webhook as Svix } from 'svix';
import { describe, expect, it } from 'vitest';
import { hookKeysOf, signedHeaders } from '../../shared/adapters/webhook/signature.ts';
import { HOUR_MS, plus } from '../../shared/core/instant.ts';
import { EVERYTHING } from '../../shared/core/subscribers/subscriber.ts';
import { type LinkPurpose, signSubscriberLink } from '../../shared/core/subscribers/subscriber-link.ts';
import { textOf } from '../site/support/site.ts';
import { house, KEY, SITE } from './house.ts';
import { BROWSER, DISCORD, PROGRAM, SLACK, TEAMS } from './places.ts';

const ROOMS = [
  ['slack', SLACK, 'the room in Slack (hooks.slack.com)'],
  ['teams', TEAMS, 'the channel in Teams (prod-1.westeurope.logic.azure.com)'],
  ['discord', DISCORD, 'the channel in Discord (discord.com)'],
] as const;

type House = ReturnType<typeof house>;

/** Somebody else on the net each time, so that nothing is refused for its network. */
let others = 0;
const elsewhere = () => ({ viewer: `203.0.${others++ % 256}.7` });

/** Asks for the link with which an address is changed. */
const ask = ({ post }: House, address: string) => post('/s/m', { kind: 'hook', hook: address }, elsewhere());

/** Signs an address up as somebody else would. */
const signUpElsewhere = ({ signUpHook }: House, address: string, form: Record<string, string> = {}) =>
  signUpHook(address, form, elsewhere());

/** The newest link to change that was sent to a room or a program. */
const linkIn = ({ called }: House): string => {
  const { calls, words } = called.at(-1)!;
  return calls === undefined ? words!.page.url : JSON.parse(calls[0]!.body).data.url;
};

/** A house in which an address follows and has just been sent a link. */
async function following(address: string, form: Record<string, string> = {}) {
  const outside = house();
  await outside.signUpHook(address, form);
  await ask(outside, address);
  return { outside, link: linkIn(outside) };
}

const linkFor = ({ hookId, ports }: House, purpose: LinkPurpose) =>
  `${SITE}/s/m/${signSubscriberLink({ purpose, channel: 'hooks', id: hookId('slack', SLACK), expiresAt: plus(ports.clock.now(), HOUR_MS) }, KEY)}`;

describe('whoever asks for the link with which a room or a program is changed', () => {
  it.each(ROOMS)(
    'has it sent into the room of %s, with what that is told now and how long it works',
    async (kind, address) => {
      const outside = house();
      await outside.signUpHook(address, { about: 'components', component: 'api' });
      await ask(outside, address);
      expect(outside.called).toHaveLength(2);
      expect(outside.called[1]).toMatchObject({ kind, address });
      const { words } = outside.called[1]!;
      expect(words?.headline).toBe('Example Cloud: change what this room is told');
      expect(words?.message).toContain('Now it is told:\n\nAbout API: every update; planned maintenance too.');
      expect(words?.lines.join()).toContain('works until 11:00 UTC');
      expect(words?.page.url).toMatch(/^https:\/\/status\.example\.com\/s\/m\//);
      expect(words?.stop.url).toMatch(/\/s\/u\//);
    },
  );

  it('has a program called once, signed as it is always called, with no secret in it', async () => {
    const { outside, link } = await following(PROGRAM);
    const { calls, keys, kind } = outside.called[1]!;
    expect([kind, calls?.length]).toEqual(['webhook', 1]);
    const { id, body } = calls![0]!;
    expect(JSON.parse(body)).toEqual({
      type: 'subscription.change',
      timestamp: '2026-11-22T10:00:00.000Z',
      data: { url: link, expiresAt: '2026-11-22T11:00:00.000Z', unsubscribe: expect.stringContaining('/s/u/') },
    });
    expect(id).toMatch(/^change-[\w-]+$/);
    expect(keys).toEqual(hookKeysOf(KEY, outside.hookId('webhook', PROGRAM)));
    expect(body).not.toContain('whsec_');
    // With the keys that its challenge brought.
    const { secret } = outside.called[0]!.keys!;
    const headers = signedHeaders(id, body, Date.now(), keys!);
    expect(new Standard(secret).verify(body, headers)).toMatchObject({ type: 'subscription.change' });
    expect(() => new Svix(secret).verify(body, headers)).not.toThrow();
  });

  it.each([
    ['slack', SLACK],
    ['webhook', PROGRAM],
  ] as const)('is answered alike, after the same time, whether it follows or not: %s', async (_, address) => {
    const known = house();
    await known.signUpHook(address);
    const unknown = house();
    const answers = [await ask(known, address), await ask(unknown, address)];
    expect(answers[0]).toEqual(answers[1]);
    expect(answers[0]?.status).toBe(200);
    expect(textOf(answers[0]!.body)).toContain('If it follows, a link was sent there');
    expect([known.called.length, unknown.called.length]).toEqual([2, 0]);
    expect([known.pauses, unknown.pauses]).toEqual([[3_000], [3_000]]);
    for (const fate of [
      { is: 'gone', reason: 'it answered 410' },
      { is: 'unknown', reason: 'no answer' },
    ] as const) {
      known.callsAre(fate);
      expect(await ask(known, address)).toEqual(answers[1]);
    }
    expect(JSON.stringify(known.logged)).not.toMatch(/https:|secret/);
  });

  it('has three a day sent there at most, and is not told that there were more', async () => {
    const outside = house();
    await outside.signUpHook(SLACK);
    const pages = new Set<string>();
    for (let n = 0; n < 5; n += 1) pages.add((await ask(outside, SLACK)).body);
    expect(pages.size).toBe(1);
    expect(outside.called).toHaveLength(1 + 3);
    outside.wait(24 * 60 + 1);
    await ask(outside, SLACK);
    expect(outside.called).toHaveLength(1 + 4);
  });

  it('is counted by network as every sign-up is, and by host and in all whether anybody follows or not', async () => {
    const { post } = house();
    const tried = [];
    for (let n = 0; n < 6; n += 1) tried.push((await post('/s/m', { kind: 'hook', hook: SLACK })).status);
    expect(tried).toEqual([200, 200, 200, 200, 200, 429]);

    const known = house();
    await known.signUpHook(PROGRAM);
    const unknown = house();
    await unknown.signUpHook(`${PROGRAM}/other`);
    for (const outside of [known, unknown]) for (let n = 0; n < 19; n += 1) await ask(outside, PROGRAM);
    const refused = [await ask(known, PROGRAM), await ask(unknown, PROGRAM)];
    expect(refused[0]).toEqual(refused[1]);
    expect(refused[0]?.status).toBe(429);
  });

  it('reads what is wrong with an address, beside the form that was filled in', async () => {
    const answer = await ask(house(), 'http://receiver.example.com/');
    expect(answer.status).toBe(422);
    expect(textOf(answer.body)).toContain('must begin with https://');
    expect(answer.body).toMatch(/id="follow-hook"[^>]*aria-invalid="true"/);
    expect(answer.body).not.toMatch(/id="follow-address"[^>]*aria-invalid/);
  });

  it('finds no such form where the house tells nobody in this way', async () => {
    const outside = house([], ['mail']);
    expect((await outside.get('/s/m')).body.match(/<form/g)).toHaveLength(1);
    expect((await house().get('/s/m')).body.match(/<form/g)).toHaveLength(2);
    expect((await ask(outside, SLACK)).status).toBe(422);
  });
});

describe('the link', () => {
  it.each(ROOMS)('shows what a room of %s is told, and its address by the host alone', async (_, address, place) => {
    const { outside, link } = await following(address, { about: 'components', component: 'api', level: 'ends' });
    const page = await outside.get(link);
    expect(page.status).toBe(200);
    expect(textOf(page.body)).toContain(`What ${place} is told: About API: when something begins`);
    expect(page.body).toMatch(/value="api" checked/);
    expect(page.body).not.toContain('secret');
    // A room has no clock of its own, nobody whom we mail, and one format.
    expect(page.body).not.toMatch(/name="(zone|owner|format)"/);
    expect(textOf(page.body)).not.toMatch(/mail/i);
  });

  it('saves what is chosen, and keeps the rest', async () => {
    const { outside, link } = await following(SLACK, { zone: 'Asia/Tokyo' });
    const before = await outside.keptHook('slack', SLACK);
    const saved = await outside.post(link, { do: 'save', about: 'components', component: 'api', level: 'ends' });
    expect(textOf(saved.body)).toContain('Saved. It holds from now on.');
    expect(await outside.keptHook('slack', SLACK)).toEqual({
      ...before,
      choice: { ...EVERYTHING, components: ['api'], level: 'ends', maintenance: false },
      version: 2,
    });
  });

  it('changes of a program also whom we mail and what is sent, which may be nobody', async () => {
    const { outside, link } = await following(PROGRAM, { owner: 'ada@example.com' });
    expect((await outside.get(link)).body).toContain('value="ada@example.com"');
    const form = { do: 'save', about: 'all', level: 'all', maintenance: 'on' };
    const changes = { owner: 'Bob@Example.com', format: 'statuspage', zone: 'Europe/Berlin' };
    await outside.post(link, { ...form, ...changes });
    expect(await outside.keptHook('webhook', PROGRAM)).toMatchObject({ ...changes, owner: 'Bob@example.com' });
    await outside.post(link, { ...form, owner: '', format: 'candor', zone: '' });
    const after = await outside.keptHook('webhook', PROGRAM);
    expect(after).toMatchObject({ format: 'candor', choice: EVERYTHING, address: PROGRAM });
    expect([after?.owner, after?.zone]).toEqual([undefined, undefined]);
  });

  it.each([
    [{ owner: 'ada' }, 'Whom we mail if it does not answer any more'],
    [{ format: 'xml' }, 'What is sent: take one of the choices'],
    [{ zone: 'Mars/Olympus' }, 'is no zone that we know'],
    [{ about: 'components' }, 'Choose at least one part'],
  ])('says what is wrong with %j, keeps what was typed, and changes nothing', async (form, said) => {
    const { outside, link } = await following(PROGRAM, { owner: 'ada@example.com' });
    const before = await outside.keptHook('webhook', PROGRAM);
    const typed = { do: 'save', about: 'all', level: 'all', owner: 'eve@example.com', ...form };
    const answer = await outside.post(link, typed);
    expect(answer.status).toBe(422);
    expect(textOf(answer.body)).toContain(said);
    expect(answer.body).toContain(`value="${typed.owner}"`);
    expect(await outside.keptHook('webhook', PROGRAM)).toEqual(before);
  });

  it('takes along all that is kept, the address too, and no secret, which is not kept', async () => {
    const { outside, link } = await following(PROGRAM, { owner: 'ada@example.com' });
    const { body, headers } = await outside.post(link, { do: 'export' });
    expect(headers['content-disposition']).toContain('status-subscription.json');
    const { version: _version, ...kept } = (await outside.keptHook('webhook', PROGRAM))!;
    const { note, ...exported } = JSON.parse(body);
    expect(exported).toEqual(kept);
    expect(exported.address).toBe(PROGRAM);
    expect(note).toContain('The secret that the calls are signed with is not kept');
    expect(body).not.toContain(outside.called[0]!.keys!.secret);
    const room = await following(SLACK);
    expect(JSON.parse((await room.outside.post(room.link, { do: 'export' })).body).note).not.toContain('secret');
  });

  it.each([
    ['leave', 'left', 'No more messages are sent'],
    ['erase', 'erased', 'All of it is erased'],
  ])('ends it: %s', async (act, why, said) => {
    const { outside, link } = await following(SLACK);
    const ended = await outside.post(link, { do: act });
    expect(textOf(ended.body)).toContain(said);
    expect(textOf(ended.body)).not.toMatch(/mail/i);
    expect(await outside.keptHook('slack', SLACK)).toBeUndefined();
    const gone = await outside.ports.subscribers.gone('hooks', outside.hookId('slack', SLACK));
    expect(gone).toMatchObject({ why });
    expect(JSON.stringify(gone)).not.toContain('slack');
    const after = await outside.get(link);
    expect(after.status).toBe(410);
    expect(textOf(after.body)).toContain('gets no messages from us');
    // Who erased it is called again by nobody who only knows the address.
    await ask(outside, SLACK);
    expect(outside.called).toHaveLength(2);
  });

  it('lives for an hour, and is nobody’s who did not get it', async () => {
    const { outside, link } = await following(SLACK);
    const before = await outside.keptHook('slack', SLACK);
    for (const forged of [`${link}A`, link.slice(0, -1), linkFor(outside, 'leave'), linkFor(outside, 'confirm')]) {
      expect((await outside.get(forged)).status).toBe(403);
      expect((await outside.post(forged, { do: 'erase' })).status).toBe(403);
    }
    outside.wait(60);
    for (const answer of [await outside.get(link), await outside.post(link, { do: 'erase' })]) {
      expect(answer.status).toBe(410);
      expect(answer.body).toContain('href="/s/m"');
    }
    expect(await outside.keptHook('slack', SLACK)).toEqual(before);
  });

  it('changes nothing by a look, as programs that look at messages do', async () => {
    const { outside, link } = await following(SLACK);
    const before = await outside.keptHook('slack', SLACK);
    for (const method of ['GET', 'HEAD']) expect((await outside.request(method, link)).status).toBe(200);
    expect(await outside.keptHook('slack', SLACK)).toEqual(before);
    expect(outside.called).toHaveLength(2);
  });

  it('is what the page that ends it leads to', async () => {
    const { outside } = await following(SLACK);
    const { body } = await outside.get(outside.called[0]!.words!.stop.url);
    expect(body).toContain('<a href="/s/m">Get fewer instead</a>');
  });
});

describe('whoever signs up an address that follows already', () => {
  const KEPT = { about: 'components', component: 'api', level: 'all' };
  const OTHERS = { about: 'all', level: 'ends' };

  it.each(ROOMS)('changes nothing of a room of %s, which is sent the link', async (kind, address, place) => {
    const outside = house();
    await outside.signUpHook(address, KEPT);
    const before = await outside.keptHook(kind, address);
    const answer = await signUpElsewhere(outside, address, OTHERS);
    expect(answer.status).toBe(200);
    expect(textOf(answer.body)).toContain(`It follows already We tell ${place} what we post already.`);
    // What it is told is not for whoever typed its address.
    expect(textOf(answer.body)).not.toContain('API');
    expect(answer.body).not.toMatch(/\/s\/[um]\//);
    expect(await outside.keptHook(kind, address)).toEqual(before);
    expect(outside.called).toHaveLength(2);
    expect(outside.called[1]?.words?.message).toContain('Nothing was changed. Now it is told:\n\nAbout API');
    expect((await outside.get(linkIn(outside))).status).toBe(200);
  });

  it('changes neither choice nor owner nor format of a program, which is sent its secret and the link', async () => {
    const outside = house();
    await outside.signUpHook(PROGRAM, { ...KEPT, owner: 'ada@example.com' });
    const before = await outside.keptHook('webhook', PROGRAM);
    const answer = await signUpElsewhere(outside, PROGRAM, {
      ...OTHERS,
      owner: 'eve@example.com',
      format: 'statuspage',
    });
    expect(await outside.keptHook('webhook', PROGRAM)).toEqual(before);
    expect(outside.called.map(({ challenge, calls }) => [challenge !== undefined, calls !== undefined])).toEqual([
      [true, false],
      [true, false],
      [false, true],
    ]);
    expect(answer.body).not.toContain(outside.called[0]!.keys!.secret);
    expect(answer.body).not.toMatch(/whsec_[^…]|ada@example\.com|\/s\/[um]\//);
    // The same page, whatever was asked for: nobody learns by it what is kept.
    const same = await signUpElsewhere(outside, PROGRAM, { ...KEPT, owner: 'ada@example.com' });
    expect(same.body).toBe(answer.body);
    expect(await outside.keptHook('webhook', PROGRAM)).toEqual(before);
  });

  it('changes nothing of a program that does not echo, and has no link sent', async () => {
    const outside = house();
    await outside.signUpHook(PROGRAM, KEPT);
    const before = await outside.keptHook('webhook', PROGRAM);
    outside.callsAre({ is: 'refused', reason: 'the webhook answered 200 without the challenge' });
    expect((await signUpElsewhere(outside, PROGRAM, OTHERS)).status).toBe(422);
    expect(outside.called).toHaveLength(2);
    expect(await outside.keptHook('webhook', PROGRAM)).toEqual(before);
  });

  it('has three links a day sent to it, however often and however they ask', async () => {
    const outside = house();
    await outside.signUpHook(SLACK, KEPT);
    for (let n = 0; n < 3; n += 1) await signUpElsewhere(outside, SLACK, OTHERS);
    for (let n = 0; n < 3; n += 1) await ask(outside, SLACK);
    expect((await signUpElsewhere(outside, SLACK, OTHERS)).status).toBe(200);
    expect(outside.called).toHaveLength(1 + 3);
  });

  it('has it told again where nothing arrived any more, of what it chose itself', async () => {
    const outside = house();
    await outside.signUpHook(SLACK, KEPT);
    const before = (await outside.keptHook('slack', SLACK))!;
    const at = outside.ports.clock.now();
    const failing = { since: at, times: 9 };
    const quarantined = {
      ...before,
      state: 'quarantined',
      failing,
      quarantined: { at, reason: 'x' },
      version: 2,
    } as const;
    await outside.ports.subscribers.put(quarantined, 1);
    await ask(outside, SLACK);
    expect(textOf((await outside.get(linkIn(outside))).body)).toContain('none are sent at the moment');
    outside.wait(60);
    await signUpElsewhere(outside, SLACK, KEPT);
    expect(outside.called.at(-1)?.words?.message).toBe('About API: every update; no planned maintenance.');
    expect(await outside.keptHook('slack', SLACK)).toEqual({
      ...before,
      confirmedAt: outside.ports.clock.now(),
      version: 3,
    });
  });

  it('by the door of programs changes nothing either, and is told so', async () => {
    const outside = house();
    const post = (more: string) =>
      outside.request('POST', '/api/v2/subscribers.json', {
        body: `subscriber[endpoint]=${PROGRAM}&subscriber[email]=eve@example.com${more}`,
        ...elsewhere(),
      });
    await outside.signUpHook(PROGRAM, { ...KEPT, maintenance: 'on', format: 'statuspage', owner: 'ada@example.com' });
    const before = await outside.keptHook('webhook', PROGRAM);
    const same = await post('&subscriber[component_ids][]=api');
    expect(same.status).toBe(201);
    expect(JSON.parse(same.body).subscriber).toMatchObject({ mode: 'webhook', endpoint: PROGRAM });
    expect(JSON.parse(same.body).subscriber).not.toHaveProperty('email');
    const other = await post('');
    expect(other.status).toBe(422);
    expect(JSON.parse(other.body).error[0]).toContain('stays as it is');
    expect(outside.called.at(-1)?.calls).toHaveLength(1);
    for (const { body } of [same, other]) expect(body).not.toMatch(/whsec_|ada@|\/s\/[um]\//);
    expect(await outside.keptHook('webhook', PROGRAM)).toEqual(before);
  });

  it('in the same moment as somebody else has changed nothing of what was first', async () => {
    const outside = house();
    await Promise.all([signUpElsewhere(outside, SLACK, KEPT), signUpElsewhere(outside, SLACK, OTHERS)]);
    expect(await outside.keptHook('slack', SLACK)).toMatchObject({ version: 1 });
  });
});

describe('a device', () => {
  it('gets its link where it follows, changes by it and by its button, and is erased', async () => {
    const { post, get, keptHook } = house();
    const answer = await post('/s', BROWSER);
    const { location = '' } = answer.headers as Record<string, string>;
    expect(answer.body).toBe('Change, see or erase it');
    const page = await get(location);
    expect(textOf(page.body)).toContain('What the device (fcm.googleapis.com) is told: About everything');
    await post(location, { do: 'save', about: 'components', component: 'api', level: 'all' });
    expect(await keptHook('push', BROWSER.endpoint)).toMatchObject({
      choice: { components: ['api'] },
      keys: { p256dh: BROWSER.p256dh, auth: BROWSER.auth },
    });
    const again = await post('/s', { ...BROWSER, level: 'ends' });
    expect(again.headers).toHaveProperty('location');
    expect((await keptHook('push', BROWSER.endpoint))?.choice).toEqual({
      ...EVERYTHING,
      level: 'ends',
      maintenance: false,
    });
    expect(JSON.parse((await post(location, { do: 'export' })).body)).toMatchObject({ address: BROWSER.endpoint });
    await post(location, { do: 'erase' });
    expect(await keptHook('push', BROWSER.endpoint)).toBeUndefined();
  });

  it('is sent nothing by whoever types its address', async () => {
    const outside = house();
    await outside.post('/s', BROWSER);
    expect((await ask(outside, BROWSER.endpoint)).status).toBe(200);
    expect(outside.called).toEqual([]);
  });
});
