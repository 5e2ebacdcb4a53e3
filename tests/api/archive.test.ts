import { describe, expect, it } from 'vitest';
import { memoryArchive } from '../../shared/adapters/memory/archive.ts';
import type { ArchivedItem } from '../../shared/ports/archive.ts';
import { chain } from './kept-chain.ts';
import { root, team } from './team.ts';

const record = (incident: string, items: readonly ArchivedItem[]) => ({ part: 'incidents', incident, items });

async function frozenTeam() {
  const archive = memoryArchive();
  const house = team({ archive });
  await house.put('/v1/freeze', { frozen: true, reason: 'a log is brought' }, { as: root });
  const bring = (records: readonly object[], more: object = {}) =>
    house.post('/v1/archive', { records, ...more }, { as: root });
  return { ...house, archive, bring };
}

describe('an export that is brought', () => {
  it('is taken only while everything is frozen', async () => {
    const archive = memoryArchive();
    const { post } = team({ archive });
    const { status, body } = await post('/v1/archive', { records: [record('i1', chain('i1', 2))] }, { as: root });
    expect({ status, type: body.type }).toEqual({ status: 409, type: 'not-frozen' });
    expect(archive.all()).toEqual([]);
  });

  it('is added once, however often it is sent, and goes on where an earlier part ended', async () => {
    const { bring, archive } = await frozenTeam();
    const items = chain('i1', 4);
    expect((await bring([record('i1', items.slice(0, 2))])).body).toEqual({ added: 2, there: 0 });
    expect((await bring([record('i1', items.slice(2))])).body).toEqual({ added: 2, there: 0 });
    expect((await bring([record('i1', items)])).body).toEqual({ added: 0, there: 4 });
    expect(archive.all()).toHaveLength(4);
  });

  it.each<[string, (items: ArchivedItem[]) => ArchivedItem[], string]>([
    [
      'another text',
      ([a, ...rest]) => [{ ...a!, content: { ...(a!.content as object), message: 'All is well.' } }, ...rest],
      'text that was changed',
    ],
    ['another status', ([a, ...rest]) => [{ ...a!, status: 'resolved' }, ...rest], 'its hash does not match'],
    [
      'another author',
      ([a, ...rest]) => [{ ...a!, private: { ...(a!.private as object), actor: 'eve' } }, ...rest],
      'private part that was changed',
    ],
    ['a statement left out', ([a, _b, ...rest]) => [a!, ...rest], 'does not go on where the one before it ends'],
    ['a beginning that is missing', (items) => items.slice(1), 'does not go on where the one before it ends'],
    ['another place', ([a, ...rest]) => [{ ...a!, sk: 'ENTRY#0009' }, ...rest], 'is number 1 where 9 belongs'],
    ['another incident', ([a, ...rest]) => [{ ...a!, pk: 'INCIDENT#other' }, ...rest], 'belongs to other'],
    [
      'what no export holds',
      ([a]) => [a!, { pk: 'SITE', sk: 'CONTROL', frozen: false }],
      'which is nothing of incidents',
    ],
  ])('with %s is refused by its place, and nothing of it is taken', async (_, changed, reason) => {
    const { bring, archive } = await frozenTeam();
    const { status, body } = await bring([record('i0', chain('i0', 1)), record('i1', changed(chain('i1', 3)))]);
    expect(status).toBe(422);
    expect(body.errors[0]).toMatchObject({
      field: expect.stringMatching(/^records\.1/),
      reason: expect.stringContaining(reason),
    });
    expect(archive.all()).toEqual([]);
  });

  it('never speaks over a log that is here', async () => {
    const { bring, archive } = await frozenTeam();
    await bring([record('i1', chain('i1', 1, 'What was said here.'))]);
    const { status, body } = await bring([record('i1', chain('i1', 2))]);
    expect({ status, type: body.type }).toEqual({ status: 409, type: 'log-differs' });
    expect(archive.all()).toHaveLength(1);
  });

  it('brings nobody back who left here', async () => {
    const { bring, archive } = await frozenTeam();
    const pk = 'SUBSCRIBER#mail#03';
    await archive.addOthers([{ pk, sk: 'GONE#jo', why: 'left' }]);
    const items = [
      { pk, sk: 'S#jo', address: 'jo@example.com' },
      { pk, sk: 'S#ida', address: 'ida@example.com' },
    ];
    expect((await bring([{ part: 'subscribers', items }])).body).toEqual({ added: 1, there: 1 });
    expect(archive.all().map(({ sk }) => sk)).toEqual(['GONE#jo', 'S#ida']);
  });

  it('has the page be as old as it was, and its writings counted on', async () => {
    const { bring, archive } = await frozenTeam();
    await bring([], { page: { since: '2025-01-01T00:00:00.000Z', rev: 70 } });
    await bring([], { page: { since: '2026-01-01T00:00:00.000Z', rev: 3 } });
    expect(await archive.page()).toEqual({ since: '2025-01-01T00:00:00.000Z', rev: 70 });
  });
});

describe('an export that is taken', () => {
  const people = { pk: 'PEOPLE', sk: 'PERSON#ada', addresses: ['ada@example.com'] };
  const act = { pk: 'ACTS', sk: 'ACT#2026-11-22T10:00:00.000Z#1', by: 'ada' };

  it('holds people for whoever asks for them, and is noted once', async () => {
    const { get } = team({ archive: memoryArchive([people, act]) });
    const all = async (query: string) => {
      const parts: string[] = [];
      let after: string | undefined;
      do {
        const { body } = await get(`/v1/archive?${query}${after ? `&after=${after}` : ''}`, { as: root });
        parts.push(...body.records.map(({ part }: { part: string }) => part));
        after = body.next;
      } while (after !== undefined);
      return parts;
    };
    expect(await all('')).toEqual(['acts']);
    expect(await all('people=true')).toEqual(['acts', 'people']);
    const { acts } = (await get('/v1/acts', { as: root })).body;
    expect(acts.filter(({ act: what }: { act: string }) => what === 'GET /v1/archive')).toHaveLength(2);
  });

  it.each([
    ['after=nowhere', 'after'],
    ['people=perhaps', 'people'],
  ])('asked for by %s is refused', async (query, field) => {
    const { status, body } = await team().get(`/v1/archive?${query}`, { as: root });
    expect(status).toBe(422);
    expect(body.errors[0].field).toBe(field);
  });
});
