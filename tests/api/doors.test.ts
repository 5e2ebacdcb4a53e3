import { afterEach, describe, expect, it, vi } from 'vitest';
import { OPERATIONS } from '../../shared/api/reference/operations.ts';
import { logger } from '../../shared/lambda/logger.ts';
import { messageByMessage, nudgesTogether } from '../../shared/lambda/queue.ts';
import { root, team } from './team.ts';

const TOO_LONG = 'x'.repeat(2_050);
const ODD = ['%', '%00', '%e2%80%ae', '..%2f..', 'a b', "'", 'INCIDENT#1', '🏴', 'a'.repeat(129)];

const bodies: Readonly<Record<string, object>> = {
  '/v1/imports/{id}': {},
  '/v1/channels/{channel}': { mode: 'live' },
  '/v1/clients/{client}/rotate': {},
};

describe('an id that nothing can have', () => {
  const named = OPERATIONS.filter(({ path }) => /^\/v1\/.*\{/.test(path));

  it.each(named.map(({ method, path }) => [method.toUpperCase(), path]))(
    'is answered by %s %s as unknown',
    async (method, path) => {
      const { ask } = team();
      for (const id of [TOO_LONG, ...ODD]) {
        const where = path.replaceAll(/\{\w+\}/g, encodeURIComponent(id));
        const { status, body } = await ask(method, where, bodies[path] ?? { message: 'M', into: 'x' }, { as: root });
        // Who makes an import, or adds a person, gives it its id, and is told what is wrong with it.
        expect([id.slice(0, 20), status]).toEqual([
          id.slice(0, 20),
          method === 'PUT' && /imports|people/.test(path) ? 422 : 404,
        ]);
        expect(body.type).toMatch(/not-found|^no-such|invalid-request/);
      }
    },
  );

  it('is unknown as well where a query or a body names it, and reads nothing', async () => {
    const load = vi.fn(async () => []);
    const { get, ports } = team();
    ports.log.load = load;
    expect((await get(`/v1/eta-advice?incident=${TOO_LONG}`)).status).toBe(404);
    expect((await get(`/v1/incidents/${TOO_LONG}`)).status).toBe(404);
    expect(load).not.toHaveBeenCalled();
  });
});

describe('a method', () => {
  it.each(['PROPFIND', 'TRACE', 'QUERY', 'CONNECT', 'PATCH', 'OPTIONS'])(
    '%s is told what is taken instead, or that there is nothing',
    async (method) => {
      const { ask } = team();
      for (const [where, allow] of [
        ['/v1/incidents', 'GET, HEAD, POST'],
        ['/v1/incidents/i1', 'GET, HEAD'],
        ['/v1/incidents/i1/updates', 'POST'],
        ['/v1/freeze', 'GET, HEAD, PUT'],
        ['/a/some.token', 'GET, HEAD, POST'],
        ['/docs', 'GET, HEAD'],
      ] as const) {
        const { status, headers, body } = await ask(method, where, undefined, { as: 'nobody' });
        expect([where, status, headers.allow, body.type]).toEqual([where, 405, allow, 'method-not-allowed']);
      }
      for (const where of ['/x', '/v1/incidents/i1/explode', '/v1/incidents/i1/__proto__', '/'])
        expect((await ask(method, where, undefined, { as: 'nobody' })).status).toBe(404);
    },
  );

  it('that is common is told the same where others are taken', async () => {
    const { ask } = team();
    expect(await ask('DELETE', '/v1/incidents/i1')).toMatchObject({ status: 405, headers: { allow: 'GET, HEAD' } });
    expect(await ask('GET', '/v1/incidents/i1/updates')).toMatchObject({ status: 405, headers: { allow: 'POST' } });
  });
});

describe('a log line', () => {
  afterEach(() => vi.restoreAllMocks());

  /** What the next line would carry beside what it says itself. */
  function about(): Record<string, unknown> {
    const lines: Record<string, unknown>[] = [];
    const print = vi.spyOn(logger as unknown as { printLog: () => void }, 'printLog').mockImplementation(((
      _level: number,
      item: { getAttributes: () => object },
    ) => {
      lines.push(item.getAttributes() as Record<string, unknown>);
    }) as never);
    const level = logger.getLevelName();
    logger.setLogLevel('CRITICAL');
    logger.critical('now');
    logger.setLogLevel(level);
    print.mockRestore();
    return lines[0] ?? {};
  }

  it('names the incident of its own request, and none after it', async () => {
    const { opened, post, ask, ports } = team();
    const id = await opened();
    const named: unknown[] = [];
    const { load } = ports.log;
    ports.log.load = async (incident) => {
      named.push(about().incident);
      return load.call(ports.log, incident);
    };
    await post(`/v1/incidents/${id}/updates`, { message: 'More.' });
    expect(new Set(named)).toEqual(new Set([id]));
    expect(about().incident).toBeUndefined();
    await post(`/v1/incidents/${id}/updates`, { message: '' });
    expect(about().incident).toBeUndefined();
    named.length = 0;
    await ask('GET', `/v1/incidents/${id}`);
    await ask('GET', '/v1/eta-advice?incident=other');
    expect(named).toEqual([id, undefined]);
  });

  it('of a batch names that of its own message', async () => {
    const seen: unknown[] = [];
    const record = (messageId: string, incident: string) => ({
      messageId,
      body: JSON.stringify({ detail: { incident } }),
    });
    const Records = [record('1', 'i1'), record('2', 'i2')] as never;
    await messageByMessage(async ({ messageId }) => {
      seen.push(about().incident);
      logger.appendKeys({ incident: messageId });
    })({ Records });
    const together = nudgesTogether({
      incidents: async (ids) => {
        seen.push(about().incident, about().incidents);
        if (ids.length === 2) throw new Error('the table is away');
        return new Map();
      },
      site: async () => undefined,
    });
    await expect(together({ Records })).rejects.toThrow('away');
    expect(seen).toEqual([undefined, undefined, undefined, ['i1', 'i2']]);
    expect(about()).not.toHaveProperty('incidents');
  });
});
