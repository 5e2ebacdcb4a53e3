import { describe, expect, it } from 'vitest';
import { duringAnOutage } from './during-an-outage.ts';

const ODD = ['x'.repeat(2_050), 'x'.repeat(129), '%', '%00', '%ed%a0%80', '..%2f..%2fv1', 'a%20b', '%e2%80%ae'];

describe('an address of the console that nothing can have', () => {
  it.each([
    '/console/incidents/{id}',
    '/console/incidents/{id}/update',
    '/console/incidents/{id}/said/1',
    '/console/drafts/{id}',
    '/console/{id}',
  ])('is answered as unknown, and the API is not asked: %s', async (path) => {
    const { person, api } = await duringAnOutage();
    const before = api.received.length;
    for (const id of ODD) {
      const where = path.replace('{id}', id);
      expect([id.slice(0, 20), (await person.request('GET', where)).statusCode]).toEqual([id.slice(0, 20), 404]);
      expect((await person.request('POST', where, 'message=x')).statusCode).toBe(404);
    }
    expect(api.received).toHaveLength(before);
  });

  it.each(['PROPFIND', 'TRACE', 'QUERY', 'PATCH', 'DELETE'])('or a method: %s', async (method) => {
    const { person, id } = await duringAnOutage();
    for (const where of ['/console', `/console/incidents/${id}`, '/console/sign-in', '/'])
      expect((await person.request(method, where)).statusCode).toBe(404);
  });
});
