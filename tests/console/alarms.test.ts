import { describe, expect, it } from 'vitest';
import { duringAnOutage, LOGINS } from './during-an-outage.ts';
import { consoleOf, read, visitor } from './visitor.ts';

const alarm = { check: 'api-5xx', state: 'firing', labels: { team: 'web', host: 'h1' } } as const;

describe('intake: what monitors say, beside an incident', () => {
  it('stands there in order, with links back, and no data as no data', async () => {
    const { person, api } = await duringAnOutage();
    const [id = ''] = api.ids;
    const join = (check: string, state: 'firing' | 'recovered' | 'no-data', at: string, link?: string) =>
      api.ports.alarmClaims.join(id, [
        {
          key: check,
          check,
          source: 'prom',
          state,
          at: `2026-11-22T${at}:00.000Z`,
          ...(link === undefined ? {} : { link }),
        },
      ]);
    await join('a', 'firing', '10:00', 'https://prom.example/a');
    await join('b', 'firing', '10:01', 'javascript:alert(1)');
    await join('a', 'no-data', '10:02');
    await join('b', 'recovered', '10:03');
    const page = await person.get(`/console/incidents/${id}`);
    expect(read(page)).toContain('1 sees no data, 1 cleared. Only a person says that it works again.');
    expect(read(page)).toMatch(
      /fires a prom, 10:00 UTC fires b prom, 10:01 UTC sees no data a prom, 10:02 UTC cleared b prom, 10:03 UTC/,
    );
    expect(page.body).toContain('<a href="https://prom.example/a" rel="noopener noreferrer">a</a>');
    expect(page.body).not.toContain('javascript:');
  });
});

describe('intake: the page for whoever writes rules', () => {
  it('shows what a body would do, rule by rule, and does nothing', async () => {
    const console_ = consoleOf();
    const person = visitor(console_);
    const page = await person.get('/console/alarms');
    const body = JSON.stringify({ id: 'c1', state: 'firing', labels: { component: 'api' } });
    const tried = await person.submit(page, 'try', { source: 'webhook', body });
    expect(read(tried)).toContain('fits, and counts');
    expect(read(tried)).toContain('Our monitoring reports a problem with API. Nobody has confirmed it yet.');
    const unruled = await person.submit(tried, 'try', { body: JSON.stringify({ id: 'c1', labels: { host: 'h1' } }) });
    expect(read(unruled)).toContain('not for it: it has no label for {component}');
    expect(unruled.body).toContain('which-component');
    expect(console_.api.ids).toEqual([]);
  });

  it('says what is wrong with a body, and keeps it', async () => {
    const person = visitor(consoleOf());
    const page = await person.get('/console/alarms');
    const broken = await person.submit(page, 'try', { source: 'webhook', body: '{"id":' });
    expect([broken.statusCode, read(broken)]).toEqual([422, expect.stringContaining('It is not JSON')]);
    expect(broken.body).toContain('{&quot;id&quot;:');
    const wrong = await person.submit(page, 'try', { source: 'webhook', body: '{}' });
    expect(read(wrong)).toMatch(/It would be refused\. id: is/);
  });

  it('lists what came and fitted no rule, with a rule to copy', async () => {
    const console_ = consoleOf();
    await console_.api.ports.unmappedAlarms.note({
      source: 'webhook',
      at: '2026-11-22T09:58:00.000Z',
      is: 'alarm',
      ...alarm,
    });
    await console_.api.ports.unmappedAlarms.note({
      source: 'webhook',
      at: '2026-11-22T09:59:00.000Z',
      is: 'no-alarm',
      fields: ['ping'],
    });
    const page = await visitor(console_).get('/console/alarms');
    expect(read(page)).toMatch(/No alarm in it webhook, 09:59 UTC Fields: ping api-5xx fires webhook, 09:58 UTC/);
    expect(page.body).toContain('{&quot;when&quot;:{&quot;team&quot;:&quot;web&quot;}');
  });
});

describe('intake: several incidents after a storm', () => {
  it('are resolved on one page with one text', async () => {
    const { person, api } = await duringAnOutage();
    await person.submit(await person.get('/console/open'), 'open', { ...LOGINS, title: 'Uploads fail' });
    expect((await person.get('/console')).body).toContain('href="/console/resolve-together"');
    const page = await person.get('/console/resolve-together');
    const none = await person.submit(page, 'together', { message: 'All works again.' });
    expect(read(none)).toContain('Choose the incidents that are over.');
    expect(none.body).toContain('All works again.');
    const looked = await person.submit(none, 'together', { incident: api.ids, do: 'look' });
    expect(read(looked)).toContain('What customers will read');
    expect(read(looked)).toMatch(/X \d+ of 280 .*2 incidents are resolved: – .* All works again\./);
    expect(looked.body).toContain('checked');
    expect((await api.incidentOf(api.ids[0]!)).phase).toBe('open');
    const said = await person.submit(looked, 'together', { incident: api.ids, do: 'post' });
    expect(read(said)).toMatch(/Logins fail resolved/);
    expect(read(said)).toMatch(/Uploads fail resolved/);
    for (const id of api.ids) expect((await api.incidentOf(id)).phase).toBe('resolved');
  });
});
