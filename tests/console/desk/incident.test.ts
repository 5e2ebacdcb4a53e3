import { describe, expect, it } from 'vitest';
import { MINUTE_MS } from '../../../shared/core/instant.ts';
import { read } from '../visitor.ts';
import { atTheDesk } from './desk-house.ts';

/** An incident that is over, about which one was answered on X and one by hand. */
async function over() {
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
  await asked('POST', `/v1/incidents/${incident.id}/resolve`, { message: 'The certificate is replaced.' });
  return { ...house, incident, page: `/console/incidents/${incident.id}`, dan };
}

describe('those who were answered about an incident', () => {
  it('are counted on its page by how they can be told, with a box that nobody has ticked', async () => {
    const { person, page } = await over();
    const shown = await person.get(page);
    expect(read(shown)).toContain('2 people were answered ; they can be told: 2 by hand.');
    expect(shown.body).toMatch(/<input type="checkbox" name="tell" value="yes" required>/);
    expect(read(await person.get(`${page}/said/2`))).toContain('2 people were answered');
  });

  it('are told once a person ticks it, and by nobody who does not', async () => {
    const { person, page, customers, incident } = await over();
    const ticked = async () => (await customers.desk.stores.ticked(incident.id).read()).state;
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
