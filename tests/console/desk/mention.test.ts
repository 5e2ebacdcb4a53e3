import { describe, expect, it } from 'vitest';
import { takeMention } from '../../../shared/app/desk/look-after.ts';
import { read } from '../visitor.ts';
import { atTheDesk } from './desk-house.ts';

/** The page of somebody who complains about the API while an incident about it is open. */
async function answering(groups?: readonly string[]) {
  const house = await atTheDesk(groups);
  const incident = await house.opens();
  const said = await house.customers.says('ana', 'your API is down');
  const page = await house.person.get(said.page);
  const words = /data-says="([^"]*)"/.exec(page.body ?? '')?.[1] ?? '';
  return { ...house, incident, said, page, words };
}

const fieldOf = (body = ''): string =>
  /<textarea id="answer-text"[^>]*>\n([^<]*)<\/textarea>/.exec(body)?.[1] ?? 'no field';

describe('the page of a mention', () => {
  it('shows their words, why it is here, what our page says now, and words to choose with their price', async () => {
    const { page } = await answering();
    const shown = read(page);
    for (const there of [
      'your API is down',
      'says “API” and “down”',
      'API requests fail',
      'Half of all requests to the API fail.',
      'Next update 10:30 UTC',
      'We know, and work on it',
      'Ask them to write to us',
      '($0.010)',
    ])
      expect(shown).toContain(there);
    expect(fieldOf(page.body)).toBe('');
  });

  it('without a script puts the chosen words into the field, and sends them once', async () => {
    const { page, person, customers, words } = await answering();
    const chosen = await person.look(page, 'answer', { choose: 'ack-known' });
    expect(fieldOf(chosen.body)).toBe(words);
    const sent = await person.submit(chosen, 'answer', {});
    expect(customers.arrived.map(({ text }) => text)).toEqual([words]);
    expect(read(sent)).toContain('commander answered , 10:00:00 UTC: sent');
    expect(sent.body).not.toContain('id="answer"');
  });

  it('keeps what was written beside words that are chosen after it', async () => {
    const { page, person } = await answering();
    const chosen = await person.look(page, 'answer', { text: 'My own words, so far', choose: 'ack-known' });
    expect(read(chosen)).toContain('My own words, so far');
    expect(fieldOf(chosen.body)).not.toBe('My own words, so far');
  });

  it('sends nothing old: where somebody spoke since, the new words stand there and the text stays', async () => {
    const { page, person, customers, words, incident, asked } = await answering();
    const said = await asked('POST', `/v1/incidents/${incident.id}/updates`, {
      message: 'We replace a certificate.',
      status: 'identified',
      nextUpdateBy: 'PT45M',
    });
    expect(said.status).toBe(201);
    const back = await person.submit(page, 'answer', { text: words });
    expect(back.statusCode).toBe(412);
    expect(read(back)).toMatch(/Somebody has spoken since you read this\. .*10:45 UTC.*Yours is below/);
    expect(read(back)).toContain('We replace a certificate.');
    expect(fieldOf(back.body)).toBe(words);
    expect(customers.arrived).toEqual([]);
    const chosen = await person.look(back, 'answer', { choose: 'ack-known' });
    await person.submit(chosen, 'answer', {});
    expect(customers.arrived).toHaveLength(1);
    expect(customers.arrived[0]?.text).toContain('10:45 UTC');
  });

  it('sends words of one’s own behind the new ones, once they were seen', async () => {
    const { page, person, customers, incident, asked } = await answering();
    const update = { message: 'We replace a certificate.', status: 'identified', nextUpdateBy: 'PT45M' };
    await asked('POST', `/v1/incidents/${incident.id}/updates`, update);
    const mine = 'Sorry about this. Please send us a private message.';
    const back = await person.submit(page, 'answer', { text: mine });
    expect(customers.arrived).toEqual([]);
    await person.submit(back, 'answer', {});
    expect(customers.arrived.map(({ text }) => text)).toEqual([mine]);
  });

  it('shows whoever comes second the words of the first, and gives them theirs to keep', async () => {
    const { page, person, customers, said, words } = await answering();
    const etag = /name="etag" value="([^"]*)"/.exec(page.body ?? '')?.[1]?.replaceAll('&quot;', '"');
    await customers.answers(said.id, words, 'bob', etag);
    const second = await person.submit(page, 'answer', {
      text: 'Sorry about this. Please write us a private message.',
    });
    expect(second.statusCode).toBe(409);
    expect(read(second)).toContain('bob was first');
    expect(second.body).toContain(`<p class="text">${words}</p>`);
    expect(read(second)).toContain('Sorry about this. Please write us a private message.');
    expect(customers.arrived).toHaveLength(1);
  });

  it('says which words may not go out, and keeps them all', async () => {
    const { page, person, customers } = await answering();
    const back = await person.submit(page, 'answer', { text: 'It is back by 14:00, see https://status.example' });
    expect(back.statusCode).toBe(422);
    expect(read(back)).toMatch(/Nothing was sent\..*is a time that our page does not promise/);
    expect(fieldOf(back.body)).toBe('It is back by 14:00, see https://status.example');
    expect(customers.arrived).toEqual([]);
  });

  it('does not send nothing', async () => {
    const { page, person, customers } = await answering();
    expect(read(await person.submit(page, 'answer', { text: ' ' }))).toContain('There is nothing written yet');
    expect(customers.arrived).toEqual([]);
  });

  it('takes its own first try for what it was, where no answer to it came', async () => {
    const { page, person, customers, words, loseAnswers } = await answering();
    loseAnswers(1);
    const sent = await person.submit(page, 'answer', { text: words });
    expect(customers.arrived).toHaveLength(1);
    expect(read(sent)).toContain('commander answered');
    expect(read(sent)).not.toContain('was first');
  });

  it('keeps the text where nobody answers at all', async () => {
    const { api, page, person, words } = await answering();
    api.fates.push('down', 'down');
    const back = await person.submit(page, 'answer', { text: words });
    expect(back.statusCode).toBe(503);
    expect(read(back)).toContain('Your answer');
    expect(back.body).toContain(words.slice(0, 30));
  });

  it('says what was not taken there, and has it wait again', async () => {
    const { page, person, customers, words } = await answering();
    customers.fate.next = { billed: {}, outcome: 'refused', why: 'not-summoned', reason: 'not summoned' };
    const back = read(await person.submit(page, 'answer', { text: words }));
    expect(back).toContain('was not taken, not summoned');
    expect(back).toContain('waits again: not summoned');
  });

  it('is taken for three minutes, and left', async () => {
    const { page, person } = await answering();
    const taken = await person.submit(page, 'take', {});
    expect(read(taken)).toContain('you have it until 10:03 UTC');
    const left = await person.submit(taken, 'left', {});
    expect(read(left)).toContain('left by you');
    expect(left.body).not.toContain('id="answer"');
  });

  it('is given back by who has it, and waits again in the queue', async () => {
    const { person, customers } = await atTheDesk();
    const { page } = await customers.says('ana', 'your API is down');
    const taken = await person.submit(await person.get(page), 'take', {});
    const back = await person.submit(taken, 'release', {});
    expect(read(back)).toContain('Who waits');
    expect(read(await person.get(page))).not.toContain('Give it back');
    expect((await person.get(page)).body).toContain('id="take"');
  });

  it('leads on to who waits next, once nothing is left to do', async () => {
    const { page, person, customers } = await answering();
    const next = await customers.says('ben', 'API down here too', { ago: 3 });
    const left = await person.submit(page, 'left', {});
    expect(left.body).toContain(`data-next href="${next.page}"`);
  });

  it('reads what else they said for its price, when a person asks for it', async () => {
    const { page, person, said } = await answering();
    expect(read(page)).toContain('Read what else they said of late: 5 posts, $0.025');
    expect(read(await person.submit(page, 'stream', {}))).toContain('I have a demo at noon');
    expect(read(await person.get(`${said.page}/stream`))).toContain('What we say now');
  });

  it('has those answered by hand whom a program may not answer', async () => {
    const { person, customers } = await answering();
    const said = await customers.says('dan', 'is the API down?', { summoned: false });
    const page = await person.get(said.page);
    expect(page.body).not.toContain('id="answer"');
    expect(page.body).toContain('href="https://x.com/search?q=from%3Adan&amp;f=live"');
    expect(page.body).toMatch(/<textarea id="by-hand-0" rows="3" readonly>/);
    const closed = read(await person.submit(page, 'by-hand', {}));
    expect(closed).toContain('said by hand');
    expect(closed).toContain('answered by you');
  });

  it('says what to do where everything is frozen, and sends nothing', async () => {
    const { page, person, customers, words, asked } = await answering();
    await asked('PUT', '/v1/freeze', { frozen: true, reason: 'drill' });
    const back = await person.submit(page, 'answer', { text: words });
    expect(read(back)).toContain('Everything that goes out is frozen');
    expect(fieldOf(back.body)).toBe(words);
    expect(customers.arrived).toEqual([]);
  });

  it('is theirs who took it first, and the other keeps what they wrote', async () => {
    const { page, person, customers, said, words } = await answering();
    await takeMention(customers.desk, { source: 'x', id: said.id, by: 'bob' });
    const back = await person.submit(page, 'answer', { text: words });
    expect(back.statusCode).toBe(409);
    expect(read(back)).toMatch(/Somebody else has just taken it\. bob has it until 10:03:00 UTC/);
    expect(fieldOf(back.body)).toBe(words);
    expect(customers.arrived).toEqual([]);
  });

  it('goes on with the same text after a sign-in that ended meanwhile', async () => {
    const { page, person, customers, words } = await answering();
    const cookies = [...person.cookies];
    person.cookies.clear();
    const ended = await person.submit(page, 'answer', { text: words });
    expect(ended.statusCode).toBe(401);
    expect(read(ended)).toContain(words);
    for (const [name, value] of cookies) person.cookies.set(name, value);
    const asked = await person.look(ended, 'answer', {});
    expect(read(asked)).toContain('Nothing was done.');
    await person.look(asked, 'answer', {});
    expect(customers.arrived.map(({ text }) => text)).toEqual([words]);
  });

  it('is answered by the role desk alone, which is offered nothing to say in public', async () => {
    const { page, person, customers, words } = await answering(['desk']);
    await person.submit(page, 'answer', { text: words });
    expect(customers.arrived).toHaveLength(1);
    const overview = await person.get('/console');
    expect(overview.body).toContain('href="/console/desk"');
    expect(overview.body).not.toContain('id="open"');
  });

  it('is not there for an approver to answer, and for nobody without a role to see', async () => {
    const { page } = await answering(['approver']);
    expect(page.body).not.toContain('id="answer"');
    const { person } = await atTheDesk([]);
    expect((await person.get('/console/people')).body).not.toContain('href="/console/desk"');
  });

  it('is read by a viewer, with no form and no button that is not theirs', async () => {
    const house = await atTheDesk(['viewer']);
    const said = await house.customers.says('ana', 'your API is down');
    const page = await house.person.get(said.page);
    expect(read(page)).toContain('your API is down');
    expect([...(page.body ?? '').matchAll(/<form/g)]).toHaveLength(1);
  });
});
