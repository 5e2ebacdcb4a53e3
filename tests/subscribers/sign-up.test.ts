import { describe, expect, it } from 'vitest';
import { plus } from '../../shared/core/instant.ts';
import { EVERYTHING } from '../../shared/core/subscribers/subscriber.ts';
import { textOf } from '../site/support/site.ts';
import { story } from '../site/support/story.ts';
import { house } from './house.ts';

const ADA = 'ada@example.com';

describe('signing up', () => {
  it('mails one link to the address, and keeps it until its owner confirms', async () => {
    const { signUp, mails, kept, ports } = house();
    const answer = await signUp(ADA, { zone: 'Europe/Berlin', took: '9000' });
    expect(answer.status).toBe(200);
    expect(textOf(answer.body)).toContain('Look into your mail');
    expect(mails).toHaveLength(1);
    expect(mails[0]).toMatchObject({ to: ADA, from: 'Example Cloud Status <confirm@status.example.com>' });
    expect(mails[0]!.tags).toMatchObject({ kind: 'confirm' });
    expect(JSON.stringify(mails[0]!.tags)).not.toContain(ADA);
    expect(await kept(ADA)).toMatchObject({
      address: ADA,
      state: 'pending',
      choice: EVERYTHING,
      zone: 'Europe/Berlin',
      consent: { how: 'form' },
      pendingUntil: plus(ports.clock.now(), 48 * 3_600_000),
    });
  });

  it('is what was chosen', async () => {
    const open = story('i1', ['09:50', { title: 'Sign-in fails' }]);
    const { signUp, kept } = house([open]);
    await signUp(ADA, { about: 'components', component: ['api', 'website'], level: 'ends', impact: 'major' });
    expect((await kept(ADA))!.choice).toEqual({
      components: ['api', 'website'],
      level: 'ends',
      minImpact: 'major',
      maintenance: false,
    });
    await signUp('bob@example.com', { about: 'incident', incident: open.id, level: 'all', maintenance: 'on' });
    expect((await kept('bob@example.com'))!.choice).toMatchObject({ incident: open.id, maintenance: true });
    await signUp('eve@example.com', { about: 'all', incident: open.id, component: 'api' });
    expect((await kept('eve@example.com'))!.choice).toEqual(EVERYTHING);
  });

  it.each([
    ['', {}, 'Type your mail address'],
    ['ada', {}, 'it has to look like name@example.com'],
    ['abuse@example.com', {}, 'belongs to a function'],
    ['5551234567@vtext.com', {}, 'rings a phone'],
    [ADA, { about: 'components' }, 'Choose at least one part'],
    [ADA, { about: 'components', component: 'nothing' }, 'not there any more'],
    [ADA, { about: 'incident', incident: 'over' }, 'This incident is over'],
    [ADA, { level: 'loud' }, 'How much'],
    [ADA, { impact: 'huge' }, 'From which impact on'],
  ])(
    'with the address %j and %j says what is wrong, keeps what was typed, and does nothing',
    async (address, form, said) => {
      const { signUp, mails, kept } = house();
      const answer = await signUp(address, form);
      expect(answer.status).toBe(422);
      expect(textOf(answer.body)).toContain(said);
      expect(textOf(answer.body)).toContain('Nothing was done.');
      if (address !== '') expect(answer.body).toContain(`value="${address}"`);
      expect(mails).toEqual([]);
      expect(await kept(ADA)).toBeUndefined();
    },
  );

  it('by a program is answered like any other, and nothing is done', async () => {
    const { signUp, mails, kept } = house();
    const well = await signUp('bob@example.com');
    for (const form of [{ company_url: 'https://spam.example' }, { took: '1999' }]) {
      expect(await signUp(ADA, form)).toEqual(well);
      expect(await kept(ADA)).toBeUndefined();
    }
    expect(mails.map(({ to }) => to)).toEqual(['bob@example.com']);
  });

  it('is answered alike and in the same time, whether an address is known, was asked before, or has left', async () => {
    const { signUp, follow, post, linkTo, wait, pauses } = house();
    const unknown = await signUp('new@example.com');
    await follow(ADA);
    wait(24 * 60);
    expect(await signUp(ADA)).toEqual(unknown);
    expect(await signUp('new@example.com')).toEqual(unknown);
    wait(120);
    await signUp('bob@example.com');
    expect(await signUp('bob@example.com')).toEqual(unknown);
    wait(120);
    await post('/s/m', { email: ADA });
    await post(linkTo(ADA), { do: 'leave' });
    expect(await signUp(ADA)).toEqual(unknown);
    expect(new Set(pauses)).toEqual(new Set([700]));
  });

  it('of one mailbox by two spellings is one person, who is mailed once a day', async () => {
    const { signUp, mails } = house();
    for (const address of ['ada.l@gmail.com', 'a.d.a.l@gmail.com', 'adal+x@googlemail.com']) await signUp(address);
    expect(mails.map(({ to }) => to)).toEqual(['ada.l@gmail.com']);
  });

  it('again before confirming asks for what was chosen last, by the mail that is there', async () => {
    const { signUp, mails, post, linkTo, kept } = house();
    await signUp(ADA, { about: 'components', component: 'api' });
    await signUp(ADA, { about: 'components', component: 'website' });
    expect(mails).toHaveLength(1);
    await post(linkTo(ADA));
    expect(await kept(ADA)).toMatchObject({ state: 'confirmed', choice: { components: ['website'] } });
  });

  it('again for the same tells whoever is told already that they are, and changes nothing', async () => {
    const { follow, signUp, mails, kept, linkTo, get } = house();
    await follow(ADA);
    const before = await kept(ADA);
    await signUp('ADA@example.com');
    expect(await kept(ADA)).toEqual(before);
    expect(mails.at(-1)).toMatchObject({ to: ADA, tags: { kind: 'already' } });
    expect(mails.at(-1)!.text).toContain('already');
    expect((await get(linkTo(ADA))).body).toContain('a…@example.com');
  });

  it('again for something else is asked about, and until then they get what they get', async () => {
    const { follow, signUp, kept, post, get, linkTo, wait } = house();
    await follow(ADA);
    const { confirmedAt } = (await kept(ADA))!;
    wait(60);
    await signUp(ADA, { about: 'components', component: 'api', level: 'ends' });
    expect(await kept(ADA)).toMatchObject({
      state: 'confirmed',
      choice: EVERYTHING,
      asked: { choice: { level: 'ends' } },
    });
    expect(textOf((await get(linkTo(ADA))).body)).toContain('in the place of what a…@example.com gets today');
    await post(linkTo(ADA));
    const after = (await kept(ADA))!;
    expect(after).toMatchObject({ choice: { components: ['api'], level: 'ends' }, confirmedAt });
    expect(after.asked).toBeUndefined();
  });

  it('for one incident takes nothing from whoever gets everything', async () => {
    const open = story('i1', ['09:50', { title: 'Sign-in fails' }]);
    const { follow, signUp, kept, mails } = house([open]);
    await follow(ADA);
    await signUp(ADA, { about: 'incident', incident: open.id });
    expect(mails.at(-1)!.tags.kind).toBe('already');
    expect((await kept(ADA))!.asked).toBeUndefined();
  });

  it('says when no mails are taken, and may be tried again the same day', async () => {
    const { signUp, mails, mailsAre, logged } = house();
    for (const answer of [
      { is: 'closed', gate: 'paused', reason: 'sending is paused' },
      { is: 'not-now', reason: 'too fast' },
    ] as const) {
      mailsAre(() => answer);
      const said = await signUp(ADA);
      expect(said.status).toBe(503);
      expect(textOf(said.body)).toContain('We cannot send mails at the moment');
      expect(said.body).toContain('/history.atom');
    }
    mailsAre(undefined);
    await signUp(ADA);
    expect(mails).toHaveLength(1);
    expect(JSON.stringify(logged)).not.toContain('@example.com');
  });

  it('is one mail where nobody knows what became of it', async () => {
    const { signUp, mails, mailsAre } = house();
    mailsAre(() => ({ is: 'unknown', reason: 'no answer' }));
    const answer = await signUp(ADA);
    expect(answer.status).toBe(200);
    await signUp(ADA);
    expect(mails).toHaveLength(1);
  });
});

describe('as Statuspage takes it', () => {
  const post = (outside: ReturnType<typeof house>, body: string, viewer?: string) =>
    outside.request('POST', '/api/v2/subscribers.json', { body, ...(viewer === undefined ? {} : { viewer }) });

  it.each([
    'subscriber[email]=ada@example.com&subscriber[component_ids][]=api',
    'subscriber%5Bemail%5D=ada%40example.com&subscriber%5Bcomponent_ids%5D%5B%5D=api',
    '{"subscriber":{"email":"ada@example.com","component_ids":["api"]}}',
    '{"email":"ada@example.com","component_ids":["api"]}',
  ])('%s asks the owner, and is answered in their shape', async (body) => {
    const outside = house();
    const answer = await post(outside, body);
    expect(answer.status).toBe(201);
    expect(JSON.parse(answer.body)).toMatchObject({
      page: { name: 'Example Cloud', url: 'https://status.example.com' },
      subscriber: { mode: 'email', email: ADA, quarantined_at: null },
    });
    expect(await outside.kept(ADA)).toMatchObject({
      state: 'pending',
      choice: { components: ['api'] },
      consent: { how: 'api' },
    });
    expect(outside.mails).toHaveLength(1);
  });

  it.each([
    ['', 'Type your mail address'],
    ['{', 'Type your mail address'],
    ['{"subscriber":7}', 'Type your mail address'],
    ['null', 'Type your mail address'],
    ['subscriber[endpoint]=http://example.com/hook', 'must begin with https://'],
    ['subscriber[phone_number]=5551234567', 'Text messages are not sent'],
    ['subscriber[email]=ada@example.com&subscriber[component_ids][]=nothing', 'not there any more'],
    ['subscriber[email]=ada@example.com&subscriber[incident]=over', 'is over'],
  ])('%j is refused with a reason', async (body, said) => {
    const outside = house();
    const answer = await post(outside, body);
    expect(answer.status).toBe(422);
    expect(JSON.parse(answer.body).error[0]).toContain(said);
    expect(outside.mails).toEqual([]);
  });

  it.each([
    ['component_ids', [7]],
    ['component_ids', ['api', null]],
    ['component_ids', { api: true }],
    ['components', 7],
    ['incident', 7],
  ])('is not taken for everything where %s is %j', async (field, value) => {
    const outside = house();
    const answer = await post(outside, JSON.stringify({ subscriber: { email: ADA, [field]: value } }));
    expect([answer.status, JSON.parse(answer.body).error[0]]).toEqual([
      422,
      expect.stringContaining(`${field}: ids are`),
    ]);
    expect(outside.mails).toEqual([]);
  });

  it('is everything where component_ids is null or empty', async () => {
    const outside = house();
    for (const [n, ids] of [null, []].entries()) {
      const body = JSON.stringify({ email: `${n}@example.com`, component_ids: ids });
      expect((await post(outside, body)).status).toBe(201);
      expect((await outside.kept(`${n}@example.com`))?.choice).toEqual(EVERYTHING);
    }
  });

  it('never asks whoever left, who comes back by themselves', async () => {
    const outside = house();
    const { follow, linkTo, mails, gone, kept, wait, signUp } = outside;
    await follow(ADA);
    wait(24 * 60);
    await outside.post('/s/m', { email: ADA });
    await outside.post(linkTo(ADA), { do: 'leave' });
    expect(await gone(ADA)).toMatchObject({ why: 'left' });
    const before = mails.length;
    const answer = await post(outside, `subscriber[email]=${ADA}`);
    expect(answer.status).toBe(201);
    expect(mails).toHaveLength(before);
    expect(await kept(ADA)).toBeUndefined();
    await signUp(ADA);
    expect(mails).toHaveLength(before + 1);
    await outside.post(linkTo(ADA));
    expect(await kept(ADA)).toMatchObject({ state: 'confirmed' });
    expect(await gone(ADA)).toBeUndefined();
  });

  it('takes half as many of a network, and says when to come back', async () => {
    const outside = house();
    const answers = [];
    for (const name of ['a', 'b', 'c']) answers.push(await post(outside, `subscriber[email]=${name}@example.com`));
    expect(answers.map(({ status }) => status)).toEqual([201, 201, 429]);
    expect(Number(answers[2]!.headers['retry-after'])).toBeGreaterThan(3_000);
    expect((await post(outside, 'subscriber[email]=d@example.com', '203.0.113.9')).status).toBe(201);
  });
});
