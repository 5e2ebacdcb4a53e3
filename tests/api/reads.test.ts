import { describe, expect, it } from 'vitest';
import { HOUR_MS, instant, MINUTE_MS, plus } from '../../shared/core/instant.ts';
import { chainOf, draft, opening } from '../support/entries.ts';
import { OUTAGE, team } from './team.ts';

describe('a list', () => {
  it.each([
    ['open=maybe', 'open'],
    ['limit=0', 'limit'],
    ['limit=many', 'limit'],
    ['after=garbage', 'after'],
    ['after=2026-13', 'after'],
    ['after=2026-11:yesterday', 'after'],
  ])('says which parameter of ?%s is wrong', async (query, field) => {
    const { get } = team();
    for (const list of ['/v1/incidents', '/v1/maintenances'])
      expect(await get(`${list}?${query}`)).toMatchObject({
        status: 422,
        body: { type: 'invalid-request', errors: [{ field }] },
      });
  });

  it('goes on where the page before ended, and shows everything once', async () => {
    const { get, post, wait } = team();
    const ids: string[] = [];
    for (let index = 0; index < 5; index += 1) {
      ids.push((await post('/v1/incidents', OUTAGE)).body.id);
      wait(1);
    }
    const found: string[] = [];
    for (let next: string | undefined = ''; next !== undefined; ) {
      const { body } = await get(`/v1/incidents?limit=2${next === '' ? '' : `&after=${encodeURIComponent(next)}`}`);
      found.push(...body.incidents.map(({ id }: { id: string }) => id));
      next = body.next;
    }
    expect(found).toEqual(ids.toReversed());
  });
});

describe('a page of a list of long incidents', () => {
  it('ends before it has more than a function may answer, and leads to the next', async () => {
    const { get, ports, clock } = team();
    const message = 'They said: "it is down". '.repeat(190);
    const ids = Array.from({ length: 60 }, (_, n) => `long${String(n).padStart(2, '0')}`);
    const begun = instant(clock.nowMs - 24 * HOUR_MS);
    for (const [n, id] of ids.entries()) {
      const drafts = [opening(), ...Array.from({ length: 40 }, () => draft({ content: { message } }))];
      for (const entry of chainOf(id, drafts, plus(begun, n * MINUTE_MS))) await ports.log.append(entry, undefined);
    }
    const found: string[] = [];
    let pages = 0;
    for (let after = ''; ; pages += 1) {
      const { body } = await get(`/v1/incidents?limit=100${after}`);
      // What a function answers is a string in a document: 6 MB with all that is written twice for it.
      expect(Buffer.byteLength(JSON.stringify({ body: JSON.stringify(body) }))).toBeLessThan(6 * 1024 * 1024);
      found.push(...body.incidents.map(({ id }: { id: string }) => id));
      if (body.next === undefined) break;
      after = `&after=${encodeURIComponent(body.next)}`;
    }
    expect(pages).toBeGreaterThan(1);
    expect(found).toEqual(ids.toReversed());
  });
});

describe('the list of what is open', () => {
  it('is newest first, whatever is due first', async () => {
    const { get, post, wait } = team();
    const ids: string[] = [];
    for (const nextUpdateBy of ['PT3H', 'PT1H', 'PT2H']) {
      ids.push((await post('/v1/incidents', { ...OUTAGE, nextUpdateBy })).body.id);
      wait(1);
    }
    const found = (await get('/v1/incidents?open=true')).body.incidents.map(({ id }: { id: string }) => id);
    expect(found).toEqual(ids.toReversed());
  });
});

describe('a rebuild of the site', () => {
  it('is none until it is asked for, and then says how far it is', async () => {
    const { get, post, ports } = team();
    const state = async () => (await get('/v1/site/rebuild')).body;
    expect(await state()).toMatchObject({ state: 'none', incidents: 0 });
    await post('/v1/site/rebuild');
    expect(await state()).toMatchObject({ state: 'running', incidents: 0, month: '2026-11' });
    await ports.siteIndex.noteRebuildPoint({ of: 'x', month: '2026-09', incidents: 7, quiet: 0 });
    await post('/v1/site/rebuild');
    expect(await state()).toMatchObject({ state: 'running', incidents: 7, month: '2026-09' });
    const doneAt = '2026-11-22T10:01:00.000Z';
    await ports.siteIndex.noteRebuildPoint({ of: 'x', month: '2026-09', incidents: 9, quiet: 24, doneAt });
    expect(await state()).toMatchObject({ state: 'done', incidents: 9, doneAt });
    await post('/v1/site/rebuild');
    expect(await state()).toMatchObject({ state: 'running', incidents: 0, month: '2026-11' });
  });
});

describe('a list over months', () => {
  const DAY = 24 * 60;

  it('goes back through the turn of the year and months in which nothing happened', async () => {
    const { get, post, wait, clock } = team();
    const ids: string[] = [];
    for (const days of [0, 45, 40, 20, 200]) {
      wait(days * DAY);
      ids.push((await post('/v1/incidents', OUTAGE)).body.id);
    }
    expect(new Date(clock.nowMs).toISOString()).toContain('2027-09');
    const found: string[] = [];
    for (let after = ''; ; ) {
      const { body } = await get(`/v1/incidents?limit=2${after}`);
      found.push(...body.incidents.map(({ id }: { id: string }) => id));
      if (body.next === undefined) break;
      after = `&after=${encodeURIComponent(body.next)}`;
    }
    expect(found).toEqual(ids.toReversed());
  });

  it('gives up only behind two years without any', async () => {
    const { get, post, wait } = team();
    await post('/v1/incidents', OUTAGE);
    wait(23 * 30 * DAY);
    expect((await get('/v1/incidents')).body.incidents).toHaveLength(1);
    wait(60 * DAY);
    expect((await get('/v1/incidents')).body.incidents).toHaveLength(0);
  });
});

describe('a read', () => {
  it('is not repeated to whoever knows it, until something is said', async () => {
    const { get, post, opened } = team();
    const id = await opened();
    const first = await get(`/v1/incidents/${id}`);
    const headers = { 'if-none-match': first.headers.etag as string };
    expect(await get(`/v1/incidents/${id}`, { headers })).toMatchObject({ status: 304, text: '' });
    expect((await get(`/v1/incidents/${id}`, { headers: { 'if-none-match': '"0-other"' } })).status).toBe(200);
    await post(`/v1/incidents/${id}/updates`, { message: 'We restart it.' });
    expect((await get(`/v1/incidents/${id}`, { headers })).status).toBe(200);
  });

  it('is asked about with HEAD, and answered as GET without the body', async () => {
    const { ask, opened } = team();
    const id = await opened();
    for (const path of ['/v1/incidents', `/v1/incidents/${id}`, '/v1/control', '/openapi.json', '/v1/incidents/none']) {
      const [head, get] = [await ask('HEAD', path), await ask('GET', path)];
      expect([head.status, head.headers, head.text]).toEqual([get.status, get.headers, '']);
      expect(get.text).not.toBe('');
    }
  });
});

describe('If-Match', () => {
  it.each(['W/"1-0123456789abcdef"', '1-0123456789abcdef', '"1-0123456789abcdef', ''])(
    'that can never match is told apart from a lost race: %s',
    async (tag) => {
      const { post, get, opened } = team();
      const id = await opened();
      const refused = await post(`/v1/incidents/${id}/updates`, { message: 'x' }, { headers: { 'if-match': tag } });
      expect(refused).toMatchObject({ status: 422, body: { errors: [{ field: 'If-Match' }] } });
      expect((await get(`/v1/incidents/${id}`)).body.entries).toHaveLength(1);
    },
  );

  it('of an older state loses, and says what came since', async () => {
    const { post, opened } = team();
    const id = await opened();
    const lost = await post(
      `/v1/incidents/${id}/updates`,
      { message: 'x' },
      { headers: { 'if-match': '"0-0000000000000000"' } },
    );
    expect(lost).toMatchObject({ status: 412, body: { type: 'changed-meanwhile', entriesSince: [{ seq: 1 }] } });
  });

  it('of a star is for whatever state the incident is in', async () => {
    const { post, opened } = team();
    const id = await opened();
    const said = await post(`/v1/incidents/${id}/updates`, { message: 'We look.' }, { headers: { 'if-match': '*' } });
    expect(said).toMatchObject({ status: 201, body: { entry: { seq: 2 } } });
  });
});

describe('a preview', () => {
  it('is answered whatever is wrong so far, with what would be refused', async () => {
    const { post } = team();
    const open = (body: object) => post('/v1/preview', { command: 'open', body });
    expect(await open({})).toMatchObject({ status: 200, body: { wouldBeRefused: { type: 'invalid-request' } } });
    expect(await open({ ...OUTAGE, nextUpdateBy: 'soon' })).toMatchObject({
      status: 200,
      body: { channels: {}, wouldBeRefused: { errors: [{ field: 'nextUpdateBy' }] } },
    });
    for (const body of [{ command: 'dance', body: {} }, [], 'text', { command: 'update', body: { message: 'x' } }])
      expect(await post('/v1/preview', JSON.stringify(body))).toMatchObject({
        status: 200,
        body: { wouldBeRefused: { status: 422 } },
      });
    expect((await open(OUTAGE)).body.wouldBeRefused).toBeNull();
    expect((await post('/v1/preview', '{')).status).toBe(400);
  });

  it('shows what a maintenance would say', async () => {
    const { post } = team();
    const body = {
      title: 'Move',
      components: ['api'],
      scheduledFor: 'PT1H',
      scheduledUntil: 'PT2H',
      message: 'We move.',
    };
    const shown = await post('/v1/preview', { command: 'schedule', body });
    expect(shown.body).toMatchObject({ wouldBeRefused: null, channels: { site: { title: 'Move' } } });
    const { id } = (await post('/v1/maintenances', body)).body;
    const update = {
      command: 'maintenance-update',
      incident: id,
      body: { message: 'We begin.', status: 'in_progress' },
    };
    expect((await post('/v1/preview', update)).body.channels.site.text).toContain('We begin.');
  });
});
