import { describe, expect, it } from 'vitest';
import { memoryRateLimits } from '../../shared/adapters/memory/rate-limits.ts';
import { ada, OUTAGE, person, team } from './team.ts';

const few = () => memoryRateLimits({ burst: 3, perSecond: 1 });

describe('a client that asks too often', () => {
  it('is told when to come back, is then served, and keeps nobody else out', async () => {
    const { get, clock } = team({ rateLimits: few() });
    for (let index = 0; index < 3; index += 1) expect((await get('/v1/control')).status).toBe(200);
    const refused = await get('/v1/control');
    expect(refused).toMatchObject({
      status: 429,
      headers: { 'retry-after': '1', 'content-type': 'application/problem+json' },
      body: { type: 'too-many-requests', retryAfter: 1 },
    });
    expect((await get('/v1/control', { as: person('bob', 'viewer') })).status).toBe(200);
    clock.nowMs += 1_000;
    expect((await get('/v1/control')).status).toBe(200);
  });

  it('has changed nothing, whatever it asked for', async () => {
    const { get, post, put, clock, ports, opened } = team({ rateLimits: few() });
    const id = await opened();
    for (let index = 0; index < 2; index += 1) await get('/v1/control');
    const answers = [
      await post('/v1/incidents', OUTAGE),
      await post(`/v1/incidents/${id}/updates`, { message: 'We restart it.' }),
      await post(`/v1/incidents/${id}/hold`),
      await post(`/v1/incidents/${id}/handover`, { to: 'bob' }),
      await put('/v1/freeze', { frozen: true }),
      await post('/v1/maintenances', {
        title: 'M',
        components: [],
        scheduledFor: 'PT1H',
        scheduledUntil: 'PT2H',
        message: 'm',
      }),
    ];
    expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 429));
    clock.nowMs += 60_000;
    expect(await ports.log.load(id)).toHaveLength(1);
    expect((await get('/v1/incidents')).body.incidents).toHaveLength(1);
    expect((await get('/v1/control')).body.frozen).toBe(false);
    expect((await get(`/v1/incidents/${id}`)).body).not.toHaveProperty('handover');
  });

  it('is let through when nothing can be counted', async () => {
    const { get } = team({ rateLimits: { take: () => Promise.reject(new Error('the table is down')) } });
    expect((await get('/v1/control')).status).toBe(200);
  });

  it('reads what is public without being counted', async () => {
    const { get } = team({ rateLimits: { take: async () => ({ waitMs: 1_000 }) } });
    expect((await get('/openapi.json', { as: 'nobody' })).status).toBe(200);
    expect((await get('/v1/control', { as: ada })).status).toBe(429);
  });

  it('has 300 requests and 30 more a second where the config says nothing', async () => {
    const { get, clock } = team();
    const statuses = async (count: number) => {
      const answers = [];
      for (let index = 0; index < count; index += 1) answers.push((await get('/v1/control')).status);
      return answers.filter((status) => status === 200).length;
    };
    expect(await statuses(310)).toBe(300);
    clock.nowMs += 1_000;
    expect(await statuses(40)).toBe(30);
  });
});
