import { describe, expect, it } from 'vitest';
import { givenWorld, send } from './given-world.ts';

const NOON = Date.parse('2026-11-22T12:00:00.000Z');
const MINUTE = 60_000;

const pageOf = async (answer: Promise<Response>) => (await answer).text();

/** What a reader sees of a page: its main part without the markup. */
function seen(page: string): string {
  const [, main = ''] = /<main>(.*)<\/main>/s.exec(page) ?? [];
  return main
    .replace(/<[^>]+>/g, ' ')
    .replace(/\s+/g, ' ')
    .trim();
}

const submit = (url: string, path: string, form: Record<string, string>) =>
  fetch(url + path, { method: 'POST', body: new URLSearchParams(form), redirect: 'manual' });

describe('the timeline page', () => {
  it('joins threads, oldest post first, below the thread that was last added to', async () => {
    const { x, url } = await givenWorld();
    const first = x.writeByHand('API is down', null, NOON)!;
    x.writeByHand('Maintenance tonight', null, NOON + MINUTE);
    x.writeByHand('API is back', first.id, NOON + 2 * MINUTE);
    const text = seen(await (await fetch(url)).text());
    const places = ['API is down', 'API is back', 'Maintenance tonight'].map((words) => text.indexOf(words));
    expect(places.every((place) => place >= 0)).toBe(true);
    expect(places).toEqual(places.toSorted((a, b) => a - b));
  });

  it('shows date, time, zone and weight of each post', async () => {
    const { x, url } = await givenWorld();
    x.writeByHand('🚧 https://example.com/a/long/path/that/counts/as/23', null, NOON);
    const text = seen(await (await fetch(url)).text());
    expect(text).toContain('22 Nov 2026, 12:00:00 UTC');
    expect(text).toContain('weighs 26 of 280');
  });

  it('makes links of what X would link, and of addresses on this machine', async () => {
    const { x, url } = await givenWorld();
    x.writeByHand('See (https://example.com/x), run.sh and http://localhost:4310/incidents/i1.', null, NOON);
    const page = await (await fetch(url)).text();
    const [, main = ''] = /<main>(.*)<\/main>/s.exec(page) ?? [];
    const links = [...main.matchAll(/<a href="(http[^"]+)"/g)].map(([, href]) => href);
    expect(links).toEqual(['https://example.com/x', 'http://run.sh', 'http://localhost:4310/incidents/i1']);
    expect(main.replace(/<[^>]+>/g, '')).toContain(
      'See (https://example.com/x), run.sh and http://localhost:4310/incidents/i1.',
    );
  });

  it('shows text as text, whatever it contains', async () => {
    const { x, url } = await givenWorld();
    x.writeByHand('<script>alert(1)</script> & "quotes"', null, NOON);
    const page = await (await fetch(url)).text();
    expect(page).not.toContain('<script>alert');
    expect(page).toContain('&lt;script&gt;alert(1)&lt;/script&gt; &amp;');
  });

  it('leaves out a deleted post, and says of its orphan what happened', async () => {
    const { x, url } = await givenWorld();
    const root = x.writeByHand('API is down', null, NOON)!;
    x.writeByHand('API is back', root.id, NOON + MINUTE);
    x.removeByHand(root.id, NOON + 2 * MINUTE);
    const text = seen(await (await fetch(url)).text());
    expect(text).not.toContain('API is down');
    expect(text).toContain('in reply to a post that was deleted');
  });

  it('says what to do when it is empty, and links to the inbox', async () => {
    const { url } = await givenWorld();
    const page = await (await fetch(url)).text();
    expect(seen(page)).toContain('Nothing has been posted yet. Open an incident');
    expect(page).toContain('<a href="/inbox">');
  });
});

describe('the inbox page', () => {
  it('shows messages newest first, with links to press', async () => {
    const world = await givenWorld();
    const link = { label: 'Still working on it', url: 'http://localhost:4311/a/token' };
    await world.inbox.receive({ to: 'commander', kind: 'reminder', incident: 'i1', text: 'Due soon', links: [link] });
    await world.inbox.receive({ to: 'deputy', kind: 'page', incident: 'i1', text: 'Nobody answers', links: [] });
    const page = await pageOf(send(world, 'GET', '/inbox'));
    expect(seen(page)).toMatch(/page to deputy .* Nobody answers .* reminder to commander .* Due soon/);
    expect(page).toContain('<a href="http://localhost:4311/a/token">Still working on it</a>');
  });

  it('never links to a script', async () => {
    const world = await givenWorld();
    const links = ['javascript:alert(1)', { label: 'press me', url: ' javascript:alert(2)' }];
    await world.inbox.receive({ to: 'commander', kind: 'mail', text: 'hello', links });
    const page = await pageOf(send(world, 'GET', '/inbox'));
    expect(seen(page)).toContain('press me');
    expect(page).not.toMatch(/href="\s*javascript/);
  });

  it('says what to do when it is empty', async () => {
    const world = await givenWorld();
    expect(seen(await pageOf(send(world, 'GET', '/inbox')))).toContain('No reminder yet. Open an incident');
  });
});

describe('the faults page', () => {
  it('injects and ends faults with plain forms', async () => {
    const { url, x } = await givenWorld();
    const form = { fault: 'slow', times: '2', forMs: '', on: 'all', ms: '500', limit: '' };
    const answer = await submit(url, '/faults', form);
    expect([answer.status, answer.headers.get('location')]).toEqual([303, '/faults']);
    await submit(url, '/faults', { fault: 'suspended' });
    expect(x.faults.active(Date.now())).toEqual([
      { id: 1, fault: 'slow', on: 'all', times: 2, ms: 500 },
      { id: 2, fault: 'suspended', on: 'post', times: 1 },
    ]);
    expect(seen(await (await fetch(`${url}/faults`)).text())).toContain('slow on all requests 2 more');

    await submit(url, '/faults/end', { id: '1' });
    expect(x.faults.active(Date.now())).toMatchObject([{ fault: 'suspended' }]);
    await submit(url, '/faults/clear', {});
    expect(x.faults.active(Date.now())).toEqual([]);
  });

  it('says which field is wrong, and injects nothing', async () => {
    const { url, x } = await givenWorld();
    const answer = await submit(url, '/faults', { fault: 'slow', times: 'often' });
    expect(answer.status).toBe(422);
    expect(await answer.text()).toMatch(/role="alert">times: /);
    expect(x.faults.active(Date.now())).toEqual([]);
  });

  it('says how to begin when X behaves', async () => {
    const { url } = await givenWorld();
    expect(seen(await (await fetch(`${url}/faults`)).text())).toContain('X behaves. Press a button below');
  });
});

describe('every page', () => {
  it('tells of faults in force, so that nobody wonders why X is odd', async () => {
    const world = await givenWorld();
    world.x.faults.inject({ fault: 'limit-24h' }, Date.now());
    for (const path of ['/', '/inbox', '/faults', '/nothing']) {
      expect(await pageOf(send(world, 'GET', path))).toContain('Faults (1)');
    }
  });

  it('that is unknown shows the way to those that are', async () => {
    const world = await givenWorld();
    const page = await pageOf(send(world, 'GET', '/<b>'));
    expect(seen(page)).toContain('There is nothing at');
    expect(page).toContain('<a href="/">timeline</a>');
  });
});
