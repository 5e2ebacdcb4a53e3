import { describe, expect, it } from 'vitest';
import type { ReminderMessage, ReminderTarget } from '../../shared/ports/reminders.ts';
import { ada, machine, OUTAGE, person, root, team } from './team.ts';

const bob = person('bob', 'commander', 'approver');

/** A house with a room, in which these people have confirmed their mail. */
async function houseOf(people: Record<string, readonly string[]>, changes: object = {}) {
  const home = team(changes);
  const { messages, page, ports, put } = { ...home, page: home.ask };
  const room: ReminderMessage[] = [];
  const target: ReminderTarget = {
    name: 'room',
    personal: false,
    confirmed: async () => true,
    send: async (message) => void room.push(message),
  };
  home.targets.push(target);
  for (const [id, as] of Object.entries(people)) {
    const mail = `${id}@example.com`;
    const { body } = await put(`/v1/people/${id}`, { name: id.toUpperCase(), as, mail }, { as: root });
    await page('POST', body.ask[0].url, new URLSearchParams({ link: ports.subscriptions.linkTo(mail) }).toString(), {
      as: 'nobody',
    });
  }
  /** What everybody was told since the last time, as `who: kind`. */
  const told = () => messages.splice(0).map(({ to, kind }) => `${to}: ${kind}`);
  return { ...home, room, told };
}

const HOUSE = { ada: ['commander'], bob: ['deputy', 'approver'], eve: ['escalation'] };

describe('one message, one person', () => {
  it('over an outage that nobody answers: each hears what is theirs, and no more', async () => {
    const { minute, opened, room, told } = await houseOf(HOUSE);
    await opened({ nextUpdateBy: 'PT30M' });
    await minute(20);
    expect(told()).toEqual(['ada: reminder']);
    await minute(9);
    expect(told()).toEqual(['ada: reminder']);
    await minute(2);
    expect(told()).toEqual(['ada: reminder', 'bob: reminder']);
    // The first apology, and after twice the cadence the second: from then on only people can help.
    await minute(4);
    expect(told()).toEqual(['ada: page', 'bob: page']);
    await minute(40);
    expect(told()).toEqual([
      'ada: reminder',
      'ada: reminder',
      'ada: reminder',
      'bob: reminder',
      'ada: page',
      'bob: page',
      'eve: page',
    ]);
    await minute(60);
    expect(told()).toEqual(['eve: page', 'eve: page']);
    // A room hears each once, by the name that the config gives, and nothing that acts.
    expect(room).toHaveLength(15);
    expect(new Set(room.map(({ to }) => to))).toEqual(new Set(['commander', 'deputy', 'on-call']));
    expect(room.every(({ actions }) => actions === undefined)).toBe(true);
  });

  it('says times on the clock of whoever has said theirs, beside UTC, and to nobody else', async () => {
    const { put, messages, minute, opened } = await houseOf(HOUSE);
    await put('/v1/people/ada', { name: 'Ada', as: ['commander'], zone: 'Asia/Kolkata' }, { as: root });
    await opened({ nextUpdateBy: 'PT30M' });
    await minute(35);
    const texts = (to: string) => messages.filter((one) => one.to === to).map(({ text }) => text);
    expect(texts('ada')[0]).toMatch(/10:30 UTC[\s\S]*\n\nOn your clock \(Asia\/Kolkata\) 10:30 UTC is 16:00\.$/);
    expect(texts('bob').length).toBeGreaterThan(0);
    for (const text of texts('bob')) expect(text).not.toContain('On your clock');
  });

  it('signs the links of each message for whom it is sent to', async () => {
    const { ask, messages, minute, opened, ports } = await houseOf(HOUSE);
    const id = await opened({ nextUpdateBy: 'PT30M' });
    await minute(35);
    const pages = messages.filter(({ kind }) => kind === 'page');
    const [adas = '', bobs = ''] = pages.map(({ actions = [] }) => actions.at(-1)?.url);
    expect(adas).not.toBe(bobs);
    expect((await ask('GET', bobs, undefined, { as: 'nobody' })).text).toContain('I am on it (BOB)');
    await ask('POST', bobs, '', { as: 'nobody' });
    const noted = [...(await ports.reminders.of(id)).keys()];
    expect(noted.filter((key) => key.includes('acknowledged'))).toEqual([expect.stringMatching(/acknowledged#bob$/)]);
  });

  it('of a restricted draft: the approver alone hears of it, without a word of it or a link that approves', async () => {
    const { messages, minute, post, room } = await houseOf(HOUSE);
    const { body } = await post('/v1/incidents', { ...OUTAGE, title: 'Names were copied', handling: 'restricted' });
    await minute();
    const [asked, ...others] = messages;
    expect(others).toEqual([]);
    expect(asked).toMatchObject({ to: 'bob', subject: expect.stringContaining('To approve') });
    expect(asked?.actions).toBeUndefined();
    expect(JSON.stringify([messages, room])).not.toMatch(/Names were copied|Half of the logins/);
    expect(asked?.links[0]).toContain(body.draft.id);
  });

  it('in rooms tells nothing of what is restricted, whatever is due', async () => {
    const { minute, post, room } = await houseOf(HOUSE);
    await post('/v1/incidents', {
      ...OUTAGE,
      title: 'Names were copied',
      handling: 'restricted',
      nextUpdateBy: 'PT30M',
    });
    await minute(40);
    expect(room.length).toBeGreaterThan(2);
    expect(JSON.stringify(room)).not.toMatch(/Names were copied|Half of the logins/);
  });

  it('goes to whoever is on duty, from the moment that it is said', async () => {
    const { minute, opened, put, told } = await houseOf({ ...HOUSE, cleo: ['commander'] });
    await put('/v1/duty', { people: ['cleo'], as: ['commander'] });
    await opened({ nextUpdateBy: 'PT30M' });
    await minute(20);
    expect(told()).toEqual(['cleo: reminder']);
    await put('/v1/duty', { people: ['ada', 'cleo'], as: ['commander'] });
    await minute(9);
    expect(told()).toEqual(['ada: reminder', 'cleo: reminder']);
  });

  it('reaches a webhook of one person with what acts, once its owner has confirmed it', async () => {
    const { ask, minute, opened, ports, put, told } = await houseOf(HOUSE);
    await put('/v1/people/ada', { mail: null, hook: 'https://hook.example/ada' }, { as: root });
    await put('/v1/people/cleo', { name: 'Cleo', as: ['commander'], hook: 'https://hook.example/cleo' }, { as: root });
    const [question] = ports.hooks.splice(0);
    await ask('POST', question?.message.links[0] ?? '', '', { as: 'nobody' });
    await opened({ nextUpdateBy: 'PT30M' });
    await minute(20);
    expect(told()).toEqual([]);
    expect(ports.hooks.map(({ url, message }) => [url, message.to, message.actions?.length])).toEqual([
      ['https://hook.example/ada', 'ada', 2],
    ]);
  });

  it('is still owed where nobody could be told', async () => {
    const { minute, opened, ports, targets } = await houseOf({});
    targets.length = 0;
    await put(ports);
    await opened({ nextUpdateBy: 'PT30M' });
    await expect(minute(20)).rejects.toThrow('nobody of the house could be told what is for commander');
  });

  const put = (ports: Awaited<ReturnType<typeof houseOf>>['ports']) =>
    ports.people.put({ id: 'ada', name: 'Ada', as: ['commander'], addresses: {}, version: 1 }, 0);
});

describe('a draft', () => {
  const CAREFUL = { phrases: ['the word'], impacts: [], timeoutMs: 15 * 60_000, onTimeout: 'escalate' as const };
  const said = { message: 'It is the word.' };

  async function waiting(people: Record<string, readonly string[]>, as = ada) {
    const home = await houseOf(people);
    Object.assign(home.ports.policy, { approval: CAREFUL });
    const id = await home.opened();
    const { body } = await home.post(`/v1/incidents/${id}/updates`, said, { as });
    await home.minute();
    const approving = home.messages.flatMap(({ to, actions = [] }) =>
      actions.filter(({ label }) => /read|approve/i.test(label)).map(({ url }) => ({ to, url })),
    );
    return { ...home, id, draft: body.draft.id as string, approving };
  }

  it('is approved by the link of an approver, who is named', async () => {
    const { approving, ask, get, id } = await waiting({ ...HOUSE });
    expect(approving.map(({ to }) => to)).toEqual(['bob']);
    const url = approving[0]?.url ?? '';
    await ask('GET', url, undefined, { as: 'nobody' });
    expect((await get(`/v1/incidents/${id}`)).body.entries).toHaveLength(1);
    expect((await ask('POST', url, '', { as: 'nobody' })).status).toBe(200);
    expect((await get(`/v1/incidents/${id}`)).body.entries).toHaveLength(2);
    expect((await get('/v1/acts', { as: root })).body.acts[0]).toMatchObject({ by: 'bob', act: 'POST /a/{token}' });
  });

  it.each([
    ['by the same name', bob],
    ['by the secret of a program that they own', machine('local', 'read', 'write')],
  ])('gives its author no link, %s; somebody else is asked', async (_how, author) => {
    const { approving, messages } = await waiting(
      { commander: ['commander', 'approver'], ada: ['approver'], bob: ['approver'] },
      author,
    );
    const names = approving.map(({ to }) => to).toSorted();
    expect(names).toEqual(author === bob ? ['ada', 'commander'] : ['ada', 'bob']);
    expect(messages.filter(({ subject }) => subject.startsWith('To approve'))).toHaveLength(2);
  });

  it('of which only the author could approve pages who is paged, without the link', async () => {
    const { approving, messages } = await waiting({ bob: ['approver'], eve: ['escalation'] }, bob);
    expect(approving).toEqual([]);
    expect(messages.map(({ to }) => to)).toEqual(['eve']);
  });

  it('is approved by no link once somebody outside the directory may read along', async () => {
    const home = await houseOf({ ...HOUSE });
    await home.ports.subscriptions.ask('stranger', 'list@example.com', false);
    home.ports.subscriptions.opened('list@example.com');
    Object.assign(home.ports.policy, { approval: CAREFUL });
    const id = await home.opened();
    await home.post(`/v1/incidents/${id}/updates`, said);
    await home.minute();
    expect(home.messages.map(({ to, actions }) => [to, actions])).toEqual([['bob', undefined]]);
  });

  it('is not approved by the link of somebody who is an approver no more', async () => {
    const { approving, ask, put } = await waiting({ ...HOUSE });
    await put('/v1/people/bob', { as: ['deputy'] }, { as: root });
    expect((await ask('POST', approving[0]?.url ?? '', '', { as: 'nobody' })).status).toBe(403);
  });
});
