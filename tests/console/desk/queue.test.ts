import { describe, expect, it } from 'vitest';
import { nothingUsual } from '../../../shared/core/desk/usual-rate.ts';
import { MINUTE_MS } from '../../../shared/core/instant.ts';
import { read } from '../visitor.ts';
import { atTheDesk } from './desk-house.ts';

const QUEUE = '/console/desk';

describe('the queue of the desk', () => {
  it('says where nothing is connected that nothing is heard, and does not look calm', async () => {
    const { person, customers } = await atTheDesk();
    expect(read(await person.get(QUEUE))).toContain('Nobody waits for an answer.');
    Object.assign(customers.desk.sources, { x: undefined });
    expect(read(await person.get(QUEUE))).toContain('No place is connected yet where customers are heard.');
  });

  it('shows first what nobody has said before, then who has waited longest, and the clock of the oldest', async () => {
    const { clock, person, customers } = await atTheDesk();
    await customers.says('ana', 'your API is down', { ago: 30 });
    await customers.says('ben', 'the API is down again', { ago: 20 });
    await customers.says('cho', 'File storage is broken', { ago: 10 });
    const page = await person.get(QUEUE);
    expect([...(page.body ?? '').matchAll(/data-mention>(@\w+) on X</g)].map(([, who]) => who)).toEqual([
      '@ana',
      '@cho',
      '@ben',
    ]);
    expect(read(page)).toMatch(/3 mentions wait; the oldest since 09:30 UTC, 29 min/);
    expect(read(page)).toContain('Why it is here: says “API” and “down”');
    clock.nowMs += MINUTE_MS;
    expect(read(await person.get('/console'))).toContain('3 mentions wait at the desk');
  });

  it('says how often somebody asked before', async () => {
    const { person, customers } = await atTheDesk();
    for (const ago of [30, 20, 10]) await customers.says('ana', 'your API is down', { ago });
    expect(read(await person.get(QUEUE))).toContain('asked before: twice');
  });

  it('is of one incident and one state where its address says so', async () => {
    const { person, customers, opens } = await atTheDesk();
    const { id } = await opens();
    await customers.says('ana', 'your API is down');
    await customers.says('ben', 'hello there');
    const ofOne = await person.get(`${QUEUE}?incident=${id}`);
    expect(read(ofOne)).toContain('@ana on X');
    expect(read(ofOne)).not.toContain('@ben on X');
    expect(ofOne.body).toContain(`<option value="${id}" selected>API requests fail</option>`);
    expect(read(await person.get(`${QUEUE}?state=answered`))).toContain('Nobody of those that you chose waits.');
  });

  it('names a flood with the draft that was prepared, and the incident that it is not about', async () => {
    const { clock, person, customers, opens } = await atTheDesk();
    const { id } = await opens();
    const at = '2026-11-22T09:59:00.000Z';
    await customers.desk.stores.house.swap(0, {
      complaints: nothingUsual(at),
      posts: nothingUsual(at),
      minutes: [],
      floods: [
        {
          id: 'f',
          component: 'storage',
          people: 14,
          threshold: 9,
          usual: 0.1,
          at,
          seenAt: at,
          by: 'people',
          incident: id,
          draft: 'd1',
        },
      ],
    });
    const page = await person.get(QUEUE);
    expect(read(page)).toContain('14 people also mention File storage');
    expect(page.body).toContain('href="/console/drafts/d1"');
    expect(page.body).toContain(`href="/console/incidents/${id}"`);

    clock.nowMs += MINUTE_MS;
    const [about, other] = [await person.get(`/console/incidents/${id}`), await opens('Something else fails')];
    expect(read(about)).toMatch(/14 people also mention File storage .*This incident is about something else/);
    expect(read(await person.get(`/console/incidents/${other.id}`))).not.toContain('File storage');
  });

  it('says what is not read any more because of money, and what cannot be read', async () => {
    const { person, customers } = await atTheDesk();
    await customers.desk.stores.account('x').swap(0, {
      money: { month: '2026-11', micros: 19_200_000, incidents: {} },
      unreadable: { since: '2026-11-22T09:40:00.000Z', reason: '503' },
    });
    const page = read(await person.get(QUEUE));
    expect(page).toContain('nothing is read there any more');
    expect(page).toContain('$19.20 this month');
    expect(page).toContain('X cannot be read since 09:40 UTC: 503');
  });

  it('hides whom somebody muted, says who did it, and shows them again after one tap', async () => {
    const { person, customers } = await atTheDesk();
    const said = await customers.says('troll', 'your API is down, idiots');
    const muted = await person.submit(await person.get(said.page), 'mute', {});
    expect(read(muted)).not.toContain('your API is down, idiots');
    expect(read(muted)).toContain('@troll on X: muted by');
    expect(read(muted)).toMatch(/muted by commander until/);
    expect(read(await person.get(`/console/desk/people/x/${said.person}/mute`))).toContain('muted by commander');
    const back = await person.submit(muted, `unmute-${said.person}`, {});
    expect(read(back)).toContain('They are not muted any more.');
    expect(read(back)).toContain('your API is down, idiots');
  });

  it('leaves the page of an incident without it where the desk cannot be read', async () => {
    const { api, clock, person, opens } = await atTheDesk();
    const { id } = await opens();
    clock.nowMs += MINUTE_MS;
    Object.assign(api.ports.desk.stores.house, { read: async () => Promise.reject(new Error('away')) });
    const page = await person.get(`/console/incidents/${id}`);
    expect(page.statusCode).toBe(200);
    expect(read(page)).toContain('API requests fail');
  });

  it('waits on the overview without it where the desk cannot be read', async () => {
    const { api, clock, person } = await atTheDesk();
    const { mentions } = api.ports.desk.stores;
    clock.nowMs += MINUTE_MS;
    Object.assign(mentions, { said: async () => Promise.reject(new Error('away')) });
    const page = await person.get('/console');
    expect(page.statusCode).toBe(200);
    expect(read(page)).toContain('No incident is open');
  });
});
