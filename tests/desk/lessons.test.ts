import { describe, expect, it } from 'vitest';
import { answerMention } from '../../shared/app/desk/answer-mention.ts';
import { answeredByHand, setMuted } from '../../shared/app/desk/look-after.ts';
import { decideWords, proposeWords } from '../../shared/app/desk/own-templates.ts';
import { reportBackOf, tickReportBack } from '../../shared/app/desk/report-back.ts';
import { situationOf } from '../../shared/app/desk/situation.ts';
import { etagOf } from '../../shared/app/etag.ts';
import { parseConfig } from '../../shared/config/parse-config.ts';
import { byWaiting, isWaiting } from '../../shared/core/desk/kept-mention.ts';
import { HOUR_MS, MINUTE_MS, SECOND_MS } from '../../shared/core/instant.ts';
import { sayHours } from '../../shared/wording/desk/hours.ts';
import { type DeskHouse, deskHouse } from './support/house.ts';

// What those learnt who answered customers in public during outages, one story each.

const problem = (type: string) => expect.objectContaining({ document: expect.objectContaining({ type }) });

async function outage(changes: Parameters<typeof deskHouse>[0] = {}): Promise<DeskHouse> {
  const house = deskHouse(changes);
  await house.states('opened');
  return house;
}

/** Somebody reads what is offered and sends the first of it. */
async function answerFirst({ ports }: DeskHouse, id: string, source: 'x' | 'bluesky' = 'x', by = 'dora') {
  const { incident, suggestions } = await situationOf(ports, (await ports.stores.mentions.of(source, id))!);
  const { template, text } = suggestions[0]!;
  return answerMention(ports, source, id, { template, text, ifMatch: incident && etagOf(incident), by });
}

describe('what houses learnt in outages before us', () => {
  it('acknowledged at once: the next look offers words that are true, and one tap sends them', async () => {
    const house = await outage();
    const id = house.says('ana', 'your api is down');
    house.pass(20 * SECOND_MS);
    await house.look();
    await answerFirst(house, id);
    expect(house.sent.map(({ text }) => text)).toEqual([
      expect.stringMatching(/sorry.* API\b.*Next update by 10:30 UTC\.$/i),
    ]);
    expect(await house.ports.stores.mentions.of('x', id)).toMatchObject({ state: 'answered', by: 'dora' });
  });

  it('empathy before defence: words that defend us are not sent, whoever writes them', async () => {
    const house = await outage();
    const id = house.says('ana', 'api is down again!!');
    await house.look();
    const text = 'As stated on our page it works for us, please check your network.';
    const ifMatch = etagOf(
      (await situationOf(house.ports, (await house.ports.stores.mentions.of('x', id))!)).incident!,
    );
    await expect(answerMention(house.ports, 'x', id, { text, ifMatch, by: 'dora' })).rejects.toEqual(
      problem('reply-not-sayable'),
    );
    expect(house.sent).toEqual([]);
  });

  it('read before answering: whoever answers sends the state that they have read, and hears if somebody spoke since', async () => {
    const house = await outage();
    const id = house.says('ana', 'api is down');
    await house.look();
    const { incident, suggestions } = await situationOf(house.ports, (await house.ports.stores.mentions.of('x', id))!);
    await house.states('update', { promises: { nextUpdateBy: '2026-11-22T11:30:00.000Z' } });
    const asked = { text: suggestions[0]!.text, by: 'dora' };
    await expect(answerMention(house.ports, 'x', id, asked)).rejects.toEqual(problem('state-not-named'));
    const old = answerMention(house.ports, 'x', id, { ...asked, ifMatch: etagOf(incident!) });
    await expect(old).rejects.toMatchObject({
      document: { type: 'changed-meanwhile', suggestions: [{ text: expect.stringContaining('11:30 UTC') }, {}, {}] },
    });
    expect(house.sent).toEqual([]);
  });

  it('private with receipt: a message gets its case within a minute, once, and support is handed no word of it', async () => {
    const house = await outage();
    house.says('ana', 'my order 4711 is stuck, call me', { direct: true });
    house.pass(20 * SECOND_MS);
    expect(await house.look()).toMatchObject({ receipts: 1 });
    house.says('ana', 'hello?', { direct: true });
    house.pass(20 * SECOND_MS);
    await house.look();
    await house.look();
    expect(house.sent).toHaveLength(1);
    const [name] = /\b[2-9A-Z]{5}\b/.exec(house.sent[0]!.text)!;
    expect(house.sent[0]!.text).toContain('We write here again when API is confirmed back.');
    expect(house.cases).toMatchObject([
      { case: name, incident: 'i1', says: [expect.stringContaining('not over'), {}, {}] },
    ]);
    const kept = JSON.stringify([
      house.cases,
      await house.ports.stores.mentions.said('2026-11-22T09:00:00.000Z', '2026-11-22T11:00:00.000Z'),
    ]);
    expect(kept).not.toContain('4711');
    expect(await house.ports.followUps.of('i1')).toMatchObject([{ reference: `case ${name}` }]);
  });

  it('told when solved: once it stayed so, each where they can be, and the rest on a list', async () => {
    const house = await outage();
    const onX = house.says('ana', 'api is down');
    const onBluesky = house.says('ben', 'api is down', { source: 'bluesky' });
    house.says('eve', 'please help', { direct: true });
    await house.look();
    await answerFirst(house, onX);
    await answerFirst(house, onBluesky, 'bluesky');
    house.pass(HOUR_MS);
    await house.states('resolved');
    house.sent.length = 0;
    await tickReportBack(house.ports, 'i1', 'ada');
    house.pass(9 * MINUTE_MS);
    await house.look();
    expect(house.sent).toEqual([]);
    house.pass(MINUTE_MS);
    await house.look();
    await house.look();
    expect(house.sent.map(({ to }) => to.author.handle).toSorted()).toEqual(['ben', 'eve']);
    const { people, text } = await reportBackOf(house.ports, 'i1');
    expect(text).toMatch(/API.*1 h/);
    expect(people.map(({ from, way, state }) => ({ from, way, state }))).toEqual(
      expect.arrayContaining([
        { from: 'ana', way: 'hand', state: 'to-tell' },
        { from: 'ben', way: 'thread', state: 'sent' },
        { from: 'eve', way: 'message', state: 'sent' },
      ]),
    );
    expect((await house.ports.followUps.of('i1'))[0]?.answered).toMatchObject({ by: 'ada' });

    house.sent.length = 0;
    house.pass(10 * MINUTE_MS);
    await house.states('reopened');
    expect(await reportBackOf(house.ports, 'i1')).not.toHaveProperty('text');
    await house.look();
    await house.look();
    expect(house.sent.map(({ to }) => to.author.handle).toSorted()).toEqual(['ben', 'eve']);
    for (const { text } of house.sent) expect(text).toMatch(/too early|wrong|correct|against/);
  });

  it('not answered twice: whoever comes second reads what the first one said', async () => {
    const house = await outage();
    const [first, second] = [house.says('ana', 'api is down'), house.says('ana', 'hello? api down!')];
    await house.look();
    const both = await Promise.allSettled([
      answerFirst(house, first, 'x', 'dora'),
      answerFirst(house, second, 'x', 'ben'),
    ]);
    expect(both.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
    expect(house.sent).toHaveLength(1);
    await expect(answerFirst(house, second)).rejects.toMatchObject({
      document: { type: 'answered-already', answer: { text: house.sent[0]!.text } },
    });
  });

  it('the troll not fed: hidden and not answered while muted, still counted, and undone by one click', async () => {
    const house = await outage();
    const id = house.says('max', 'api down, you clowns');
    await house.look();
    const { person } = (await house.ports.stores.mentions.of('x', id))!;
    await setMuted(house.ports, { source: 'x', id: person, by: 'dora' }, true);
    await expect(answerFirst(house, id)).rejects.toEqual(problem('muted'));
    await setMuted(house.ports, { source: 'x', id: person, by: 'dora' }, false);
    await expect(answerFirst(house, id)).resolves.toMatchObject({ state: 'sent' });
  });

  it('the branch with its approved words: proposed by one, approved by another, and then used', async () => {
    const house = await outage();
    const words = {
      name: 'ack-known' as const,
      component: 'api',
      says: ['Sorry from all of us here: {components} fails. {next}'],
    };
    const dora = { actor: 'dora', subject: 's-dora' };
    const { id: template } = await proposeWords(house.ports, words, dora);
    const id = house.says('ana', 'api is down');
    await house.look();
    const offered = async () =>
      (await situationOf(house.ports, (await house.ports.stores.mentions.of('x', id))!)).suggestions[0]!.text;
    expect(await offered()).not.toContain('from all of us');
    await expect(decideWords(house.ports, template, 'approved', dora)).rejects.toEqual(problem('needs-second-person'));
    await decideWords(house.ports, template, 'approved', { actor: 'grace', subject: 's-grace' });
    expect(await offered()).toBe('Sorry from all of us here: API fails. Next update by 10:30 UTC.');
    await expect(proposeWords(house.ports, { ...words, says: ['We value your patience.'] }, dora)).rejects.toEqual(
      problem('invalid-request'),
    );
  });

  it('at night and at the weekend: the receipt goes out by itself and says when somebody reads it', async () => {
    const { desk } = parseConfig({
      brand: { name: 'Acme' },
      components: [{ id: 'api', name: 'API' }],
      desk: { staffed: { from: '08:00', to: '20:00', zone: 'Europe/Berlin' } },
    });
    const house = await outage();
    house.ports.words = { ...house.ports.words, hours: sayHours(desk.staffed!) };
    house.says('ana', 'anybody there?', { direct: true });
    await house.look();
    expect(house.sent[0]?.text).toContain('A person reads it: Mon to Fri, 08:00 to 20:00 Europe/Berlin.');
  });

  it('no two classes: what is new comes first, then who waits longest, and nobody’s fame counts', async () => {
    const house = await outage();
    const order = ['ana', 'ben', 'eve'];
    for (const who of order) {
      house.says(who, 'api is down');
      house.pass(MINUTE_MS);
    }
    house.says('zoe', 'file storage is down too');
    await house.look();
    const all = await house.ports.stores.mentions.said('2026-11-22T09:00:00.000Z', '2026-11-22T11:00:00.000Z');
    const waiting = byWaiting(all.filter((one) => isWaiting(one, house.ports.clock.now())));
    expect(waiting.map(({ to }) => to.author.handle)).toEqual(['ana', 'zoe', 'ben', 'eve']);
  });

  it('what a program may not answer, a person answers by hand, and says so', async () => {
    const house = await outage();
    const id = house.says('ana', 'acme api down again', { summoned: false });
    await house.look();
    await expect(answerFirst(house, id)).rejects.toEqual(problem('only-by-hand'));
    await answeredByHand(house.ports, { source: 'x', id, by: 'dora' });
    expect(await house.ports.stores.mentions.of('x', id)).toMatchObject({ state: 'answered' });
  });
});
