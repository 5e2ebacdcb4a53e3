import { expect, it } from 'vitest';
import { type Answered, ada, OUTAGE, team } from './team.ts';

const without = (field: keyof typeof OUTAGE) =>
  Object.fromEntries(Object.entries(OUTAGE).filter(([name]) => name !== field));

it.each<[string, string | object, number, string | undefined]>([
  ['no message', without('message'), 422, 'message'],
  ['an empty message', { ...OUTAGE, message: '  ' }, 422, 'message'],
  ['no title', without('title'), 422, 'title'],
  ['an unknown component', { ...OUTAGE, components: [{ id: 'moon', status: 'operational' }] }, 422, 'components.0.id'],
  ['an unknown component status', { ...OUTAGE, components: [{ id: 'api', status: 'ok' }] }, 422, 'components.0.status'],
  ['an unknown impact', { ...OUTAGE, impact: 'huge' }, 422, 'impact'],
  ['a field with a typing mistake', { ...OUTAGE, nextUpdate: 'PT1H' }, 422, 'nextUpdate'],
  ['a promise in the past', { ...OUTAGE, nextUpdateBy: '2020-01-01T00:00:00Z' }, 422, 'nextUpdateBy'],
  ['a promise too far ahead', { ...OUTAGE, nextUpdateBy: 'P8D' }, 422, 'nextUpdateBy'],
  ['a time without a zone', { ...OUTAGE, restoreBy: '2099-01-01T10:00:00' }, 422, 'restoreBy'],
  ['a day that does not exist', { ...OUTAGE, restoreBy: '2027-02-30T10:00:00Z' }, 422, 'restoreBy'],
  ['a text over 5,000 characters', { ...OUTAGE, message: 'x'.repeat(5001) }, 422, 'message'],
  ['a title over 200 characters', { ...OUTAGE, title: 'x'.repeat(201) }, 422, 'title'],
  ['a body of 2 MB', { ...OUTAGE, message: 'x'.repeat(2_000_000) }, 413, undefined],
  ['invalid JSON', '{"title": ', 400, undefined],
  ['no JSON object', '"hello"', 422, '(body)'],
])(
  'an opening with %s is answered with a problem that names it, and opens nothing',
  async (_what, body, status, field) => {
    const { get, post } = team();
    expectProblem(await post('/v1/incidents', body), status, field);
    expect((await get('/v1/incidents')).body.incidents).toEqual([]);
  },
);

it.each<[string, string, object, number, string | undefined]>([
  ['no message', 'updates', {}, 422, 'message'],
  ['a promise in the past', 'updates', { message: 'M', restoreBy: '2020-01-01T00:00:00Z' }, 422, 'restoreBy'],
  ['a duration of nothing', 'updates', { message: 'M', nextUpdateBy: 'PT0S' }, 422, 'nextUpdateBy'],
  ['a correction of what was never said', 'corrections', { corrects: 99, message: 'M' }, 422, 'corrects'],
  ['a promise while resolving', 'updates', { message: 'M', status: 'resolved', restoreBy: 'PT1H' }, 422, 'restoreBy'],
  ['an unknown command', 'explode', { message: 'M' }, 404, undefined],
])('%s changes nothing about the incident (%s)', async (_what, command, body, status, field) => {
  const { opened, post, ports } = team();
  const id = await opened();
  const before = await ports.log.load(id);
  expectProblem(await post(`/v1/incidents/${id}/${command}`, body), status, field);
  expect(await ports.log.load(id)).toEqual(before);
});

it('nothing is taken that does not say that it is JSON', async () => {
  const { ask, get } = team();
  const headers = { 'content-type': 'text/plain' };
  expectProblem(await ask('POST', '/v1/incidents', JSON.stringify(OUTAGE), { as: ada, headers }), 415, undefined);
  expect((await get('/v1/incidents')).body.incidents).toEqual([]);
});

function expectProblem({ status, headers, body }: Answered, expected: number, field: string | undefined): void {
  expect(status).toBe(expected);
  expect(headers['content-type']).toBe('application/problem+json');
  expect(body).toMatchObject({ status, title: expect.any(String), detail: expect.any(String) });
  if (field !== undefined) expect(body.errors.map((one: { field: string }) => one.field)).toEqual([field]);
}
