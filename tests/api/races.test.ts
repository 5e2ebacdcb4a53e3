import { describe, expect, it } from 'vitest';
import { ada, OUTAGE, person, team } from './team.ts';

const bob = person('bob', 'commander');
const endless = { rateLimits: { take: async () => ({ waitMs: 0 }) } };

describe('two commanders at one incident', () => {
  it('lose no update in 200 races, and say nothing into a state that they had not seen', async () => {
    const { get, post, opened } = team(endless);
    const id = await opened();
    const seen = new Map<string, string>();
    let lost = 0;
    for (let round = 0; round < 200; round += 1) {
      const before = await get(`/v1/incidents/${id}`);
      const head = before.body.entries.at(-1).hash;
      const answers = await Promise.all(
        [ada, bob].map((as) => {
          const message = `${as.claims.username} in round ${round}.`;
          seen.set(message, head);
          return post(
            `/v1/incidents/${id}/updates`,
            { message },
            { as, headers: { 'if-match': before.headers.etag as string } },
          );
        }),
      );
      expect(answers.map(({ status }) => status).toSorted()).toEqual([201, 412]);
      const loser = answers.find(({ status }) => status === 412)!;
      expect(loser.body.entriesSince).toHaveLength(1);
      lost += 1;
    }
    const { entries } = (await get(`/v1/incidents/${id}`)).body;
    expect(entries).toHaveLength(1 + 200);
    expect(lost).toBe(200);
    for (const { message, prev } of entries.slice(1)) expect(prev).toBe(seen.get(message));
  });

  it('both are heard where neither says what they have seen', async () => {
    const { get, post, opened } = team(endless);
    const id = await opened();
    for (let round = 0; round < 100; round += 1) {
      const say = (as: typeof ada) =>
        post(`/v1/incidents/${id}/updates`, { message: `${as.claims.username} ${round}` }, { as });
      expect((await Promise.all([say(ada), say(bob)])).map(({ status }) => status)).toEqual([201, 201]);
    }
    const { entries } = (await get(`/v1/incidents/${id}`)).body;
    const said = entries.slice(1).map(({ message }: { message: string }) => message);
    expect(new Set(said).size).toBe(200);
    expect(entries.map(({ seq }: { seq: number }) => seq)).toEqual(
      entries.map((_: unknown, index: number) => index + 1),
    );
  });
});

describe('openings with one key', () => {
  it('at once make one incident, and all get the same answer', async () => {
    const { get, post } = team(endless);
    const open = () => post('/v1/incidents', OUTAGE, { headers: { 'idempotency-key': 'one key' } });
    const answers = await Promise.all(Array.from({ length: 50 }, open));
    expect(new Set(answers.map(({ status, text }) => `${status} ${text}`)).size).toBe(1);
    expect((await get('/v1/incidents')).body.incidents).toHaveLength(1);
  });

  it('of two people make two', async () => {
    const { get, post } = team(endless);
    for (const as of [ada, bob]) await post('/v1/incidents', OUTAGE, { as, headers: { 'idempotency-key': 'one key' } });
    expect((await get('/v1/incidents')).body.incidents).toHaveLength(2);
  });
});
