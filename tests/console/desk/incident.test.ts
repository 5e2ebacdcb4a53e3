import { describe, expect, it } from 'vitest';
import { MINUTE_MS } from '../../../shared/core/instant.ts';
import { read } from '../visitor.ts';
import { atTheDesk } from './desk-house.ts';

/** An incident about which one was answered on X and one by hand. */
async function answered() {
  const house = await atTheDesk();
  const { asked, customers, person, opens, clock } = house;
  const incident = await opens();
  const [ana, dan] = [
    await customers.says('ana', 'your API is down'),
    await customers.says('dan', 'API down, anybody?', { summoned: false }),
  ];
  const chosen = await person.look(await person.get(ana.page), 'answer', { choose: 'ack-known' });
  await person.submit(chosen, 'answer', {});
  await person.submit(await person.get(dan.page), 'by-hand', {});
  clock.nowMs += 30 * MINUTE_MS;
  const ticked = async () => (await customers.desk.stores.ticked(incident.id).read()).state;
  const resolve = () =>
    asked('POST', `/v1/incidents/${incident.id}/resolve`, { message: 'The certificate is replaced.' });
  return { ...house, incident, page: `/console/incidents/${incident.id}`, dan, ticked, resolve };
}

/** The same, and it is over. */
async function over() {
  const house = await answered();
  await house.resolve();
  return house;
}

describe('the form that ends an incident', () => {
  const OVER = { message: 'It lasted from 10:00 to 10:30 UTC. We replaced a certificate. No data was affected.' };

  it('says who was answered beside a box that nobody has ticked, and has them told where a person ticks it', async () => {
    const { person, page, ticked } = await answered();
    const form = await person.get(`${page}/resolve`);
    expect(read(form)).toContain('2 people were answered; they can be told: 2 by hand.');
    expect(form.body).toMatch(/<input type="checkbox" name="tell" value="yes" aria-describedby="resolve-answered">/);
    const looked = await person.look(form, 'resolve', { ...OVER, tell: 'yes', do: 'look' });
    expect(looked.body).toMatch(/name="tell" value="yes" [^>]*checked/);
    expect(await ticked()).toBeUndefined();
    expect(read(await person.submit(looked, 'resolve', {}))).toContain('commander had them told');
    expect(await ticked()).toMatchObject({ by: 'commander' });
  });

  it('tells nobody where nobody ticked it', async () => {
    const { person, page, ticked } = await answered();
    await person.submit(await person.get(`${page}/resolve`), 'resolve', OVER);
    expect(await ticked()).toBeUndefined();
  });

  it('ends it also where the desk does not answer', async () => {
    const { person, page, customers, incident, api } = await answered();
    const form = await person.get(`${page}/resolve`);
    Object.assign(customers.desk.stores, { ticked: () => ({ read: async () => Promise.reject(new Error('away')) }) });
    const said = await person.submit(form, 'resolve', { ...OVER, tell: 'yes' });
    expect(said.statusCode).toBe(200);
    expect((await api.incidentOf(incident.id)).phase).toBe('resolved');
  });
});

describe('those who were answered about an incident', () => {
  it('are counted on its page by how they can be told, with a box that nobody has ticked', async () => {
    const { person, page } = await over();
    const shown = await person.get(page);
    expect(read(shown)).toContain('2 people were answered; they can be told: 2 by hand.');
    expect(shown.body).toMatch(/<input type="checkbox" name="tell" value="yes" required>/);
    expect(read(await person.get(`${page}/said/2`))).toContain('2 people were answered');
  });

  it('are told once a person ticks it, and by nobody who does not', async () => {
    const { person, page, ticked } = await over();
    expect(read(await person.submit(await person.get(page), 'tell-back', {}))).toContain('Nobody is told.');
    expect(await ticked()).toBeUndefined();
    const told = read(await person.submit(await person.get(page), 'tell-back', { tell: 'yes' }));
    expect(told).toContain('They are told once it has stayed resolved for 10 minutes.');
    expect(told).toContain('commander had them told');
    expect(await ticked()).toMatchObject({ by: 'commander' });
  });

  it('stand on a list with words to take along where a person tells them, until somebody did', async () => {
    const { person, page, dan } = await over();
    const list = await person.get(`${page}/desk`);
    expect(read(list)).toContain('X allows programs one reply per interaction');
    expect(list.body).toMatch(/<textarea id="hand-words"[^>]*>\n[^<]*30 min/);
    expect(list.body).toContain('https://x.com/search?q=from%3Adan');
    const after = await person.submit(list, `told-${dan.person}`, {});
    expect(after.body).not.toContain(`told-${dan.person}`);
    expect(read(after)).toContain('@dan on X: by hand, said by hand');
  });
});

describe('what the desk did in an incident', () => {
  it('says how soon people were answered, what they asked and whether the page said it, and what it cost', async () => {
    const { person, page } = await over();
    const shown = read(await person.get(`${page}/desk`));
    expect(shown).toMatch(/Spoke to us 2 people .*Were answered by a person 2 people .*Nine of ten within 4 min 59 s/);
    expect(shown).toMatch(/API : 2 people Our page named it at 10:00 UTC; 2 asked before that/);
    expect(shown).toContain('Money $0.01');
  });

  it('is linked where the incident is, and says where nobody spoke', async () => {
    const { person, opens } = await atTheDesk();
    const { id } = await opens();
    const incident = await person.get(`/console/incidents/${id}`);
    expect(incident.body).toContain(`href="/console/incidents/${id}/desk"`);
    expect(read(await person.get(`/console/incidents/${id}/desk`))).toContain(
      'Nobody has said anything about it that we heard.',
    );
  });
});
