import { describe, expect, it } from 'vitest';
import { OPERATIONS } from '../../shared/api/reference/operations.ts';
import { processorSeconds } from '../support/processor-seconds.ts';
import { monitored } from './monitored.ts';
import { root, team } from './team.ts';

const DEEP = 100_000;
const nested = `${'{"a":'.repeat(DEEP)}1${'}'.repeat(DEEP)}`;
const lists = `${'['.repeat(DEEP)}${']'.repeat(DEEP)}`;

/** What the ticket system tells comes another way, and takes half as much (tests/api/tickets-webhook). */
const calls = OPERATIONS.filter(({ body, path }) => body !== undefined && path !== '/tickets');
const where = (path: string) =>
  path
    .replace('{channel}', 'x')
    .replace('{case}', 'BCDFG')
    .replace('{source}', path.startsWith('/v1/desk') ? 'x' : 'webhook')
    .replaceAll(/\{\w+\}/g, 'none');

/** Calls that take more than a statement does, by how many times. */
const LARGER: Readonly<Record<string, number>> = { '/v1/subscribers/import': 4, '/v1/archive': 4 };

describe('a body', () => {
  it('of more than 256 KB is refused by every call that takes one', async () => {
    const { ask } = team();
    for (const { method, path } of calls) {
      // A thousand subscribers, and many records of a log, are more than a statement ever is.
      const most = LARGER[path] ?? 1;
      const body = JSON.stringify({ message: 'x'.repeat(most * 256 * 1024) });
      const big = await ask(method.toUpperCase(), where(path), body, {
        as: root,
      });
      expect([path, big.status, big.body.type]).toEqual([path, 413, 'body-too-large']);
    }
  });

  it('that is nested a hundred thousand deep is refused by every call, and costs it no more than its length', async () => {
    const { ask } = monitored();
    // Within the size that is read: depth alone is what is wrong.
    const bodies = [`{"message":${lists}}`, lists];
    const seconds = await processorSeconds(async () => {
      for (const { method, path } of calls) {
        for (const body of bodies) {
          const answer = await ask(method.toUpperCase(), where(path), body, { as: root });
          const refusal = path === '/v1/preview' ? answer.body.wouldBeRefused : answer.body;
          expect([path, refusal.type]).toEqual([path, 'invalid-request']);
        }
      }
    });
    // Some hundredths of a second for each; with the square of the depth it would be minutes for all.
    expect(seconds).toBeLessThan(60);
    expect((await ask('POST', '/v1/incidents', nested)).status).toBeGreaterThanOrEqual(400);
  });

  it('whose braces never close is refused as no JSON', async () => {
    const { post } = team();
    expect(await post('/v1/incidents', '{"a":'.repeat(20_000))).toMatchObject({
      status: 400,
      body: { type: 'invalid-json' },
    });
  });

  it('that names what every object has changes nothing but itself', async () => {
    const { post, opened } = team();
    const id = await opened();
    for (const name of ['__proto__', 'constructor', 'prototype'])
      expect(await post(`/v1/incidents/${id}/updates`, `{"message":"x","${name}":{"automated":true}}`)).toMatchObject({
        status: 422,
      });
    expect(({} as { automated?: boolean }).automated).toBeUndefined();
    expect((await post(`/v1/incidents/${id}/__proto__`, { message: 'x' })).status).toBe(404);
    expect((await post(`/v1/incidents/${id}/constructor`, { message: 'x' })).status).toBe(404);
    expect((await post('/v1/drafts/__proto__/approve', {}, { as: root })).status).toBe(404);
  });

  it('of a monitor that nearly fits its rule costs no more than its length', async () => {
    const { send } = monitored();
    const host = `prod-${'a-api-'.repeat(3_000)}`;
    const seconds = await processorSeconds(async () => {
      expect((await send('hosts', { id: 'a', labels: { host } })).status).toBe(200);
    });
    // A few milliseconds; an expression that tries every way to share the letters out among the stars takes a minute.
    expect(seconds).toBeLessThan(5);
  });

  it('of a monitor that is nested deeply costs no more than its length', async () => {
    const { send } = monitored();
    const seconds = await processorSeconds(async () => {
      for (let n = 0; n < 10; n += 1)
        expect((await send('webhook', `{"id":"a","labels":${lists}}`)).body.taken).toMatchObject([
          { result: 'ignored' },
        ]);
    });
    expect(seconds).toBeLessThan(20);
  });
});

describe('a message with what a page could run', () => {
  it('comes back as the letters that it is', async () => {
    const { get, post } = team();
    const message = '<script>alert(1)</script>';
    const { body } = await post('/v1/incidents', { title: 'T', impact: 'minor', message });
    const read = await get(`/v1/incidents/${body.id}`);
    expect(read.headers['content-type']).toContain('application/json');
    expect(read.body.entries[0].message).toBe(message);
  });
});

describe('a request that no gateway has checked', () => {
  it('is answered by nothing that asks for a role, however it came here', async () => {
    const { ask, ports } = team();
    for (const { method, path, permission, body } of OPERATIONS) {
      if (permission === undefined) continue;
      const { status } = await ask(method.toUpperCase(), where(path), body ? {} : undefined, { as: 'nobody' });
      expect([path, status]).toEqual([path, 500]);
    }
    expect(await ports.drafts.waiting()).toEqual([]);
    expect((await ports.control.read()).channels).toEqual({});
  });
});
