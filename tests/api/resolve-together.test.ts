import { describe, expect, it } from 'vitest';
import { config } from '../../shared/config/config.ts';
import { policyOf } from '../../shared/config/policy.ts';
import { OUTAGE, team, victor } from './team.ts';

const OVER = { message: 'All services work again since 10:00 UTC.' };

/** Three incidents after a storm: two open, one over. */
async function storm(changes: object = {}) {
  const house = team(changes);
  const [a, b, over] = [await house.opened(), await house.opened({ title: 'Uploads fail' }), await house.opened()];
  await house.post(`/v1/incidents/${over}/resolve`, { message: 'It works again.' });
  const together = (incidents: string[], more: object = {}, headers: Record<string, string> = {}) =>
    house.post('/v1/incidents/resolve', { incidents, ...OVER, ...more }, { headers });
  const entries = async (id: string) => (await house.get(`/v1/incidents/${id}`)).body.entries;
  return { ...house, a, b, over, together, entries };
}

describe('intake: incidents that are resolved together after a storm', () => {
  it('get one text, an entry each, and an answer each', async () => {
    const { a, b, over, together, entries } = await storm();
    expect((await together([a, b, over, 'nothere'])).body.results).toEqual([
      { incident: a, result: 'resolved', seq: 2 },
      { incident: b, result: 'resolved', seq: 2 },
      { incident: over, result: 'unchanged' },
      { incident: 'nothere', result: 'refused', reason: expect.any(String) },
    ]);
    for (const id of [a, b])
      expect((await entries(id)).at(-1)).toMatchObject({ kind: 'resolved', automated: false, ...OVER });
  });

  it('are resolved once, however often it is sent', async () => {
    const { a, b, together, entries } = await storm();
    const key = { 'idempotency-key': 'k1' };
    const first = await together([a, b], {}, key);
    expect((await together([a, b], {}, key)).body).toEqual(first.body);
    expect([await entries(a), await entries(b)].map(({ length }) => length)).toEqual([2, 2]);
  });

  it('and none of them is, where the text is asked about or the request is wrong', async () => {
    const { a, b, together, entries, ask } = await storm();
    expect(await together([a, b], { message: 'We will post again by 09:00 UTC today.' })).toMatchObject({
      status: 422,
      body: { type: 'lint-asks' },
    });
    expect((await together([a, a])).status).toBe(422);
    expect((await together([])).status).toBe(422);
    expect((await ask('POST', '/v1/incidents/resolve', { incidents: [a], ...OVER }, { as: victor })).status).toBe(403);
    expect([await entries(a), await entries(b)].map(({ length }) => length)).toEqual([1, 1]);
  });

  it('wait where a second person reads statements of their impact, and the others do not', async () => {
    const approval = { impacts: ['critical'] as const, phrases: [], timeoutMs: 60_000, onTimeout: 'escalate' as const };
    const { a, together, opened } = await storm({ policy: { ...policyOf(config), approval } });
    const critical = await opened({ ...OUTAGE, impact: 'critical' });
    expect((await together([critical, a])).body.results).toEqual([
      { incident: critical, result: 'draft', draft: expect.any(String) },
      { incident: a, result: 'resolved', seq: 2 },
    ]);
  });
});
