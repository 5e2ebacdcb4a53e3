import { describe, expect, it } from 'vitest';
import { config } from '../../shared/config/config.ts';
import { policyOf } from '../../shared/config/policy.ts';
import { ada, team, victor } from './team.ts';

const set = (house: ReturnType<typeof team>, id: string, body: object, as = ada) =>
  house.ask('PUT', `/v1/components/${id}/status`, body, { as });

describe('the status of a component', () => {
  it('that is set opens an incident with words: no red light stands alone', async () => {
    const house = team();
    const { status, body } = await set(house, 'api', { status: 'major_outage' });
    expect([status, body.title, body.impact, body.components]).toEqual([
      201,
      'Problems with API',
      'critical',
      [{ id: 'api', status: 'major_outage' }],
    ]);
    expect(body.entries[0]).toMatchObject({
      author: 'person',
      message: 'We see a problem with API: major outage. We are looking into it.',
      promises: { nextUpdateBy: expect.any(String) },
    });
  });

  it('that is set again is an update of what is open about it, in the words that came with it or in ours', async () => {
    const house = team();
    const { body: opened } = await set(house, 'api', { status: 'partial_outage', message: 'Calls fail in Europe.' });
    expect(opened.entries[0].message).toBe('Calls fail in Europe.');
    const { status, body } = await set(house, 'api', { status: 'degraded_performance' });
    expect([status, body.id, body.entries[1].message]).toEqual([201, opened.id, 'API is at degraded performance now.']);
    const back = await set(house, 'api', { status: 'operational' });
    expect(back.body).toMatchObject({ phase: 'open', components: [{ id: 'api', status: 'operational' }] });
  });

  it('that is so already changes nothing, unless there is something to say', async () => {
    const house = team();
    expect(await set(house, 'api', { status: 'operational' })).toMatchObject({
      status: 200,
      body: { component: 'api', status: 'operational', unchanged: true },
    });
    const { body } = await set(house, 'api', { status: 'partial_outage' });
    expect((await set(house, 'api', { status: 'partial_outage' })).body).toMatchObject({
      unchanged: true,
      incident: body.id,
    });
    expect((await set(house, 'api', { status: 'partial_outage', message: 'Still in Europe only.' })).status).toBe(201);
  });

  it('waits for a second person where the house wants one, as every other word', async () => {
    const approval = { impacts: [], phrases: ['breach'], timeoutMs: 900_000, onTimeout: 'escalate' as const };
    const house = team({ policy: { ...policyOf(config), approval } });
    await set(house, 'api', { status: 'partial_outage' });
    expect((await set(house, 'api', { status: 'major_outage', message: 'A breach of our API.' })).status).toBe(202);
  });

  it('is refused of what is no component, in words that are none, and to whoever may only look', async () => {
    const house = team();
    expect(await set(house, 'moon', { status: 'operational' })).toMatchObject({
      status: 404,
      body: { type: 'no-such-component', detail: expect.stringContaining('there are website, api') },
    });
    for (const body of [{ status: 'red' }, { status: 'under_maintenance' }, { message: 'It is down.' }])
      expect(await set(house, 'api', body)).toMatchObject({ status: 422, body: { errors: [{ field: 'status' }] } });
    expect((await set(house, 'api', { status: 'major_outage' }, victor)).status).toBe(403);
  });
});
