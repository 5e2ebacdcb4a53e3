import { describe, expect, it } from 'vitest';
import { memoryNudges, type Nudge } from '../../shared/adapters/memory/nudges.ts';
import { answerMention } from '../../shared/app/desk/answer-mention.ts';
import { readStream } from '../../shared/app/desk/read-stream.ts';
import { reportOn } from '../../shared/app/desk/report.ts';
import { DAY_MS, HOUR_MS, MINUTE_MS, SECOND_MS } from '../../shared/core/instant.ts';
import { deskHouse } from './support/house.ts';

const problem = (type: string) => expect.objectContaining({ document: expect.objectContaining({ type }) });

describe('a flood', () => {
  it('pages the commander once, with a draft that a person says or drops, and is no entry and no post', async () => {
    const house = deskHouse();
    for (const who of ['a', 'b', 'c', 'd', 'e', 'f']) house.says(who, 'file storage is down');
    for (let minutes = 0; minutes < 4; minutes += 1) {
      await house.look();
      house.pass(MINUTE_MS);
    }
    expect(house.ports.pages).toMatchObject([{ subject: '6 people complain about File storage' }]);
    const [draft] = await house.ports.drafts.waiting();
    expect(draft).toMatchObject({
      command: 'open',
      onTimeout: 'escalate',
      proposedBy: { person: false, actor: 'mentions' },
    });
    expect(house.ports.pages[0]?.path).toBe(`/drafts/${draft?.id}`);
    expect(JSON.parse(draft!.text)).toMatchObject({ components: [{ id: 'storage' }] });
    expect(await house.ports.log.load(draft!.incident)).toEqual([]);
    expect(house.sent).toEqual([]);
  });

  it('about what the page says already tells nobody anything, and about another part is kept with the incident', async () => {
    const house = deskHouse();
    await house.states('opened');
    for (const who of ['a', 'b', 'c', 'd', 'e', 'f']) house.says(who, 'api is down');
    await house.look();
    expect(house.ports.pages).toEqual([]);
    house.pass(6 * MINUTE_MS);
    for (const who of ['a', 'b', 'c', 'd', 'e', 'f']) house.says(who, 'file storage fails');
    await house.look();
    expect((await house.ports.stores.house.read()).state?.floods).toMatchObject([
      { component: 'api' },
      { component: 'storage', incident: 'i1' },
    ]);
    expect(house.ports.pages).toHaveLength(1);
  });
});

describe('what is heard', () => {
  it('is read from before the last reading on, so that what comes late is heard, and once', async () => {
    const house = deskHouse();
    await house.look();
    house.pass(HOUR_MS);
    await house.look();
    expect(house.calls.filter((call) => call.startsWith('x'))).toEqual(['x since 09:30', 'x since 09:30']);
    const id = house.says('ana', 'api is down', { at: '2026-11-22T10:40:00.000Z' });
    expect(await house.look()).toMatchObject({ heard: 1 });
    expect(await house.look()).toMatchObject({ heard: 0 });
    expect(await house.ports.stores.mentions.of('x', id)).toBeDefined();
  });

  it('belongs to the incident that is opened behind it', async () => {
    const house = deskHouse();
    const id = house.says('ana', 'api is down');
    await house.look();
    house.pass(5 * MINUTE_MS);
    await house.states('opened');
    await house.look();
    expect(await house.ports.stores.mentions.of('x', id)).toMatchObject({ incident: 'i1' });
  });

  it('that its author takes away is empty within a day, and everything after a week', async () => {
    const house = deskHouse();
    const [deleted, kept] = [house.says('ana', 'secret one'), house.says('ben', 'secret two')];
    await house.look();
    house.gone.add('t1');
    house.pass(13 * HOUR_MS);
    await house.look();
    expect(await house.ports.stores.mentions.of('x', deleted)).toMatchObject({ emptied: 'deleted', state: 'left' });
    expect((await house.ports.stores.mentions.of('x', kept))?.text).toBe('secret two');
    for (let days = 0; days < 8; days += 1) {
      house.pass(DAY_MS / 2);
      await house.look();
      house.pass(DAY_MS / 2);
      house.clock.ms = Math.floor(house.clock.ms / HOUR_MS) * HOUR_MS;
      await house.look();
    }
    const all = await house.ports.stores.mentions.said('2026-11-22T00:00:00.000Z', '2026-11-23T00:00:00.000Z');
    expect(JSON.stringify(all)).not.toMatch(/secret|ana"|ben"/);
  });

  it('and stop is honoured at once: no receipt, no answer, no word that it is over', async () => {
    const house = deskHouse();
    await house.states('opened');
    const id = house.says('ana', 'api is down');
    house.says('ana', 'STOP', { direct: true });
    await house.look();
    expect(house.sent).toEqual([]);
    const asked = answerMention(house.ports, 'x', id, { template: 'ack-known', by: 'dora' });
    await expect(asked).rejects.toEqual(problem('asked-to-be-left-alone'));
  });

  it('of a drill is answered by nobody', async () => {
    const house = deskHouse();
    await house.states('opened', {}, 'drill');
    house.says('ana', 'help', { direct: true });
    const id = house.says('ben', 'api is down');
    await house.look();
    expect(house.sent).toEqual([]);
    expect(await house.ports.stores.mentions.of('x', id)).not.toHaveProperty('incident');
  });

  it('of a restricted incident is answered with its public words alone', async () => {
    const house = deskHouse();
    await house.states('opened', {}, 'restricted');
    house.says('ana', 'help', { direct: true });
    const id = house.says('ben', 'api is down');
    await house.look();
    expect(house.sent.map(({ text }) => text)).toEqual([expect.not.stringContaining('API')]);
    const mine = answerMention(house.ports, 'x', id, { text: 'We are sorry.', ifMatch: '"1-x"', by: 'dora' });
    await expect(mine).rejects.toEqual(problem('changed-meanwhile'));
    await expect(answerMention(house.ports, 'x', id, { template: 'ack-known', by: 'dora' })).resolves.toMatchObject({
      state: 'sent',
    });
  });
});

describe('an answer', () => {
  const opened = async () => {
    const house = deskHouse();
    await house.states('opened');
    const id = house.says('ana', 'api is down');
    await house.look();
    return { house, id, send: () => answerMention(house.ports, 'x', id, { template: 'ack-known', by: 'dora' }) };
  };

  it('that is held goes out with a later look, or after half an hour not at all', async () => {
    const { house, id, send } = await opened();
    house.answers.push({ billed: {}, outcome: 'held', reason: '429' });
    expect(await send()).toMatchObject({ state: 'waiting' });
    house.pass(21 * SECOND_MS);
    await house.look();
    expect(house.sent).toHaveLength(1);
    expect(await house.ports.stores.mentions.of('x', id)).toMatchObject({ state: 'answered' });

    const late = await opened();
    late.house.answers.push({ billed: {}, outcome: 'held', reason: '429', until: '2026-11-22T12:00:00.000Z' });
    await late.send();
    late.house.pass(30 * MINUTE_MS);
    await late.house.look();
    expect(late.house.sent).toEqual([]);
    expect(await late.house.ports.stores.mentions.of('x', late.id)).toMatchObject({ state: 'expired' });
  });

  it('that waits is not sent once somebody spoke', async () => {
    const { house, id, send } = await opened();
    house.answers.push({ billed: {}, outcome: 'held', reason: '429' });
    await send();
    await house.states('update');
    house.pass(MINUTE_MS);
    await house.look();
    expect(house.sent).toEqual([]);
    expect(await house.ports.stores.mentions.of('x', id)).toMatchObject({ state: 'expired' });
    await expect(send()).resolves.toMatchObject({ state: 'sent' });
  });

  it('does not go out while everything is frozen, and no receipt either', async () => {
    const { house, send } = await opened();
    await house.control.freeze({ since: house.ports.clock.now(), reason: 'legal', by: 'ada' });
    await expect(send()).rejects.toEqual(problem('desk-frozen'));
    house.says('eve', 'help', { direct: true });
    await house.look();
    expect(house.sent).toEqual([]);
  });

  it('ends with the money, behind reading', async () => {
    const { house, id, send } = await opened();
    const account = house.ports.stores.account('x');
    const { version } = await account.read();
    await account.swap(version, { money: { month: '2026-11', micros: 19_500_000, incidents: {} } });
    const calls = house.calls.length;
    await house.look();
    expect(house.calls.slice(calls).some((call) => call.startsWith('x'))).toBe(false);
    expect((await account.read()).state?.unreadable?.reason).toContain('money');
    await expect(readStream(house.ports, 'x', id)).rejects.toEqual(problem('money-used-up'));
    await expect(send()).resolves.toMatchObject({ state: 'sent' });
    await account.swap((await account.read()).version, {
      money: { month: '2026-11', micros: 20_000_000, incidents: {} },
    });
    const other = house.says('ben', 'api is down', { source: 'bluesky' });
    await house.look();
    await expect(
      answerMention(house.ports, 'bluesky', other, { template: 'ack-known', by: 'dora' }),
    ).resolves.toMatchObject({ state: 'sent' });
  });

  it('about what is over has its page looked at for ten minutes, where that says how many were answered', async () => {
    for (const publicNumber of [true, false]) {
      const asked: Nudge[] = [];
      const house = deskHouse({ nudges: memoryNudges(asked) });
      Object.assign(house.ports.rules, { publicNumber });
      await house.states('opened');
      const id = house.says('ana', 'api is down');
      await house.look();
      await house.states('resolved');
      await house.look();
      expect(asked).toEqual([]);
      await answerMention(house.ports, 'x', id, { template: 'solved', by: 'dora' });
      await house.look();
      expect(asked).toEqual(publicNumber ? [{ type: 'incident', incident: 'i1', whom: ['site'] }] : []);
      house.pass(10 * MINUTE_MS);
      await house.look();
      expect(asked).toHaveLength(publicNumber ? 1 : 0);
    }
  });

  it('stands in the report of its incident with what it cost', async () => {
    const { house, send } = await opened();
    house.pass(2 * MINUTE_MS);
    await send();
    expect(await reportOn(house.ports, 'i1')).toMatchObject({
      mentions: 1,
      answered: 1,
      firstAnswer: { p50Ms: 120_000 },
      dollars: 0.011,
    });
  });
});
