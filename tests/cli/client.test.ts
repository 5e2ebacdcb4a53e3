import { describe, expect, it } from 'vitest';
import { candorClient } from '../../shared/client/client.ts';
import { ApiProblem, Unreachable } from '../../shared/client/problem.ts';
import { fakeApi, OPS } from './fake-api.ts';

const LOGINS = {
  title: 'Logins fail',
  impact: 'major',
  components: [{ id: 'website', status: 'partial_outage' }],
  message: 'Half of all logins fail.',
} as const;

const later = (status: number, headers: Record<string, string> = {}) => new Response('', { status, headers });

function clientOf(credentials = { clientId: 'local', clientSecret: 'local' }) {
  const clock = { nowMs: Date.parse('2026-11-22T10:00:00.000Z') };
  const api = fakeApi(clock);
  const waits: number[] = [];
  const wait = async (ms: number) => {
    waits.push(ms);
    clock.nowMs += ms;
  };
  const client = candorClient({
    opsUrl: OPS,
    credentials,
    fetch: api.fetch,
    wait,
    now: () => clock.nowMs,
    random: () => 0.5,
  });
  return { client, api, waits, clock };
}

describe('a command whose answer was lost', () => {
  it('is sent again with the same key, and carried out once', async () => {
    const { client, api } = clientOf();
    api.fates.push('answer-lost', 'answer-lost');
    const { incident } = await client.open(LOGINS);
    const keys = new Set(api.commands().map(({ headers }) => headers.get('idempotency-key')));
    expect(api.commands()).toHaveLength(3);
    expect(keys.size).toBe(1);
    expect((await api.incidentOf(incident.id)).entries).toHaveLength(1);
  });

  it('has another key than the next command', async () => {
    const { client, api } = clientOf();
    await client.open(LOGINS);
    await client.open(LOGINS);
    expect(api.ids).toHaveLength(2);
  });
});

describe('an API that asks to come back later', () => {
  it('is obeyed: Retry-After in seconds, or as a date', async () => {
    const { client, api, waits } = clientOf();
    api.fates.push(later(429, { 'retry-after': '7' }), later(503, { 'retry-after': 'Sun, 22 Nov 2026 10:00:30 GMT' }));
    await client.list();
    expect(waits).toEqual([7000, 23_000]);
  });

  it('is given growing time where it names none', async () => {
    const { client, api, waits } = clientOf();
    api.fates.push(later(503), later(503), later(503));
    await client.list();
    expect(waits.length).toBe(3);
    expect(waits).toEqual(waits.toSorted((a, b) => a - b));
    expect(new Set(waits).size).toBe(3);
  });

  it('is not waited for when it asks for longer than a person would', async () => {
    const { client, api, waits } = clientOf();
    api.fates.push(later(429, { 'retry-after': '3600' }));
    await expect(client.list()).rejects.toMatchObject({ status: 429 });
    expect(waits).toEqual([]);
  });

  it('ends in an error that says so, after a few tries', async () => {
    const { client, api } = clientOf();
    api.fates.push(...Array.from({ length: 9 }, () => 'down' as const));
    await expect(client.list()).rejects.toBeInstanceOf(Unreachable);
    expect(api.fates).toHaveLength(4);
  });
});

describe('a refusal', () => {
  it('is not retried, and carries the fields', async () => {
    const { client, api } = clientOf();
    const refused = client.open({ ...LOGINS, components: [{ id: 'nothing', status: 'operational' }] });
    const error = await refused.catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(ApiProblem);
    expect((error as ApiProblem).problem.errors[0]?.field).toBe('components.0.id');
    expect((error as ApiProblem).code).toBe('invalid-request');
    expect(api.commands()).toHaveLength(1);
  });

  it('of a lost race carries what was said meanwhile', async () => {
    const { client } = clientOf();
    const { incident, etag = '' } = await client.open(LOGINS);
    await client.update(incident.id, { message: 'Somebody else.' });
    const lost = client.update(incident.id, { message: 'Me.' }, { ifMatch: etag });
    const error = (await lost.catch((thrown: unknown) => thrown)) as ApiProblem;
    expect(error.status).toBe(412);
    expect(error.problem.more.entriesSince).toMatchObject([{ seq: 2, message: 'Somebody else.' }]);
  });

  it('without a document still says what was answered', async () => {
    const { client, api } = clientOf();
    api.fates.push(new Response('<html>Bad', { status: 418 }));
    await expect(client.list()).rejects.toMatchObject({ message: 'HTTP 418' });
  });
});

describe('the token', () => {
  const asked = (api: ReturnType<typeof fakeApi>) => api.received.filter(({ path }) => path === '/oauth2/token').length;

  it('is asked for once, also by calls at the same time, until it is nearly over', async () => {
    const { client, api, clock } = clientOf();
    await Promise.all([client.list(), client.list()]);
    await client.list();
    expect(asked(api)).toBe(1);
    clock.nowMs += 3_599_000;
    await client.list();
    expect(asked(api)).toBe(2);
  });

  it('is renewed once when it is turned down', async () => {
    const { client, api } = clientOf();
    await client.list();
    api.fates.push(later(401));
    await client.list();
    expect(asked(api)).toBe(2);
    api.fates.push(later(401), later(401));
    await expect(client.list()).rejects.toMatchObject({ status: 401 });
  });

  it('is not given to whoever has no right credentials', async () => {
    const { client } = clientOf({ clientId: 'local', clientSecret: 'guessed' });
    await expect(client.list()).rejects.toMatchObject({ status: 401, code: 'invalid_client' });
  });
});
