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
    const { a, b, over, together, entries, ports } = await storm();
    expect((await together([a, b, over, 'nothere'])).body.results).toEqual([
      { incident: a, result: 'resolved', seq: 2 },
      { incident: b, result: 'resolved', seq: 2 },
      { incident: over, result: 'unchanged' },
      { incident: 'nothere', result: 'refused', reason: expect.any(String) },
    ]);
    for (const id of [a, b])
      expect((await entries(id)).at(-1)).toMatchObject({ kind: 'resolved', automated: false, ...OVER });
    const acts = await Promise.all([a, b].map(async (id) => (await ports.log.load(id)).at(-1)?.private.together));
    expect(acts[0]).toEqual({ act: expect.any(String), incidents: [a, b, over, 'nothere'] });
    expect(acts[1]).toEqual(acts[0]);
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

describe('intake: what would be said of several incidents at once', () => {
  const previewed = async (house: Awaited<ReturnType<typeof storm>>, body: object) =>
    (await house.post('/v1/preview', { command: 'resolve-together', body })).body;

  it('is shown as the page and X would say it, without those that are over or unknown, and nothing is stored', async () => {
    const house = await storm();
    const { a, b, over, entries } = house;
    const seen = await previewed(house, { incidents: [a, b, over, 'nothere'], ...OVER });
    expect(seen).toMatchObject({
      wouldBeRefused: null,
      needsApproval: null,
      channels: { site: { text: OVER.message } },
    });
    expect(seen.channels.site.title).toContain('Uploads fail');
    expect(seen.channels.x.text).toMatch(/^2 incidents are resolved:\n– .*\n– Uploads fail\n\nAll services work again/);
    expect([await entries(a), await entries(b)].map(({ length }) => length)).toEqual([1, 1]);
  });

  it('says what speaks against the text, what would be refused and what changes nothing', async () => {
    const house = await storm();
    const asked = await previewed(house, { incidents: [house.a], message: 'We will post again by 09:00 UTC today.' });
    expect(asked.wouldBeRefused).toMatchObject({ type: 'lint-asks' });
    expect((await previewed(house, { incidents: [], ...OVER })).wouldBeRefused).toMatchObject({ status: 422 });
    expect((await previewed(house, { incidents: ['nothere'], ...OVER })).wouldBeRefused).toMatchObject({ status: 404 });
    expect(await previewed(house, { incidents: [house.over], ...OVER })).toMatchObject({ unchanged: true });
  });

  it('waits where each of them waits for a second person', async () => {
    const approval = { impacts: ['critical'] as const, phrases: [], timeoutMs: 60_000, onTimeout: 'escalate' as const };
    const house = await storm({ policy: { ...policyOf(config), approval } });
    const critical = await house.opened({ ...OUTAGE, impact: 'critical' });
    const both = await previewed(house, { incidents: [critical, house.a], ...OVER });
    expect(both.needsApproval).toBeNull();
    expect(both.channels.x.text).not.toContain('2 incidents');
    expect((await previewed(house, { incidents: [critical], ...OVER })).needsApproval).toMatchObject({
      reason: 'impact',
    });
  });
});
